import type { HostConnection } from '../../runtime/virtual/host.ts'
import { type ClosedFor, ConnectionGuard, type ConnectionRules } from '../connection-guard.ts'
import type { SimPeer } from '../fault-link.ts'
import type { StreamHub, StreamMember } from '../stream-hub.ts'
import type { BinanceState } from './binance-state.ts'
import type { BinanceLimits } from './limits.ts'
import { type BinanceProduct, MAX_STREAMS } from './products.ts'

/** What one connection is made of. */
export interface StreamSessionParts {
  /** What the hosts share. */
  readonly state: BinanceState
  /** Which product line is spoken. */
  readonly product: BinanceProduct
  /** Rules of every connection. */
  readonly rules: ConnectionRules
  /** Rules that a test may move. */
  readonly limits: BinanceLimits
  /** Streams in this connection's unit of time. */
  readonly hub: StreamHub
  /** The client. */
  readonly peer: SimPeer
  /** Whether messages come with the name of their stream. */
  readonly isCombined: boolean
  /** Streams subscribed by the URL. */
  readonly streams: readonly string[]
  /** Whether a stream delivers here; one that does not is acknowledged all the same. */
  isServed(stream: string): boolean
}

interface Request {
  readonly method?: unknown
  readonly params?: unknown
  readonly id?: unknown
}

const POLICY_VIOLATION = 1008
const GOING_AWAY = 1001
const SPOT_ID = /^[0-9A-Za-z_-]{1,36}$/

/** One connection to a stream host: subscriptions, their acknowledgements, and the venue's patience. */
export class StreamSession implements HostConnection, StreamMember {
  readonly #parts: StreamSessionParts
  readonly #guard: ConnectionGuard
  readonly #subscribed = new Set<string>()
  readonly #stopShutdown: () => void
  #isCombined: boolean

  /** Starts the session with the streams of its URL. */
  constructor(parts: StreamSessionParts) {
    this.#parts = parts
    this.#isCombined = parts.isCombined
    const { peer, rules, state } = parts
    this.#guard = new ConnectionGuard(peer, state.ports, rules, (why) => this.#breach(why))
    this.#stopShutdown =
      parts.product === 'spot' ? state.onShutdown(() => this.#shutdown()) : () => {}
    for (const stream of parts.streams) this.#join(stream)
  }

  /** {@inheritDoc StreamMember.deliver} */
  deliver(stream: string, payload: string): void {
    this.#parts.peer.data(
      this.#isCombined ? `{"stream":${JSON.stringify(stream)},"data":${payload}}` : payload,
      stream,
    )
  }

  /** {@inheritDoc HostConnection.onMessage} */
  onMessage(data: Uint8Array): void {
    if (!this.#guard.inbound()) return
    let parsed: unknown
    try {
      parsed = JSON.parse(new TextDecoder().decode(data))
    } catch {
      this.#error(undefined, 3, 'Invalid JSON: expected value at line 1 column 1')
      return
    }
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
      this.#error(undefined, 2, 'Invalid request: request must be an object')
      return
    }
    this.#answer(parsed)
  }

  /** {@inheritDoc HostConnection.onPingPong} */
  onPingPong(): void {
    this.#guard.pong()
    this.#guard.inbound()
  }

  /** {@inheritDoc HostConnection.onClose} */
  onClose(): void {
    this.#guard.stop()
    this.#stopShutdown()
    for (const stream of this.#subscribed) this.#parts.hub.leave(stream, this)
    this.#subscribed.clear()
  }

  #answer(request: Request): void {
    const { method, params, id } = request
    if (!this.#isId(id))
      return this.#error(undefined, 2, 'Invalid request: request ID must be an unsigned integer')
    switch (method) {
      case 'SUBSCRIBE':
      case 'UNSUBSCRIBE':
        return this.#change(method, params, id)
      case 'LIST_SUBSCRIPTIONS':
        return this.#result(id, [...this.#subscribed])
      case 'SET_PROPERTY':
      case 'GET_PROPERTY':
        return this.#property(method, params, id)
      case undefined:
        return this.#error(id, 2, 'Invalid request: missing field `method` at line 1 column 1')
      default:
        return this.#error(
          id,
          2,
          `Invalid request: unknown variant \`${String(method)}\`, expected one of \`SUBSCRIBE\`, \`UNSUBSCRIBE\`, \`LIST_SUBSCRIPTIONS\`, \`SET_PROPERTY\`, \`GET_PROPERTY\``,
        )
    }
  }

