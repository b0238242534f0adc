import type { TimerHandle } from '../../runtime/ports.ts'
import type { HostConnection } from '../../runtime/virtual/host.ts'
import type { SimPeer } from '../fault-link.ts'
import { repeat } from '../sim-ports.ts'
import type { StreamHub, StreamMember } from '../stream-hub.ts'
import type { ChannelNews } from './advanced-messages.ts'
import { type AdvancedStreams, PRODUCT_CHANNELS } from './advanced-streams.ts'
import type { CoinbaseState } from './coinbase-state.ts'
import { Doorkeeper } from './doorkeeper.ts'
import type { CoinbaseLimits } from './limits.ts'
import { readRecord, textsOf } from './requests.ts'
import { timeText } from './wire-text.ts'

/** What a session is made of. */
export interface AdvancedParts {
  /** What the hosts share. */
  readonly state: CoinbaseState
  /** The venue's limits. */
  readonly limits: CoinbaseLimits
  /** Running channels. */
  readonly hub: StreamHub<ChannelNews>
  /** All channels. */
  readonly streams: AdvancedStreams
  /** The client. */
  readonly peer: SimPeer
}

const HEARTBEAT_MS = 1000
const HEARTBEATS = 'heartbeats'
const PRIVATE = new Set(['user', 'futures_balance_summary'])
const AUTH_CLOSE = 1008

type Request = Readonly<Record<string, unknown>>

/** One connection to Advanced Trade's market data: every message that it sends has the next number. */
export class AdvancedSession implements HostConnection, StreamMember<ChannelNews> {
  readonly #parts: AdvancedParts
  readonly #door: Doorkeeper
  /** Channel → products, in the order they were subscribed. */
  readonly #subscribed = new Map<string, Set<string>>()
  #heartbeats: TimerHandle | undefined
  #beats = 0
  #sequence = 0

  /** Starts the session. */
  constructor(parts: AdvancedParts) {
    this.#parts = parts
    this.#door = new Doorkeeper(parts.state.ports, parts.limits, parts.peer)
  }

  /** {@inheritDoc StreamMember.deliver} */
  deliver(stream: string, news: ChannelNews): void {
    this.#door.spoke()
    this.#parts.peer.data(this.#message(news), stream)
  }

  /** {@inheritDoc HostConnection.onMessage} */
  onMessage(data: Uint8Array): void {
    if (!this.#door.mayAsk()) return this.#refuse('rate limit exceeded')
    const request = readRecord(data)
    const { type, channel } = request ?? {}
    if (request === undefined || (type !== 'subscribe' && type !== 'unsubscribe')) {
      return this.#refuse('failed to parse message')
    }
    if (typeof channel !== 'string') return this.#refuse('channel field is required')
    if (PRIVATE.has(channel)) return this.#refuseForGood()
    if (channel === HEARTBEATS) this.#switchHeartbeats(type === 'subscribe')
    else if (!PRODUCT_CHANNELS.includes(channel)) return this.#refuse(`unknown channel ${channel}`)
    else if (type === 'unsubscribe') this.#unsubscribe(channel, textsOf(request['product_ids']))
    else return this.#subscribe(channel, request)
    this.#acknowledge()
  }

  /** {@inheritDoc HostConnection.onPingPong} */
  onPingPong(): void {
    // Protocol pings are answered by the socket itself, and are no messages.
  }

  /** {@inheritDoc HostConnection.onClose} */
  onClose(): void {
    this.#door.stop()
    this.#heartbeats?.cancel()
    for (const channel of [...this.#subscribed.keys()]) this.#unsubscribe(channel, undefined)
  }

  /** One unknown product is refused; the others are subscribed, and the acknowledgement lacks it. */
  #subscribe(channel: string, request: Request): void {
    const ids = textsOf(request['product_ids']) ?? []
    const lives = ids.map((id) => this.#parts.state.find(id))
    const unknown = ids.find((_, i) => lives[i] === undefined)
    const products = lives.flatMap((live) => (live === undefined ? [] : [live.spec.symbol]))
    if (unknown !== undefined) this.#refuse(`invalid product_id ${unknown}`)
    if (ids.length === 0) return this.#refuse('product_ids field is required')
    if (products.length === 0) return undefined
    this.#door.entered()
    const known = this.#subscribed.get(channel) ?? new Set<string>()
    this.#subscribed.set(channel, known)
    // Asked for by whatever name: a book has one.
    for (const product of products) {
      known.add(product)
      this.#parts.hub.join(`${channel}:${product}`, this)
    }
    this.#acknowledge()
    for (const product of new Set(products)) this.#sayFirst(`${channel}:${product}`)
  }

  #sayFirst(stream: string): void {
    const first = this.#parts.streams.open(stream)?.first()
    if (first !== undefined) this.deliver(stream, first)
  }

  /** Without products the whole channel ends. */
  #unsubscribe(channel: string, ids: readonly string[] | undefined): void {
    const known = this.#subscribed.get(channel)
    if (known === undefined) return
    const products = ids?.map((id) => this.#parts.state.find(id)?.spec.symbol ?? id) ?? [...known]
    for (const product of products) {
      if (known.delete(product)) this.#parts.hub.leave(`${channel}:${product}`, this)
    }
    if (known.size === 0) this.#subscribed.delete(channel)
  }

  #switchHeartbeats(isOn: boolean): void {
    if (!isOn) {
      this.#heartbeats?.cancel()
      this.#heartbeats = undefined
      return
    }
    this.#door.entered()
    this.#heartbeats ??= repeat(this.#parts.state.ports.timers, HEARTBEAT_MS, () => this.#beat())
  }

  #beat(): void {
    this.#beats += 1
    const time = timeText(this.#parts.state.clock.nowUs()).replace('T', ' ').replace('Z', '')
    const event = { current_time: `${time}000 +0000 UTC`, heartbeat_counter: this.#beats }
    this.deliver(HEARTBEATS, { channel: HEARTBEATS, events: JSON.stringify([event]) })
  }

  /** All there is, not what is new. */
  #acknowledge(): void {
    const entries = [...this.#subscribed].map(
      ([channel, products]) => [channel, [...products]] as const,
    )
    const beats = this.#heartbeats === undefined ? [] : [[HEARTBEATS, [HEARTBEATS]] as const]
    const subscriptions = Object.fromEntries([...entries, ...beats])
    const events = JSON.stringify([{ subscriptions }])
    this.#parts.peer.control(this.#message({ channel: 'subscriptions', events }))
  }

  #message({ channel, events, timeUs }: ChannelNews): string {
    const time = timeText(timeUs ?? this.#parts.state.clock.nowUs())
    const head = `{"channel":"${channel}","client_id":"","timestamp":"${time}"`
    const message = `${head},"sequence_num":${this.#sequence},"events":${events}}`
    this.#sequence += 1
    return message
  }

  /** Errors have neither a channel nor a number. */
  #refuse(message: string): void {
    this.#parts.peer.control(JSON.stringify({ type: 'error', message }))
  }

  #refuseForGood(): void {
    this.#refuse('authentication failure')
    this.#parts.peer.close(AUTH_CLOSE, 'authentication failure')
  }
}
