import type { SimAccount } from '../../account/sim-account.ts'
import type { SimPeer } from '../../fault-link.ts'
import { messagesOf, PRIVATE_FEEDS, type PrivateFeed, snapshotOf } from './futures-feed-messages.ts'
import type { PrivateParts } from './private-parts.ts'

/** A request of a client of derivatives. */
export type FuturesRequest = Readonly<Record<string, unknown>>

/** The private feeds of one connection: a challenge, which each request shows signed. */
export class FuturesPrivateFeeds {
  readonly #parts: PrivateParts
  readonly #peer: SimPeer
  readonly #subscribed = new Map<PrivateFeed, () => void>()
  #challenge = ''

  /** Nothing is subscribed. */
  constructor(parts: PrivateParts, peer: SimPeer) {
    this.#parts = parts
    this.#peer = peer
  }

  /** Answers a request for a challenge. */
  challenge({ api_key: key }: FuturesRequest): void {
    const found = this.#parts.accounts.byKey(typeof key === 'string' ? key : '')
    if (found === undefined) return this.#error('Invalid api key')
    this.#challenge = `c100b894-1729-464d-ace1-${this.#parts.state.nextConnectionId().slice(-12)}`
    this.#say({ event: 'challenge', message: this.#challenge })
  }

  /** Subscribes or unsubscribes a private feed; `false` where the feed is none. */
  change(event: 'subscribe' | 'unsubscribe', feed: string, request: FuturesRequest): boolean {
    const name = PRIVATE_FEEDS.find((known) => known === feed)
    if (name === undefined) return false
    const account = this.#owner(request)
    if (account === undefined) this.#error('Failed to subscribe to authenticated feed')
    else if (event === 'subscribe') this.#subscribe(name, account)
    else this.#unsubscribe(name)
    return true
  }

  /** The connection is gone. */
  stop(): void {
    for (const stop of this.#subscribed.values()) stop()
    this.#subscribed.clear()
  }

  #owner(request: FuturesRequest): SimAccount | undefined {
    const { api_key: key, original_challenge: shown, signed_challenge: signature } = request
    if (this.#challenge === '' || shown !== this.#challenge) return undefined
    return this.#parts.doorkeeper.challenge(key, this.#challenge, signature)?.account
  }

  #subscribe(feed: PrivateFeed, account: SimAccount): void {
    this.#subscribed.get(feed)?.()
    this.#say({ event: 'subscribed', feed })
    this.#peer.data(snapshotOf(feed, account, this.#parts.state.clock.nowUs()), 'private/snapshot')
    const stop = account.listen((event) => {
      for (const message of messagesOf(account, event)) {
        if (message.feed === feed) this.#peer.data(message.text, message.stream)
      }
    })
    this.#subscribed.set(feed, stop)
  }

  #unsubscribe(feed: PrivateFeed): void {
    this.#subscribed.get(feed)?.()
    this.#subscribed.delete(feed)
    this.#say({ event: 'unsubscribed', feed })
  }

  #error(message: string): void {
    this.#say({ event: 'error', message })
  }

  #say(message: object): void {
    this.#peer.control(JSON.stringify(message))
  }
}
