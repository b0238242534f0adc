import type { HostConnection } from '../../runtime/virtual/host.ts'
import type { SimPeer } from '../fault-link.ts'
import type { StreamHub, StreamMember } from '../stream-hub.ts'
import { WindowBudget } from '../window-budget.ts'
import { HighFreqFeed } from './book-feeds.ts'
import type { HtxState } from './htx-state.ts'
import type { HtxLimits } from './limits.ts'
import { DEAF_CLOSE, DEAF_REASON, PingWatch } from './ping-watch.ts'
import { type ClientMessage, readMessage, textOf } from './requests.ts'
import type { HtxStreams } from './streams.ts'
import { readTopic, type Socket } from './topics.ts'
import { packed, timeOf, type WireValue } from './wire-text.ts'

/** What a session is made of. */
export interface SessionParts {
  /** What the hosts share. */
  readonly state: HtxState
  /** The venue's limits. */
  readonly limits: HtxLimits
  /** The socket's topics that somebody listens to. */
  readonly hub: StreamHub<Uint8Array>
  /** All topics. */
  readonly streams: HtxStreams
  /** Which socket it is. */
  readonly socket: Socket
  /** The client. */
  readonly peer: SimPeer
}

const SECOND_MS = 1000

/** One connection of a market socket: `sub`, `unsub`, `req`, and pings in JSON that want their number back. */
export class MarketSession implements HostConnection, StreamMember<Uint8Array> {
  readonly #parts: SessionParts
  readonly #pings: PingWatch
  readonly #budget: WindowBudget
  readonly #shared = new Set<string>()
  readonly #own = new Map<string, HighFreqFeed>()

  /** Starts the session. */
  constructor(parts: SessionParts) {
    this.#parts = parts
    const { state, limits, peer, socket } = parts
    const pongWithinMs = socket.isSpot ? limits.spotPongWithinMs : limits.futuresPongWithinMs
    this.#pings = new PingWatch(
      state.ports,
      { everyMs: limits.pingEveryMs, pongWithinMs },
      () => this.#control({ ping: timeOf(state.clock.nowUs()) }),
      () => peer.close(DEAF_CLOSE, DEAF_REASON),
    )
    const perSecond = socket.isSpot ? limits.requestsPerSecond : limits.subscribesPerSecond
    this.#budget = new WindowBudget(state.clock, perSecond, SECOND_MS)
  }

  /** {@inheritDoc StreamMember.deliver} */
  deliver(stream: string, payload: Uint8Array): void {
    this.#parts.peer.data(payload, stream)
  }

  /** {@inheritDoc HostConnection.onMessage} */
  onMessage(data: Uint8Array): void {
    const message = readMessage(data)
    if (message === undefined)
      return this.#refuse('', 'bad-request', 'not json, is not json string')
    if ('pong' in message) return this.#pings.answered()
    if ('ping' in message) return this.#control({ pong: Number(message['ping']) })
    const id = textOf(message, 'id') ?? ''
    const topic = (verb: string): string | undefined => textOf(message, verb)
    const [sub, unsub, req] = [topic('sub'), topic('unsub'), topic('req')]
    if (sub !== undefined) this.#subscribe(id, sub, message)
    else if (unsub !== undefined) this.#unsubscribe(id, unsub)
    else if (req !== undefined) this.#answer(id, req)
    else this.#refuse(id, 'bad-request', 'invalid command')
  }

  /** {@inheritDoc HostConnection.onPingPong} */
  onPingPong(): void {
    // Protocol frames are not what the venue waits for.
  }

  /** {@inheritDoc HostConnection.onClose} */
  onClose(): void {
    this.#pings.stop()
    for (const topic of this.#shared) this.#parts.hub.leave(topic, this)
    for (const feed of this.#own.values()) feed.stop()
    this.#shared.clear()
    this.#own.clear()
  }

  #subscribe(id: string, topic: string, message: ClientMessage): void {
    const { socket, streams, hub } = this.#parts
    if (!socket.isSpot && !this.#budget.spend(1)) return this.#tooMany(id)
    const plan = readTopic(topic, socket)
    if (plan?.kind === 'highFreq') {
      const live = streams.find(plan.of, socket)
      if (live === undefined) return this.#unknown(id, topic)
      this.#accept(id, 'subbed', topic)
      const isWhole = message['data_type'] !== 'incremental'
      const { depth } = plan
      this.#own.get(topic)?.stop()
      const feed = new HighFreqFeed(this.#parts.state, live, { topic, depth, isWhole }, (payload) =>
        this.deliver(topic, payload),
      )
      this.#own.set(topic, feed)
      return
    }
    const first = streams.open(topic, socket)?.first
    if (!hub.join(topic, this)) return this.#unknown(id, topic)
    this.#shared.add(topic)
    // Seen on the venue: the last trade of a contract arrives before the answer to the subscribe.
    const isEarly = plan?.kind === 'trades' && !socket.isSpot
    const payload = first?.()
    if (isEarly && payload !== undefined) this.deliver(topic, payload)
    this.#accept(id, 'subbed', topic)
    if (!isEarly && payload !== undefined) this.deliver(topic, payload)
  }

  #unsubscribe(id: string, topic: string): void {
    const own = this.#own.get(topic)
    own?.stop()
    this.#own.delete(topic)
    if (own === undefined && !this.#shared.delete(topic)) {
      return this.#refuse(id, 'bad-request', `unsub with not subbed topic ${topic}`)
    }
    this.#parts.hub.leave(topic, this)
    this.#accept(id, 'unsubbed', topic)
  }

  /** Only books are asked for here; the answer is data, and faults may strike it. */
  #answer(id: string, topic: string): void {
    const { socket, streams, limits } = this.#parts
    if (!this.#budget.spend(1)) return this.#tooMany(id)
    const plan = readTopic(topic, socket)
    const chain = streams.chain(topic)
    if (plan?.kind !== 'chain' || chain === undefined) return this.#unknown(id, topic)
    this.deliver(topic, chain.answer(id, limits.snapshotLag))
  }

  #accept(id: string, verb: 'subbed' | 'unsubbed', topic: string): void {
    this.#control({ id, status: 'ok', [verb]: topic, ts: this.#nowMs })
  }

  #unknown(id: string, topic: string): void {
    this.#refuse(id, 'bad-request', `invalid topic ${topic}`)
  }

  /** The venue's own words for this are not known. */
  #tooMany(id: string): void {
    this.#refuse(id, 'rate-too-many-requests', 'request too frequent')
  }

  #refuse(id: string, code: string, text: string): void {
    this.#control({ status: 'error', ts: this.#nowMs, id, 'err-code': code, 'err-msg': text })
  }

  #control(message: WireValue): void {
    this.#parts.peer.control(packed(message))
  }

  get #nowMs(): number {
    return timeOf(this.#parts.state.clock.nowUs())
  }
}
