import { ConfigError, type HttpResponse, TransportError } from '../../core/index.ts'
import type { HttpExchange } from '../ports.ts'
import type { History } from './history.ts'
import type { Host, HostAnswer } from './host.ts'
import type { NetworkPath } from './network-path.ts'
import type { Scheduler } from './scheduler.ts'

/** Where an exchange goes, and through what. */
export interface VirtualLink {
  /** The origin dialled. */
  readonly origin: string
  /** The machine that dialled. */
  readonly from: string
  /** The network it crosses. */
  readonly network: NetworkPath
  /** The run's events. */
  readonly scheduler: Scheduler
  /** The run's history. */
  readonly history: History
  /** How long the next thing sent takes, in µs. */
  readonly latencyUs: () => number
  /** Whether the process that dialled is dead: then the exchange never ends. */
  readonly isDead: () => boolean
}

type Outcome =
  | { readonly kind: 'response'; readonly response: HttpResponse }
  | { readonly kind: 'failed' | 'timeout'; readonly why: string }
  | { readonly kind: 'aborted'; readonly cause: unknown }

/**
 * Makes one HTTP exchange through the virtual network.
 *
 * @throws TransportError `HTTP_TIMEOUT`, `HTTP_FAILED`; ConfigError `ABORTED`.
 */
export function exchangeVirtually(link: VirtualLink, request: HttpExchange): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const { scheduler, history, origin, from, network } = link
    const what = `${request.method} ${origin}`
    let wasSent = false
    let isOver = false

    const later = (delayUs: number, callback: () => void): void => {
      scheduler.after(delayUs, what, callback)
    }
    const settle = (outcome: Outcome): void => {
      if (isOver || link.isDead()) return
      isOver = true
      deadline.cancel()
      request.signal?.removeEventListener('abort', onAbort)
      history.note(scheduler.nowUs(), `${what} ${outcome.kind}`)
      if (outcome.kind === 'response') resolve(outcome.response)
      else reject(errorOf(outcome, request, wasSent))
    }
    const onAbort = (): void => settle({ kind: 'aborted', cause: request.signal?.reason })
    const deadline = scheduler.after(request.timeoutMs * 1_000, `${what} timeout`, () => {
      settle({ kind: 'timeout', why: `no answer within ${request.timeoutMs} ms` })
    })
    /** Brings something back to the client, unless the way is blocked when it would arrive. */
    const reply = (delayMs: number, outcome: Outcome): void => {
      later(delayMs * 1_000 + link.latencyUs(), () => {
        if (!network.isPartitioned(origin, from)) settle(outcome)
      })
    }
    const arrive = (): void => {
      if (isOver || link.isDead() || network.isPartitioned(origin, from)) return
      const reach = network.reach(origin, 'http')
      if (reach.kind !== 'host') {
        const why = reach.kind === 'refused' ? 'the host refused it' : 'the name does not resolve'
        return reply(0, { kind: 'failed', why })
      }
      wasSent = true
      const answer = ask(reach.host, request)
      switch (answer.kind) {
        case 'silence':
          return
        case 'cut':
          return reply(0, { kind: 'failed', why: 'the connection was cut before an answer' })
        case 'response':
          return reply(answer.delayMs, checked(answer.response, request.maxResponseBytes))
      }
    }

    if (request.signal?.aborted === true) return onAbort()
    request.signal?.addEventListener('abort', onAbort, { once: true })
    history.note(scheduler.nowUs(), `${request.method} ${request.url}`, encode(request.body ?? ''))
    later(link.latencyUs(), arrive)
  })
}

function ask(host: Host, request: HttpExchange): HostAnswer {
  const { pathname, search } = new URL(request.url)
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name.toLowerCase(),
    value,
  ])
  return host.request({
    method: request.method,
    target: pathname + search,
    headers: Object.fromEntries(headers),
    body: request.body ?? '',
  })
}

function checked(response: HttpResponse, maxBytes: number): Outcome {
  const { status, headers, body } = response
  if (body.length <= maxBytes) {
    return { kind: 'response', response: { status, headers, body: body.slice() } }
  }
  return {
    kind: 'failed',
    why: `the answer has ${body.length} bytes, at most ${maxBytes} are taken`,
  }
}

function errorOf(
  outcome: Exclude<Outcome, { kind: 'response' }>,
  { method, url }: HttpExchange,
  wasSent: boolean,
): Error {
  const doing = `${method} ${url.split('?', 1)[0] ?? url}`
  const context = { method, wasSent }
  if (outcome.kind === 'aborted') {
    return new ConfigError('ABORTED', `${doing}: the caller gave up`, {
      cause: outcome.cause,
      context,
    })
  }
  const code = outcome.kind === 'timeout' ? 'HTTP_TIMEOUT' : 'HTTP_FAILED'
  return new TransportError(code, `${doing}: ${outcome.why}`, { context })
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
