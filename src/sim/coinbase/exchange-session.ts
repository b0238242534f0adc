import type { HostConnection } from '../../runtime/virtual/host.ts'
import type { SimPeer } from '../fault-link.ts'
import type { StreamHub, StreamMember } from '../stream-hub.ts'
import type { CoinbaseState } from './coinbase-state.ts'
import { Doorkeeper } from './doorkeeper.ts'
import { EXCHANGE_CHANNELS, type ExchangeStreams } from './exchange-streams.ts'
import type { CoinbaseLimits } from './limits.ts'
import { isRecord, readRecord, textsOf } from './requests.ts'

/** What a session is made of. */
export interface ExchangeParts {
  /** What the hosts share. */
  readonly state: CoinbaseState
  /** The venue's limits. */
  readonly limits: CoinbaseLimits
  /** Running channels. */
  readonly hub: StreamHub
  /** All channels. */
  readonly streams: ExchangeStreams
  /** The client. */
  readonly peer: SimPeer
}

/** A channel with the products asked for on it. */
interface Wish {
  readonly channel: string
  readonly products: readonly string[]
}

type Request = Readonly<Record<string, unknown>>

const KEY_FIELDS = ['key', 'passphrase', 'timestamp', 'signature'] as const

/** One connection to the Exchange's feed. Nothing numbers its messages. */
export class ExchangeSession implements HostConnection, StreamMember {
  readonly #parts: ExchangeParts
  readonly #door: Doorkeeper
  readonly #subscribed = new Map<string, Set<string>>()

  /** Starts the session. */
  constructor(parts: ExchangeParts) {
    this.#parts = parts
    this.#door = new Doorkeeper(parts.state.ports, parts.limits, parts.peer)
  }

  /** {@inheritDoc StreamMember.deliver} */
  deliver(stream: string, payload: string): void {
    this.#door.spoke()
    this.#parts.peer.data(payload, stream)
  }

  /** {@inheritDoc HostConnection.onMessage} */
  onMessage(data: Uint8Array): void {
    if (!this.#door.mayAsk()) return this.#refuse('Rate limit exceeded', 'too many messages')
    const request = readRecord(data)
    if (request === undefined) return this.#refuse('Malformed JSON', 'not an object')
    const wishes = readWishes(request)
    switch (request['type']) {
      case 'subscribe':
        return this.#subscribe(request, wishes)
      case 'unsubscribe':
        for (const wish of wishes) this.#unsubscribe(wish)
        return this.#acknowledge()
      default:
        return this.#refuse('Invalid message', 'Type has to be either subscribe or unsubscribe')
    }
  }

  /** {@inheritDoc HostConnection.onPingPong} */
  onPingPong(): void {
    // Protocol pings are answered by the socket itself.
  }

  /** {@inheritDoc HostConnection.onClose} */
  onClose(): void {
    this.#door.stop()
    for (const [channel, products] of this.#subscribed) {
      for (const product of products) this.#parts.hub.leave(`${channel}:${product}`, this)
    }
    this.#subscribed.clear()
  }

  /** A request that is wrong in one thing is refused as a whole. */
  #subscribe(request: Request, wishes: readonly Wish[]): void {
    const refusal = this.#refusalOf(request, wishes)
    if (refusal !== undefined) return this.#refuse('Failed to subscribe', refusal)
    this.#door.entered()
    for (const { channel, products } of wishes) {
      const known = this.#subscribed.get(channel) ?? new Set<string>()
      this.#subscribed.set(channel, known)
      for (const product of products) {
        known.add(product)
        this.#parts.hub.join(`${channel}:${product}`, this)
      }
    }
    this.#acknowledge()
    for (const { channel, products } of wishes) {
      for (const product of products) this.#sayFirst(`${channel}:${product}`)
    }
  }

  #refusalOf(request: Request, wishes: readonly Wish[]): string | undefined {
    if (wishes.length === 0) return 'No channels provided'
    const isKeyed = KEY_FIELDS.every((field) => typeof request[field] !== 'undefined')
    for (const { channel, products } of wishes) {
      const access = EXCHANGE_CHANNELS[channel]
      if (access === undefined) return `${channel} is not a valid channel`
      if (access === 'keyed' && !isKeyed) return `${channel} channel requires authentication`
      const unknown = products.find(
        (product) => this.#parts.state.market.find('spot', product) === undefined,
      )
      if (unknown !== undefined) return `${unknown} is not a valid product`
    }
    return undefined
  }

  #sayFirst(stream: string): void {
    const first = this.#parts.streams.open(stream)?.first()
    if (first !== undefined) this.deliver(stream, first)
  }

  #unsubscribe({ channel, products }: Wish): void {
    const known = this.#subscribed.get(channel)
    if (known === undefined) return
    for (const product of products.length > 0 ? products : [...known]) {
      if (known.delete(product)) this.#parts.hub.leave(`${channel}:${product}`, this)
    }
    if (known.size === 0) this.#subscribed.delete(channel)
  }

  /** All there is, not what is new. */
  #acknowledge(): void {
    const channels = [...this.#subscribed].map(([name, products]) => ({
      name,
      product_ids: [...products],
      account_ids: null,
    }))
    this.#parts.peer.control(JSON.stringify({ type: 'subscriptions', channels }))
  }

  #refuse(message: string, reason: string): void {
    this.#parts.peer.control(JSON.stringify({ type: 'error', message, reason }))
  }
}

/** Channels are names, which take the request's products, or objects with products of their own. */
function readWishes(request: Request): readonly Wish[] {
  const { channels } = request
  const common = textsOf(request['product_ids']) ?? []
  if (!Array.isArray(channels)) return []
  return channels.flatMap((channel: unknown): readonly Wish[] => {
    if (typeof channel === 'string') return [{ channel, products: common }]
    if (!isRecord(channel) || typeof channel['name'] !== 'string') return []
    return [{ channel: channel['name'], products: textsOf(channel['product_ids']) ?? common }]
  })
}
