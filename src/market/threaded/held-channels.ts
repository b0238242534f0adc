import type { ChannelRequest, ExchangeDriver, InstrumentSlot, Topic } from '../../core/index.ts'
import { type Lease, LeaseDesk } from '../lease-desk.ts'
import type { MarketOrder } from '../thread/messages.ts'
import { HeldTopics } from './held-topics.ts'
import type { MirrorBooks } from './mirror-books.ts'

interface Held {
  readonly pair: string
  readonly request: ChannelRequest
  readonly topics: readonly Topic[]
  readonly lease: Lease
}

/** An order about a channel, without the number of its market. */
export type ChannelOrder =
  | Omit<MarketOrder & { readonly type: 'hold' }, 'market'>
  | Omit<MarketOrder & { readonly type: 'release' }, 'market'>

/** The channels that are held here, and have to be held in the thread; all of them again where it is a new one. */
export class HeldChannels {
  readonly #driver: ExchangeDriver
  readonly #books: MirrorBooks
  readonly #topics = new HeldTopics()
  readonly #leases: LeaseDesk
  readonly #send: (order: ChannelOrder) => void
  readonly #held = new Map<number, Held>()
  #nextOrder = 0

  /** Holds nothing. `send` takes orders for the thread. */
  constructor(driver: ExchangeDriver, books: MirrorBooks, send: (order: ChannelOrder) => void) {
    this.#driver = driver
    this.#books = books
    this.#leases = new LeaseDesk(driver, this.#topics, books)
    this.#send = send
  }

  /**
   * Holds the topics of a request until the lease is closed.
   *
   * @throws ConfigError as `ExchangeDriver.topics` does; nothing has changed then.
   */
  hold(slot: InstrumentSlot, request: ChannelRequest): Lease {
    const topics = this.#driver.topics(slot.instrument, request)
    const order = this.#nextOrder
    this.#nextOrder += 1
    this.#books.nextOrder = order
    const lease = this.#leases.hold(slot, topics)
    const { pair } = slot.instrument
    this.#held.set(order, { pair, request, topics, lease })
    this.#send({ type: 'hold', order, pair, request })
    let isOpen = true
    const close = async (): Promise<void> => {
      if (!isOpen) return
      isOpen = false
      this.#held.delete(order)
      const released = lease.close()
      // In this turn: who asks for the same book next must find it gone on both sides.
      this.#send({ type: 'release', order })
      await released
    }
    return { topics, close, [Symbol.asyncDispose]: close }
  }

  /** The thread is a new one: it is told of all that is held, in the order in which that was asked for. */
  holdAgain(): void {
    for (const [order, { pair, request }] of this.#held)
      this.#send({ type: 'hold', order, pair, request })
  }

  /** The thread could not hold what an order asked for. Returns its topics. */
  refused(order: number): readonly Topic[] {
    const held = this.#held.get(order)
    this.#held.delete(order)
    // Its books are closed at once; a lease that is closed twice does nothing.
    void held?.lease.close()
    return held?.topics ?? []
  }

  /** The thread let go of a book, which the venue refused for good. */
  dropped(slot: InstrumentSlot, feed: string): void {
    for (const topic of this.#leases.releaseBook(slot, feed, 'refused')) this.#topics.drop(topic)
  }
}