  #change(method: 'SUBSCRIBE' | 'UNSUBSCRIBE', params: unknown, id: unknown): void {
    if (
      !Array.isArray(params) ||
      !params.every((name): name is string => typeof name === 'string')
    ) {
      return this.#error(id, 2, 'Invalid request: params must be an array of strings')
    }
    if (method === 'SUBSCRIBE' && new Set([...this.#subscribed, ...params]).size > MAX_STREAMS) {
      return this.#error(
        id,
        2,
        `Invalid request: more than ${MAX_STREAMS} streams on one connection`,
      )
    }
    for (const stream of params) {
      if (method === 'SUBSCRIBE') this.#join(stream)
      else this.#leave(stream)
    }
    this.#result(id, null)
  }

  #property(method: 'SET_PROPERTY' | 'GET_PROPERTY', params: unknown, id: unknown): void {
    const [name, value]: readonly unknown[] = Array.isArray(params) ? params : []
    if (name !== 'combined') return this.#error(id, 0, 'Unknown property')
    if (method === 'GET_PROPERTY') return this.#result(id, this.#isCombined)
    if (typeof value !== 'boolean')
      return this.#error(id, 1, 'Invalid value type: expected Boolean')
    this.#isCombined = value
    this.#result(id, null)
  }

  #isId(id: unknown): boolean {
    if (typeof id === 'number') return Number.isSafeInteger(id) && (this.#isSpot || id >= 0)
    if (!this.#isSpot) return false
    return id === null || id === undefined || (typeof id === 'string' && SPOT_ID.test(id))
  }

  get #isSpot(): boolean {
    return this.#parts.product === 'spot'
  }

  #join(stream: string): void {
    this.#subscribed.add(stream)
    if (this.#parts.isServed(stream)) this.#parts.hub.join(stream, this)
  }

  #leave(stream: string): void {
    if (this.#subscribed.delete(stream)) this.#parts.hub.leave(stream, this)
  }

  #result(id: unknown, result: unknown): void {
    this.#parts.peer.control(JSON.stringify({ result, id: id ?? null }))
  }

  #error(id: unknown, code: number, msg: string): void {
    const isNested = this.#parts.limits.errorEnvelope === 'nested'
    const error = { code, msg }
    const tail = id === undefined ? {} : { id }
    const body = isNested ? { error, ...tail } : this.#isSpot ? { ...error, ...tail } : error
    this.#parts.peer.control(JSON.stringify(body))
  }

  #shutdown(): void {
    const event = JSON.stringify({
      e: 'serverShutdown',
      E: Math.floor(this.#parts.state.clock.nowUs() / 1000),
    })
    this.#parts.peer.control(
      this.#isCombined ? `{"stream":"!serverShutdown","data":${event}}` : event,
    )
  }

  #breach(why: ClosedFor): void {
    const { peer } = this.#parts
    switch (why) {
      case 'lifetime':
        return peer.close(GOING_AWAY, '')
      case 'pongTimeout':
        return peer.close(POLICY_VIOLATION, 'Pong timeout')
      case 'tooManyMessages':
        return peer.close(POLICY_VIOLATION, 'Too many requests')
      case 'idle':
        return peer.close(POLICY_VIOLATION, 'Idle')
    }
  }
}
