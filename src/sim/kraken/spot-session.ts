import type { HostConnection } from '../../runtime/virtual/host.ts'
import type { SimPeer } from '../fault-link.ts'
import { repeat } from '../sim-ports.ts'
import type { StreamHub, StreamMember } from '../stream-hub.ts'
import { hasSnapshot, type Params, readChannel, resultOf } from './channels.ts'
import type { KrakenState } from './kraken-state.ts'
import type { KrakenLimits } from './limits.ts'
import { readRequest, type SpotRequest, symbolsOf } from './requests.ts'
import { statusMessage } from './spot-messages.ts'
import type { SpotStreams } from './spot-streams.ts'
import { timeText } from './wire-text.ts'

/** What a session is made of. */
export interface SpotSessionParts {
  /** What the hosts share. */
  readonly state: KrakenState
  /** The venue's limits. */
  readonly limits: KrakenLimits
  /** Running channels. */
  readonly hub: StreamHub
  /** All channels. */
  readonly streams: SpotStreams
  /** The client. */
  readonly peer: SimPeer
}

const HEARTBEAT_MS = 1000
const SECOND_US = 1_000_000
const NORMAL_CLOSE = 1000

type Method = 'subscribe' | 'unsubscribe'

/** One connection of spot: the greeting, heartbeats, an answer for each symbol, and the venue's patience. */
export class SpotSession implements HostConnection, StreamMember {
  readonly #parts: SpotSessionParts
  /** What is subscribed once per symbol → the stream that it is. */
  readonly #subscribed = new Map<string, string>()
  readonly #connectionId: string
  readonly #stops: readonly (() => void)[]
  #sentUs: number
  #unusedSinceUs: number
  #requestsUs: number[] = []

