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

/** Counts who uses which topic. */
export type LeasedTopics = Pick<TopicDesk, 'hold' | 'release' | 'renew' | 'request'>

/** Keeps books. */
export type LeasedBooks = Pick<BookManager, 'keep' | 'release' | 'view'>

/**
 * Ties topics to the books they feed: a book is kept from its first hold to the last one on its topic.
 *
 * A topic may feed the books of several instruments, where a venue has one book under several names.
 */
export class LeaseDesk {
  readonly #driver: ExchangeDriver
  readonly #topics: LeasedTopics
  readonly #books: LeasedBooks
  readonly #uses = new Map<string, readonly BookUse[]>()

  /** Starts without leases. */
  constructor(driver: ExchangeDriver, topics: LeasedTopics, books: LeasedBooks) {
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
    const fresh = topics.flatMap((topic) => this.#keep(slot, topic) ?? [])
    try {
      this.#topics.hold(slot, topics)
    } catch (error) {
      for (const use of fresh) this.#drop(use)
      throw error
    }
    for (const use of fresh) if (this.#isLate(use)) this.#topics.renew(use.topic)
    let isOpen = true
    const close = async () => {
      if (!isOpen) return
      isOpen = false
      for (const topic of this.#topics.release(topics)) this.release(topic)
    }
    return { topics, close, [Symbol.asyncDispose]: close }
  }

  /** The books that a topic feeds. */
  usesOf(topic: Topic): readonly BookUse[] {
    return this.#uses.get(keyOf(topic)) ?? NO_USES
  }

  /** Makes the venue send a new snapshot of a book. */
  renew(slot: InstrumentSlot, feed: string): void {
    for (const use of this.#usesOfBook(slot, feed)) this.#topics.renew(use.topic)
  }

  /** Asks for a snapshot of a book on the connection that carries its topic. */
  request(slot: InstrumentSlot, feed: string): void {
    for (const use of this.#usesOfBook(slot, feed)) this.#topics.request(use.topic)
  }

  /** Stops keeping the books that a topic fed. */
  release(topic: Topic, reason?: string): void {
    for (const use of this.usesOf(topic)) this.#books.release(use.slot, use.feed, reason)
    this.#uses.delete(keyOf(topic))
  }

  /** Stops keeping all that the topics of a book fed. Returns these. */
  releaseBook(slot: InstrumentSlot, feed: string, reason: string): readonly Topic[] {
    const topics = this.#usesOfBook(slot, feed).map(({ topic }) => topic)
    for (const topic of topics) this.release(topic, reason)
    return topics
  }

  /** Starts keeping the book of an instrument that a topic feeds; `undefined` where there is none, or it is kept. */
  #keep(slot: InstrumentSlot, topic: Topic): BookUse | undefined {
    const { feed, endpoint } = topic
    const uses = this.usesOf(topic)
    if (feed === undefined || uses.some((use) => use.slot === slot)) return undefined
    const use = { slot, feed, topic }
    this.#uses.set(keyOf(topic), [...uses, use])
    const rule = this.#driver.continuity(slot.instrument.market, feed)
    this.#books.keep({ slot, feed, rule, depth: topic.depth ?? 'full', endpoint })
    return use
  }

  /** Whether another book of the topic is live: the snapshot that a stream begins with has been, and comes no more. */
  #isLate({ slot, feed, topic }: BookUse): boolean {
    if (this.#driver.continuity(slot.instrument.market, feed).snapshot !== 'stream') return false
    return this.usesOf(topic).some(
      (other) => this.#books.view(other.slot.index, other.feed)?.state === 'live',
    )
  }

  #drop(use: BookUse): void {
    const others = this.usesOf(use.topic).filter((other) => other !== use)
    if (others.length > 0) this.#uses.set(keyOf(use.topic), others)
    else this.#uses.delete(keyOf(use.topic))
    this.#books.release(use.slot, use.feed)
  }

  #usesOfBook(slot: InstrumentSlot, feed: string): readonly BookUse[] {
    return [...this.#uses.values()].flat().filter((use) => use.slot === slot && use.feed === feed)
  }
}

const NO_USES: readonly BookUse[] = []

const keyOf = ({ endpoint, name }: Topic): string => `${endpoint} ${name}`
