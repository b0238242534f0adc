import type { BookUpdate, Instrument, InstrumentSlot, OrderBook } from '../core/index.ts'
import type { Metrics } from '../runtime/ports.ts'
import type { StreamBuffer } from '../storage/index.ts'
import { QualityMeter } from './feed-quality.ts'
import { type RowHeads, rowHeads } from './row-writer.ts'

/** What the recorder knows of one book. */
export class BookLog {
  /** The instrument's running state. */
  readonly slot: InstrumentSlot
  /** The feed. */
  readonly feed: string
  /** Levels a side that the book is cut to after each change. */
  readonly truncateTo: number | undefined
  /** The beginnings of its rows. */
  heads: RowHeads
  /** Whether readers cannot rebuild it until a snapshot is written. */
  needsSnapshot = true
  /** Whether nothing happened to it since the last snapshot. */
  isUnchanged = false
  /** When the next snapshot is due, monotonic ns. */
  nextSnapshotNs: number
  #lastId: number = Number.NaN
  #lastTimeUs: number = Number.NaN

  /** The log of a book that was not heard of before. */
  constructor(
    slot: InstrumentSlot,
    feed: string,
    truncateTo: number | undefined,
    nextSnapshotNs: number,
  ) {
    this.slot = slot
    this.feed = feed
    this.truncateTo = truncateTo
    this.heads = rowHeads(slot.instrument, feed)
    this.nextSnapshotNs = nextSnapshotNs
  }

  /** Notes the update whose row was just written. */
  wrote(update: BookUpdate): void {
    this.#lastId = update.last
    this.#lastTimeUs = update.localTimeUs
    this.isUnchanged = update.isSnapshot
    if (update.isSnapshot) this.needsSnapshot = false
  }

  /**
   * Whether a book stands exactly at the row written last. It may be ahead: a keeper that joins a snapshot to changes
   * it had buffered may tell of them one by one when it has applied them all.
   */
  isAt(book: OrderBook & { readonly localTimeUs?: number }): boolean {
    return (
      Object.is(book.lastId ?? Number.NaN, this.#lastId) && book.localTimeUs === this.#lastTimeUs
    )
  }
}

/** What the recorder knows of one instrument. */
export class InstrumentLog {
  /** Its running state. */
  readonly slot: InstrumentSlot
  /** Where its rows go. */
  readonly buffer: StreamBuffer
  /** Its counts. */
  readonly quality: QualityMeter
  /** Its books, one per feed. */
  readonly books: BookLog[] = []
  /** The beginnings of its rows that are of no feed. */
  heads: RowHeads
  #instrument: Instrument

  /** The log of an instrument that was not heard of before. */
  constructor(slot: InstrumentSlot, buffer: StreamBuffer, metrics: Metrics) {
    this.slot = slot
    this.buffer = buffer
    this.quality = new QualityMeter(slot.instrument, metrics)
    this.#instrument = slot.instrument
    this.heads = rowHeads(slot.instrument, '')
  }

  /** Takes over what a listing changed; cheap when nothing did. */
  refresh(): void {
    if (this.slot.instrument === this.#instrument) return
    this.#instrument = this.slot.instrument
    this.heads = rowHeads(this.#instrument, '')
    for (const book of this.books) book.heads = rowHeads(this.#instrument, book.feed)
  }

  /** The log of a feed's book, where there is one. Feeds are constants of the driver: compared by identity first. */
  findBook(feed: string): BookLog | undefined {
    for (const book of this.books) if (book.feed === feed) return book
    return undefined
  }
}
