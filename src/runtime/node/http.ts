import { EventEmitter } from 'node:events'
import type * as Undici from 'undici'
import type { Agent, Dispatcher, ProxyAgent } from 'undici'
import { ConfigError, type HttpResponse, TransportError } from '../../core/index.ts'
import type { HttpExchange, HttpPort } from '../ports.ts'
import { decodeBody, readBody } from './http-body.ts'

/** Options of {@link nodeHttp}. */
export interface NodeHttpOptions {
  /** An undici dispatcher to use; it stays the caller's to close, and the options below do not apply to it. */
  readonly dispatcher?: Dispatcher
  /** URL of an HTTP proxy, `http://user:password@host:port`. @defaultValue none */
  readonly proxy?: string
  /** Certificates to trust instead of the system's, PEM. */
  readonly ca?: string | readonly string[]
  /** Local address to connect from. */
  readonly localAddress?: string
  /** Most connections to one origin. @defaultValue 8 */
  readonly maxConnectionsPerOrigin?: number
  /** How long an unused connection is kept, in ms. @defaultValue 30000 */
  readonly keepAliveMs?: number
}

const DEFAULTS = { maxConnectionsPerOrigin: 8, keepAliveMs: 30_000 } as const

/** Errors that happen before a byte of the request has left. */
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

/**
 * HTTP with undici, which is loaded at the first exchange.
 *
 * Redirects are answers. Answers may come compressed; they are given plain. An error's `context.wasSent` is `false` where
 * no byte of the request has left for certain.
 */
export function nodeHttp(options: NodeHttpOptions = {}): HttpPort {
  let opening: Promise<Client> | undefined
  let opened: Client | undefined
  // Once it is there, a request is written in the turn that asks for it.
  const client = (): Client | Promise<Client> => {
    if (opened !== undefined) return opened
    opening ??= openClient(options).then((client) => {
      opened = client
      return client
    })
    return opening
  }
  return {
    exchange: (request) => exchange(client, request),
    async close(): Promise<void> {
      const closing = opening
      opening = undefined
      opened = undefined
      await (await closing)?.own?.close()
    },
  }
}

/** undici, loaded. */
interface Client {
  readonly request: typeof Undici.request
  readonly dispatcher: Dispatcher
  /** The dispatcher, where it is to be closed here. */
  readonly own: Dispatcher | undefined
}

async function openClient(options: NodeHttpOptions): Promise<Client> {
  const undici = await import('undici')
  const { request } = undici
  if (options.dispatcher !== undefined)
    return { request, dispatcher: options.dispatcher, own: undefined }
  const own = createAgent(undici, options)
  return { request, dispatcher: own, own }
}

function createAgent(
  { Agent, ProxyAgent }: typeof Undici,
  options: NodeHttpOptions,
): Agent | ProxyAgent {
  const { ca, localAddress } = options
  const connect = ca === undefined ? {} : { ca: typeof ca === 'string' ? ca : [...ca] }
  const pool = {
    connections: options.maxConnectionsPerOrigin ?? DEFAULTS.maxConnectionsPerOrigin,
    keepAliveTimeout: options.keepAliveMs ?? DEFAULTS.keepAliveMs,
    // One request at a time on a connection: a slow answer holds up nothing else.
    pipelining: 1,
    ...(localAddress === undefined ? {} : { localAddress }),
  }
  if (options.proxy === undefined) return new Agent({ ...pool, connect })
  return new ProxyAgent({ ...pool, uri: options.proxy, requestTls: connect, proxyTls: connect })
}

/** What ends an exchange. undici takes an emitter as well as an `AbortSignal`, which costs as much as writing a request. */
class Cutoff extends EventEmitter {
  /** Whether it was ended. */
  aborted = false

  /** Ends it. */
  abort(): void {
    this.aborted = true
    this.emit('abort')
  }
}

async function exchange(
  client: () => Client | Promise<Client>,
  request: HttpExchange,
): Promise<HttpResponse> {
  const { signal } = request
  const isGivenUp = (): boolean => signal?.aborted === true
  if (isGivenUp()) throw aborted(request, signal?.reason, false)
  const control = new Cutoff()
  const onAbort = (): void => control.abort()
  let isTimeout = false
  const deadline = setTimeout(() => {
    isTimeout = true
    control.abort()
  }, request.timeoutMs)
  signal?.addEventListener('abort', onAbort, { once: true })
  try {
    const found = client()
    const ready = found instanceof Promise ? await found : found
    return await send(ready, request, control)
  } catch (cause) {
    if (isGivenUp()) throw aborted(request, signal?.reason, true)
    if (isTimeout)
      throw failed('HTTP_TIMEOUT', request, `no answer within ${request.timeoutMs} ms`, cause)
    throw failed(
      'HTTP_FAILED',
      request,
      cause instanceof Error ? cause.message : String(cause),
      cause,
    )
  } finally {
    clearTimeout(deadline)
    signal?.removeEventListener('abort', onAbort)
  }
}

async function send(
  { request: ask, dispatcher }: Client,
  request: HttpExchange,
  signal: Cutoff,
): Promise<HttpResponse> {
  const answer = await ask(request.url, {
    dispatcher,
    signal,
    // undici checks the method itself; its type lists the known ones.
    method: request.method as Dispatcher.HttpMethod,
    headers: { 'accept-encoding': 'gzip, deflate, br', ...request.headers },
    ...(request.body === undefined ? {} : { body: request.body }),
    // The deadline above covers the whole exchange.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  const headers = plainHeaders(answer.headers)
  const raw = await readBody(answer.body, request.maxResponseBytes)
  const body = await decodeBody(raw, headers['content-encoding'], request.maxResponseBytes)
  if (body !== raw) {
    delete headers['content-encoding']
    delete headers['content-length']
  }
  return { status: answer.statusCode, headers, body }
}

function plainHeaders(
  headers: Record<string, string | string[] | undefined>,
): Record<string, string> {
  const plain: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined)
      plain[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
  }
  return plain
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
  why: string,
  cause: unknown,
): TransportError {
  const found = codeOf(cause)
  const wasSent = !BEFORE_SENDING.has(found) && !BAD_CERTIFICATE.test(found)
  return new TransportError(code, `${titleOf(request)}: ${why}`, {
    cause,
    context: { method: request.method, wasSent },
  })
}

/** Method and URL without the query, which may carry a key. */
function titleOf({ method, url }: HttpExchange): string {
  return `${method} ${url.split('?', 1)[0] ?? ''}`
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return ''
  return String(error.code)
}
