/**
 * @hotpath Finds the keeper of an update's book: one array read and one or two string identities per book frame.
 * Allocation budget: none per frame. Proven by `bench/gate`.
 */
import { LadderRoom } from '../book/index.ts'
import type { BookUpdate, InstrumentSlot, OrderBook } from '../core/index.ts'
import type { TimerHandle } from '../runtime/ports.ts'
import { batchTimers } from './batch-timers.ts'
import type { BboCheck } from './bbo-check.ts'
import {
  type BookCounters,
  type BookKeepingOptions,
  type BookTarget,
  type BookWorld,
  noBookCounts,
} from './book-keeping.ts'
import { resolveBookOptions } from './book-options.ts'
import type { KeeperShare } from './keeper-share.ts'
import { KeptBook } from './kept-book.ts'
import { SnapshotQueue } from './snapshot-queue.ts'

const NO_BOOKS: readonly KeptBook[] = []

/**
 * Keeps the books of one venue in step: judges every update by its feed's continuity rule, marks a book that lost its
 * ground before anything is published, and resyncs that one instrument.
 *
 * Publishes `bookState` on every change of state, and book updates only when the book is live with them applied.
 */
export class BookManager {
  /** Numbers since the start. */
  readonly counters: Readonly<BookCounters>
  readonly #share: KeeperShare
  readonly #books: (readonly KeptBook[] | undefined)[] = []
  readonly #counters: BookCounters = noBookCounts()
  #ageTimer: TimerHandle | undefined

  /**
   * A manager without books.
   *
   * @throws ConfigError `INVALID_OPTIONS` listing every problem at once.
   */
  constructor(world: BookWorld, options: Partial<BookKeepingOptions> = {}) {
    const resolved = resolveBookOptions(options)
    const endBatch = (): void => world.sink.endBatch?.()
    this.counters = this.#counters
    this.#share = {
      world: { ...world, timers: batchTimers(world.timers, endBatch) },
      options: resolved,
      queue: new SnapshotQueue(resolved.maxSnapshots, endBatch),
      room: new LadderRoom(resolved.ladderBytes),
      counters: this.#counters,
    }
  }

  /** Starts keeping a book; returns the one there is where it is kept already. */
  keep(target: BookTarget): OrderBook {
    const { slot, feed } = target
    const known = this.#find(slot.index, feed)
    if (known !== undefined) return known.book.view
    const kept = new KeptBook(target, this.#share)
    this.#books[slot.index] = [...(this.#books[slot.index] ?? NO_BOOKS), kept]
    this.#armAgeTimer()
    return kept.book.view
  }

  /** Stops keeping a book; its view turns `closed`. */
  release(slot: InstrumentSlot, feed: string, reason = 'released'): void {
    const kept = this.#find(slot.index, feed)
    if (kept === undefined) return
    this.#books[slot.index] = (this.#books[slot.index] ?? NO_BOOKS).filter(
      (other) => other !== kept,
    )
    kept.close(reason)
  }

  /** The book of an instrument's feed; `undefined` where it is not kept. */
  view(index: number, feed: string): OrderBook | undefined {
    return this.#find(index, feed)?.book.view
  }

  /** The whole book as a snapshot of its own memory; `undefined` unless live. */
  whole(index: number, feed: string): BookUpdate | undefined {
    return this.#find(index, feed)?.whole()
  }

  /** Takes one update from a connection. The update is borrowed. */
  onUpdate(update: BookUpdate, source: number): void {
    const kept = this.#find(update.slot.index, update.feed)
    if (kept === undefined) this.#counters.untracked += 1
    else kept.onUpdate(update, source)
  }

  /** The venue confirmed the topic of a book on a connection. */
  onSubscribed(slot: InstrumentSlot, feed: string, source: number): void {
    this.#find(slot.index, feed)?.onSubscribed(source)
  }

  /**
   * A connection is gone: every book that stood on it turns stale before anything else happens. With `isReplaced`
   * another connection took over its topics before, so that books with ids may go on.
   */
  onGone(endpoint: string, source: number, isReplaced: boolean, reason: string): void {
    for (const kept of this.#all())
      if (kept.target.endpoint === endpoint) kept.onGone(source, isReplaced, reason)
  }

  /**
   * A frame of a connection could not be read: the books of its instrument, or all that the connection may feed where
   * the instrument is not known, turn stale and resync.
   */
  onFault(
    endpoint: string,
    source: number,
    slot: InstrumentSlot | undefined,
    reason: string,
  ): void {
    for (const kept of slot === undefined ? this.#all() : (this.#books[slot.index] ?? NO_BOOKS)) {
      if (kept.target.endpoint === endpoint && kept.mayComeFrom(source))
        kept.distrust('stale', reason)
    }
  }

  /** What a connection brings is held back: books that stand on it alone are stale until it goes on. */
  onWaiting(endpoint: string, source: number, reason: string): void {
    for (const kept of this.#all())
      if (kept.target.endpoint === endpoint) kept.onWaiting(source, reason)
  }

  /** A connection goes on where it waited: its books lost nothing. */
  onGoingOn(endpoint: string, source: number): void {
    for (const kept of this.#all()) if (kept.target.endpoint === endpoint) kept.onGoingOn(source)
  }

  /** The listing changed: the books of an instrument that is no longer listed are stale, until it is again. */
  onListed({ index, instrument }: InstrumentSlot): void {
    for (const kept of this.#books[index] ?? NO_BOOKS) kept.onListed(instrument.status !== 'closed')
  }

  /** Compares the books of an instrument with its BBO feed; one that is contradicted turns corrupt and resyncs. */
  checkBest(index: number, check: BboCheck): void {
    const books = this.#books[index]
    if (books === undefined) return
    for (let i = 0; i < books.length; i += 1) {
      const kept = books[i] as KeptBook
      if (check.contradicts(index, kept.book.view)) kept.distrust('corrupt', 'bbo')
    }
  }

  /** Other evidence contradicts a book: it turns corrupt and resyncs. */
  contradict(slot: InstrumentSlot, feed: string, reason: string): void {
    this.#find(slot.index, feed)?.distrust('corrupt', reason)
  }

  /** Closes every book. Idempotent. */
  close(): void {
    this.#ageTimer?.cancel()
    this.#share.queue.close()
    for (const kept of this.#all()) kept.close('closed')
    this.#books.length = 0
    this.#share.world.sink.endBatch?.()
  }

  #find(index: number, feed: string): KeptBook | undefined {
    const books = this.#books[index]
    if (books === undefined) return undefined
    for (let i = 0; i < books.length; i += 1) {
      const kept = books[i] as KeptBook
      if (kept.target.feed === feed) return kept
    }
    return undefined
  }

  #all(): KeptBook[] {
    return this.#books.flatMap((books) => books ?? NO_BOOKS)
  }

  #armAgeTimer(): void {
    const { world, options } = this.#share
    if (options.staleAfter === false || this.#ageTimer !== undefined) return
    const check = () => {
      const nowUs = world.wallClock.nowUs()
      for (const kept of this.#all()) kept.checkAge(nowUs)
      this.#ageTimer = world.timers.after(1_000, check)
    }
    this.#ageTimer = world.timers.after(1_000, check)
  }
}
