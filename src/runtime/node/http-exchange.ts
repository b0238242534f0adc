import type { Dispatcher } from 'undici'
import { ConfigError, type HttpResponse, TransportError } from '../../core/index.ts'
import type { HttpExchange } from '../ports.ts'
import { HttpAnswer } from './http-answer.ts'
import { decodeBody } from './http-body.ts'

/** What exchanges are made by. */
export interface HttpWay {
  /** undici's. */
  readonly dispatcher: Dispatcher
  /** Whether it is to be closed here, and says of each request when it has a connection. */
  readonly isOwn: boolean
}

/** Errors of a dispatcher that is not ours, which happen before a byte of the request has left. */
const BEFORE_SENDING: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_INVALID_ARG',
  'ERR_INVALID_URL',
])
/** Certificates are checked before a request is written. */
const BAD_CERTIFICATE = /CERT|^ERR_TLS_|^UNABLE_TO_/

/** Makes one exchange; fails as {@link HttpPort.exchange} does. */
export async function exchange(
  way: () => HttpWay | Promise<HttpWay>,
  request: HttpExchange,
): Promise<HttpResponse> {
  const { signal } = request
  const isGivenUp = (): boolean => signal?.aborted === true
  if (isGivenUp()) throw aborted(request, signal?.reason, false)
  const answer = new HttpAnswer(request.maxResponseBytes)
  let isForeign = false
  let isTimeout = false
  const deadline = setTimeout(() => {
    isTimeout = true
    answer.giveUp(`no answer within ${request.timeoutMs} ms`)
  }, request.timeoutMs)
  const onAbort = (): void => answer.giveUp('the caller gave up')
  signal?.addEventListener('abort', onAbort, { once: true })
  try {
    const found = way()
    const { dispatcher, isOwn } = found instanceof Promise ? await found : found
    isForeign = !isOwn
    return await plain(await answer.ask(dispatcher, dispatchOf(request)), request.maxResponseBytes)
  } catch (cause) {
    const wasSent = answer.hasStarted || (isForeign && mayBeSent(cause))
    if (isGivenUp()) throw aborted(request, signal?.reason, wasSent)
    throw failed(isTimeout ? 'HTTP_TIMEOUT' : 'HTTP_FAILED', request, cause, wasSent)
  } finally {
    clearTimeout(deadline)
    signal?.removeEventListener('abort', onAbort)
  }
}

function dispatchOf({ url, method, headers, body }: HttpExchange): Dispatcher.DispatchOptions {
  const { origin, pathname, search } = new URL(url)
  return {
    origin,
    path: search === '' ? pathname : `${pathname}${search}`,
    // undici checks the method itself; its type lists the known ones.
    method: method as Dispatcher.HttpMethod,
    headers: { 'accept-encoding': 'gzip, deflate, br', ...headers },
    body: body ?? null,
    // The deadline above covers the whole exchange.
    headersTimeout: 0,
    bodyTimeout: 0,
  }
}

async function plain(response: HttpResponse, maxBytes: number): Promise<HttpResponse> {
  const { 'content-encoding': encoding, 'content-length': _bytes, ...rest } = response.headers
  if (encoding === undefined) return response
  const body = await decodeBody(response.body, encoding, maxBytes)
  return body === response.body ? response : { ...response, headers: rest, body }
}

function aborted(request: HttpExchange, cause: unknown, wasSent: boolean): ConfigError {
  return new ConfigError('ABORTED', `${titleOf(request)}: the caller gave up`, {
    cause,
    context: { method: request.method, wasSent },
  })
}

function failed(
  code: 'HTTP_TIMEOUT' | 'HTTP_FAILED',
  request: HttpExchange,
  cause: unknown,
  wasSent: boolean,
): TransportError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new TransportError(code, `${titleOf(request)}: ${why}`, {
    cause,
    context: { method: request.method, wasSent },
  })
}

function mayBeSent(cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return !BEFORE_SENDING.has(code) && !BAD_CERTIFICATE.test(code)
}

/** Method and URL without the query, which may carry a key. */
function titleOf({ method, url }: HttpExchange): string {
  return `${method} ${url.split('?', 1)[0] ?? ''}`
}
