import type { HostConnection } from '../../runtime/virtual/host.ts'
import { type ClosedFor, ConnectionGuard } from '../connection-guard.ts'
import type { SimPeer } from '../fault-link.ts'
import type { StreamHub, StreamMember } from '../stream-hub.ts'
import { FuturesPrivateFeeds } from './account/futures-private-feeds.ts'
import type { PrivateParts } from './account/private-parts.ts'
import { type FuturesStreams, PRODUCT_FEEDS } from './futures-streams.ts'
import { isRecord, parsed } from './requests.ts'

/** What a session is made of. */
export interface FuturesSessionParts {
  /** What the private part is made of, and what the hosts share. */
  readonly parts: PrivateParts
  /** Running feeds. */
  readonly hub: StreamHub
  /** All feeds. */
  readonly streams: FuturesStreams
  /** The client. */
  readonly peer: SimPeer
}

const POLICY_VIOLATION = 1008
const GREETING = '{"event":"info","version":1}'

/** One connection of futures: no request ids, an answer for each product, and a ping asked for every minute. */
export class FuturesSession implements HostConnection, StreamMember {
  readonly #parts: FuturesSessionParts
  readonly #guard: ConnectionGuard
  readonly #private: FuturesPrivateFeeds
  readonly #subscribed = new Set<string>()

  /** Starts the session with a greeting. */
  constructor(parts: FuturesSessionParts) {
    this.#parts = parts
    const { peer } = parts
    const { state, limits } = parts.parts
    this.#private = new FuturesPrivateFeeds(parts.parts, peer)
    const rules = {
      pingEveryMs: false,
      pongWithinMs: limits.futuresIdleMs,
      lifetimeMs: false,
      inbound: { count: limits.futuresMessagesPerSecond, perMs: 1000 },
      idleMs: limits.futuresIdleMs,
    } as const
    this.#guard = new ConnectionGuard(peer, state.ports, rules, (why) => this.#breach(why))
    peer.control(GREETING)
  }

  /** {@inheritDoc StreamMember.deliver} */
  deliver(stream: string, payload: string): void {
    if (stream === 'heartbeat') this.#parts.peer.control(payload)
    else this.#parts.peer.data(payload, stream)
  }

  /** {@inheritDoc HostConnection.onMessage} */
  onMessage(data: Uint8Array): void {
    if (!this.#guard.inbound()) return
    const message = parsed(new TextDecoder().decode(data))
    if (!isRecord(message)) return this.#error('Json Error')
    const { event, feed, product_ids: products } = message
    if (event === 'challenge') return this.#private.challenge(message)
    if (event !== 'subscribe' && event !== 'unsubscribe') return this.#error('Invalid event')
    if (typeof feed !== 'string') return this.#error('Invalid feed')
    if (feed === 'heartbeat') return this.#change(event, feed, feed)
    if (this.#private.change(event, feed, message)) return
    if (!PRODUCT_FEEDS.includes(feed)) return this.#error('Invalid feed')
    this.#changeAll(event, feed, Array.isArray(products) ? products : [])
  }

  /** {@inheritDoc HostConnection.onPingPong} */
  onPingPong(): void {
    this.#guard.pong()
    this.#guard.inbound()
  }

  /** {@inheritDoc HostConnection.onClose} */
  onClose(): void {
    this.#guard.stop()
    this.#private.stop()
    for (const stream of this.#subscribed) this.#parts.hub.leave(stream, this)
    this.#subscribed.clear()
  }

  #changeAll(event: 'subscribe' | 'unsubscribe', feed: string, products: readonly unknown[]): void {
    const found = products.map((product) => this.#parts.streams.find(String(product)))
    for (const live of found) {
      if (live !== undefined) this.#change(event, feed, `${feed}:${live.spec.symbol}`)
    }
    // It says neither which nor how many.
    if (found.length === 0 || found.includes(undefined)) this.#error('Invalid product id')
  }

  #change(event: 'subscribe' | 'unsubscribe', feed: string, stream: string): void {
    const { hub, streams, peer } = this.#parts
    const [, product] = stream.split(':')
    const of = product === undefined ? {} : { product_ids: [product] }
    if (event === 'unsubscribe') {
      this.#subscribed.delete(stream)
      hub.leave(stream, this)
      return peer.control(JSON.stringify({ event: 'unsubscribed', feed, ...of }))
    }
    if (this.#subscribed.has(stream)) {
      const text = 'Already subscribed to feed, re-requesting'
      peer.control(JSON.stringify({ event: 'alert', message: text }))
    }
    this.#subscribed.add(stream)
    hub.join(stream, this)
    peer.control(JSON.stringify({ event: 'subscribed', feed, ...of }))
    const first = streams.open(stream)?.first()
    if (first !== undefined) this.deliver(stream, first)
  }

  #error(message: string): void {
    this.#parts.peer.control(JSON.stringify({ event: 'error', message }))
  }

  #breach(why: ClosedFor): void {
    this.#parts.peer.close(POLICY_VIOLATION, why === 'idle' ? 'Idle' : 'Too many requests')
  }
}
