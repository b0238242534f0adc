import type { ExchangeDriver, InstrumentSlot, Topic } from '../core/index.ts'
import type { BookManager } from './book-manager.ts'
import type { TopicDesk } from './topic-desk.ts'

/** A hold on the topics of a request. */
export interface Lease extends AsyncDisposable {
  /** The topics, as the venue knows them. */
  readonly topics: readonly Topic[]
  /** Lets go. Idempotent. */
  close(): Promise<void>
}

/** The book that a topic feeds. */
export interface BookUse {
  /** The instrument. */
  readonly slot: InstrumentSlot
  /** The feed. */
  readonly feed: string
  /** The topic. */
  readonly topic: Topic
}

/** Ties topics to the books they feed: a book is kept from the first hold on its topic to the last. */
export class LeaseDesk {
  readonly #driver: ExchangeDriver
  readonly #topics: TopicDesk
  readonly #books: BookManager
  readonly #uses = new Map<string, BookUse>()

  /** Starts without leases. */
  constructor(driver: ExchangeDriver, topics: TopicDesk, books: BookManager) {
    this.#driver = driver
    this.#topics = topics
    this.#books = books
  }

  /**
   * Holds topics until the lease is closed.
   *
   * @throws ConfigError as `WSPool.subscribe` does; nothing has changed then.
   */
  hold(slot: InstrumentSlot, topics: readonly Topic[]): Lease {
    // Kept before it is subscribed: the first update must find its book.
    const fresh = topics.filter((topic) => this.#keep(slot, topic))
    try {
      this.#topics.hold(topics)
    } catch (error) {
      for (const topic of fresh) this.release(topic)
      throw error
    }
    let isOpen = true
    const close = async () => {
      if (!isOpen) return
      isOpen = false
      for (const topic of this.#topics.release(topics)) this.release(topic)
    }
    return { topics, close, [Symbol.asyncDispose]: close }
  }

  /** The book that a topic feeds, where there is one. */
  useOf(topic: Topic): BookUse | undefined {
    return topic.feed === undefined ? undefined : this.#uses.get(keyOf(topic))
  }

  /** Makes the venue send a new snapshot of a book. */
  renew(slot: InstrumentSlot, feed: string): void {
    for (const use of this.#uses.values()) {
      if (use.slot === slot && use.feed === feed) this.#topics.renew(use.topic)
    }
  }

  /** Asks for a snapshot of a book on the connection that carries its topic. */
  request(slot: InstrumentSlot, feed: string): void {
    for (const use of this.#uses.values()) {
      if (use.slot === slot && use.feed === feed) this.#topics.request(use.topic)
    }
  }

  /** Stops keeping the book that a topic fed. */
  release(topic: Topic, reason?: string): void {
    const use = this.#uses.get(keyOf(topic))
    if (use === undefined) return
    this.#uses.delete(keyOf(topic))
    this.#books.release(use.slot, use.feed, reason)
  }

  /** Starts keeping the book that a topic feeds; whether it is new. */
  #keep(slot: InstrumentSlot, topic: Topic): boolean {
    const { feed, endpoint } = topic
    if (feed === undefined || this.#uses.has(keyOf(topic))) return false
    this.#uses.set(keyOf(topic), { slot, feed, topic })
    const rule = this.#driver.continuity(slot.instrument.market, feed)
    this.#books.keep({ slot, feed, rule, depth: topic.depth ?? 'full', endpoint })
    return true
  }
}

const keyOf = ({ endpoint, name }: Topic): string => `${endpoint} ${name}`
