import type { HostConnection } from '../../runtime/virtual/host.ts'
import { ConnectionGuard } from '../connection-guard.ts'
import type { SimPeer } from '../fault-link.ts'
import type { StreamHub, StreamMember } from '../stream-hub.ts'
import { WindowBudget } from '../window-budget.ts'
import type { CoinexState } from './coinex-state.ts'
import type { CoinexLimits } from './limits.ts'
import type { CoinexMarket } from './products.ts'
import {
  PRIVATE,
  PUBLIC,
  readRequest,
  type SocketRequest,
  unwantedOf,
  type Wanted,
  wantedOf,
} from './requests.ts'
import type { CoinexStreams } from './streams.ts'

/** What a session is made of. */
export interface StreamSessionParts {
  /** What the hosts share. */
  readonly state: CoinexState
  /** The venue's limits. */
  readonly limits: CoinexLimits
  /** Running streams. */
  readonly hub: StreamHub
  /** All streams. */
  readonly streams: CoinexStreams
  /** Which half of the venue. */
  readonly market: CoinexMarket
  /** The client. */
  readonly peer: SimPeer
}

/** Codes of refusals; the first digit is the half of the venue. */
const PREFIX: Readonly<Record<CoinexMarket, number>> = { spot: 20_000, futures: 30_000 }
const BAD_ARGUMENT = [1, 'invalid argument'] as const
const UNKNOWN_METHOD = [2, 'unknown method'] as const
const NOT_SIGNED = [1001, 'authentication required'] as const
const WRONG_SIGNATURE = [1002, 'incorrect signature'] as const
const TOO_FREQUENT = [3002, 'requests too frequent'] as const

/** One connection: requests answered by their id, and a minute's patience with a client that is silent. */
export class StreamSession implements HostConnection, StreamMember {
  readonly #parts: StreamSessionParts
  readonly #guard: ConnectionGuard
  readonly #budget: WindowBudget
  /** Subject and market → stream: one subscription of each, the last one asked for. */
  readonly #subscribed = new Map<string, string>()

  /** Starts the session. */
  constructor(parts: StreamSessionParts) {
    this.#parts = parts
    const { state, limits, peer } = parts
    this.#budget = new WindowBudget(state.clock, limits.messagesPerSecond, 1000)
    const rules = {
      pingEveryMs: false,
      pongWithinMs: 0,
      lifetimeMs: false,
      inbound: false,
      idleMs: limits.idleMs,
    } as const
    // Cut without a closing handshake: the client sees 1006.
    this.#guard = new ConnectionGuard(peer, state.ports, rules, () => peer.terminate())
  }

  /** {@inheritDoc StreamMember.deliver} */
  deliver(stream: string, payload: string): void {
    this.#parts.peer.data(payload, stream)
  }

  /** {@inheritDoc HostConnection.onMessage} */
  onMessage(data: Uint8Array): void {
    this.#guard.inbound()
    const request = readRequest(new TextDecoder().decode(data))
    if (request === undefined) return this.#refuse(null, BAD_ARGUMENT)
    if (!this.#budget.spend(1)) return this.#refuse(request.id, TOO_FREQUENT)
    this.#answer(request)
  }

  /** {@inheritDoc HostConnection.onPingPong} */
  onPingPong(): void {
    // The venue sends no protocol pings; whether one of the client counts as a sign of life is not known.
  }

  /** {@inheritDoc HostConnection.onClose} */
  onClose(): void {
    this.#guard.stop()
    for (const stream of this.#subscribed.values()) this.#parts.hub.leave(stream, this)
    this.#subscribed.clear()
  }

  #answer(request: SocketRequest): void {
    const { id, subject, verb } = request
    if (subject === 'server') return this.#serve(request)
    const isSubscribing = verb === 'subscribe'
    if (!isSubscribing && verb !== 'unsubscribe') return this.#refuse(id, UNKNOWN_METHOD)
    if (PRIVATE.has(subject)) return this.#refuse(id, NOT_SIGNED)
    if (!PUBLIC.has(subject)) return this.#refuse(id, UNKNOWN_METHOD)
    if (isSubscribing) this.#subscribe(request)
    else this.#unsubscribe(request)
  }

  #serve({ id, verb }: SocketRequest): void {
    switch (verb) {
      case 'ping':
        return this.#control({ id, code: 0, data: { result: 'pong' }, message: 'OK' })
      case 'time':
        return this.#control({
          id,
          code: 0,
          data: { timestamp: this.#parts.state.nowMs },
          message: 'OK',
        })
      case 'sign':
        // There are no accounts here.
        return this.#refuse(id, WRONG_SIGNATURE)
      default:
        return this.#refuse(id, UNKNOWN_METHOD)
    }
  }

  #subscribe(request: SocketRequest): void {
    const { state, market } = this.#parts
    const symbols = state.all(market).map(({ spec }) => spec.symbol)
    const wanted = wantedOf(request, symbols)
    if (wanted === undefined) return this.#refuse(request.id, BAD_ARGUMENT)
    this.#accept(request.id)
    for (const each of wanted) this.#join(request.subject, each)
  }

  /** Unknown markets were accepted too, and stay silent. */
  #join(subject: string, { symbol, stream }: Wanted): void {
    const key = `${subject} ${symbol}`
    const { hub, streams } = this.#parts
    const before = this.#subscribed.get(key)
    if (before !== undefined && before !== stream) this.#leave(key)
    if (stream === undefined || !hub.join(stream, this)) return
    this.#subscribed.set(key, stream)
    const first = streams.open(stream)?.first()
    if (first !== undefined) this.deliver(stream, first)
  }

  #unsubscribe(request: SocketRequest): void {
    const symbols = unwantedOf(request)
    if (symbols === undefined) return this.#refuse(request.id, BAD_ARGUMENT)
    const { subject } = request
    const keys =
      symbols.length === 0
        ? [...this.#subscribed.keys()].filter((key) => key.startsWith(`${subject} `))
        : symbols.map((symbol) => `${subject} ${symbol}`)
    for (const key of keys) this.#leave(key)
    this.#accept(request.id)
  }

  #leave(key: string): void {
    const stream = this.#subscribed.get(key)
    if (stream === undefined) return
    this.#subscribed.delete(key)
    this.#parts.hub.leave(stream, this)
  }

  #accept(id: unknown): void {
    this.#control({ id, code: 0, message: 'OK' })
  }

  #refuse(id: unknown, [offset, message]: readonly [number, string]): void {
    this.#control({ id, code: PREFIX[this.#parts.market] + offset, message })
  }

  #control(message: unknown): void {
    this.#parts.peer.control(JSON.stringify(message))
  }
}