  /** Starts the session with a greeting. */
  constructor(parts: SpotSessionParts) {
    this.#parts = parts
    const { state } = parts
    this.#connectionId = state.nextConnectionId()
    this.#sentUs = this.#unusedSinceUs = state.clock.nowUs()
    const heartbeat = repeat(state.ports.timers, HEARTBEAT_MS, () => this.#beat())
    this.#stops = [
      () => heartbeat.cancel(),
      state.onSystem((system) => this.#control(statusMessage(system, this.#connectionId))),
    ]
    this.#control(statusMessage(state.system, this.#connectionId))
  }

  /** {@inheritDoc StreamMember.deliver} */
  deliver(stream: string, payload: string): void {
    this.#sentUs = this.#nowUs
    this.#parts.peer.data(payload, stream)
  }

  /** {@inheritDoc HostConnection.onMessage} */
  onMessage(data: Uint8Array): void {
    const nowUs = this.#nowUs
    if (!this.#mayRequest(nowUs)) return this.#control('{"Error":"Exceeded msg rate"}')
    const request = readRequest(data)
    if (typeof request === 'string') {
      return this.#answer({ error: request, success: false }, undefined, nowUs)
    }
    switch (request.method) {
      case 'ping':
        return this.#answer({ method: 'pong' }, request.requestId, nowUs)
      case 'subscribe':
      case 'unsubscribe':
        return this.#change(request.method, request, nowUs)
      default:
        return this.#refuse(request, 'Unsupported method', nowUs)
    }
  }

  /** {@inheritDoc HostConnection.onPingPong} */
  onPingPong(): void {
    // Protocol pings are answered by the socket itself, and are no requests.
  }

  /** {@inheritDoc HostConnection.onClose} */
  onClose(): void {
    for (const stop of this.#stops) stop()
    for (const stream of this.#subscribed.values()) this.#parts.hub.leave(stream, this)
    this.#subscribed.clear()
  }

  get #nowUs(): number {
    return this.#parts.state.clock.nowUs()
  }

  #change(method: Method, request: SpotRequest, nowUs: number): void {
    const { params } = request
    const isForAll = params['channel'] === 'instrument'
    const symbols = isForAll ? [''] : symbolsOf(params)
    if (symbols.length === 0) return this.#refuse(request, 'Symbol(s) not found', nowUs)
    // A channel that there is none of is refused once, not for each symbol.
    const key = readChannel(params, '')
    if ('error' in key) return this.#refuse(request, key.error, nowUs)
    for (const symbol of symbols) {
      const error =
        method === 'subscribe'
          ? this.#subscribe(request, symbol, nowUs)
          : this.#unsubscribe(request, symbol, nowUs)
      if (error !== undefined) {
        this.#refuse(request, error, nowUs, isForAll ? undefined : symbol)
      }
    }
  }

  #subscribe(request: SpotRequest, symbol: string, nowUs: number): string | undefined {
    const { params } = request
    const key = readChannel(params, symbol)
    if ('error' in key) return key.error
    const { streams, hub } = this.#parts
    if (symbol !== '' && !streams.lists(symbol)) return `Currency pair not supported ${symbol}`
    if (this.#subscribed.has(key.slot)) return 'Already subscribed'
    this.#subscribed.set(key.slot, key.stream)
    hub.join(key.stream, this)
    this.#acknowledge('subscribe', request, symbol, nowUs)
    const first = hasSnapshot(params) ? streams.open(key.stream)?.first() : undefined
    if (first !== undefined) this.deliver(key.stream, first)
    return undefined
  }

  #unsubscribe(request: SpotRequest, symbol: string, nowUs: number): string | undefined {
    const { params } = request
    // To end a ticker nobody says its trigger.
    const known = this.#subscribed.get(`ticker:${symbol}`)
    const isTicker = params['channel'] === 'ticker' && params['event_trigger'] === undefined
    const key = readChannel(isTicker ? withTriggerOf(params, known) : params, symbol)
    if ('error' in key) return key.error
    if (this.#subscribed.get(key.slot) !== key.stream) return 'Subscription Not Found'
    this.#subscribed.delete(key.slot)
    this.#parts.hub.leave(key.stream, this)
    if (this.#subscribed.size === 0) this.#unusedSinceUs = nowUs
    this.#acknowledge('unsubscribe', request, symbol, nowUs)
    return undefined
  }

  #acknowledge(method: Method, request: SpotRequest, symbol: string, nowUs: number): void {
    const result = resultOf(request.params, symbol, method === 'subscribe')
    this.#answer({ method, result, success: true }, request.requestId, nowUs)
  }

  #refuse(request: SpotRequest, error: string, nowUs: number, symbol?: string): void {
    const { method, requestId } = request
    const named = symbol === undefined ? {} : { symbol }
    this.#answer({ error, method, success: false, ...named }, requestId, nowUs)
  }

  #answer(
    message: Readonly<Record<string, unknown>>,
    requestId: number | undefined,
    inUs: number,
  ): void {
    const times = { time_in: timeText(inUs), time_out: timeText(this.#nowUs) }
    const id = requestId === undefined ? {} : { req_id: requestId }
    this.#control(JSON.stringify({ ...message, ...times, ...id }))
  }

  #control(frame: string): void {
    this.#sentUs = this.#nowUs
    this.#parts.peer.control(frame)
  }

  #beat(): void {
    const nowUs = this.#nowUs
    if (this.#subscribed.size === 0) {
      if (nowUs - this.#unusedSinceUs >= this.#parts.limits.unusedMs * 1000) {
        this.#parts.peer.close(NORMAL_CLOSE, 'Idle')
      }
    } else if (nowUs - this.#sentUs >= HEARTBEAT_MS * 1000) {
      this.#control('{"channel":"heartbeat"}')
    }
  }

  #mayRequest(nowUs: number): boolean {
    this.#requestsUs = this.#requestsUs.filter((timeUs) => timeUs > nowUs - SECOND_US)
    this.#requestsUs.push(nowUs)
    return this.#requestsUs.length <= this.#parts.limits.messagesPerSecond
  }
}

function withTriggerOf(params: Params, stream: string | undefined): Params {
  return { ...params, event_trigger: stream?.startsWith('ticker-bbo') === true ? 'bbo' : 'trades' }
}
