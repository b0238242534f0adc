import type { BookLevels } from '../change-log.ts'
import { type DiffBatch, DiffFeed } from '../diff-feed.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { CoinbaseState } from './coinbase-state.ts'

/** The levels of a message and when the last of them changed. */
export interface BookNews extends BookLevels {
  /** Epoch µs. */
  readonly timeUs: number
}

/** A whole book told once and then its changes, for whoever listens; nothing numbers them. */
export class BookFeed {
  readonly #live: LiveInstrument
  readonly #feed: DiffFeed

  /** Starts a feed at the book of now. */
  constructor(
    state: CoinbaseState,
    live: LiveInstrument,
    everyMs: number,
    onBatch: (batch: DiffBatch) => void,
  ) {
    this.#live = live
    this.#feed = new DiffFeed(state.market, live, state.ports.timers, everyMs, onBatch)
  }

  /** The book as the changes told so far have made it. */
  snapshot(): BookNews {
    const book = this.#live.bookAt(this.#feed.lastId) ?? this.#live.book()
    return { ...book, timeUs: this.#live.updatedUs }
  }

  /** Ends the feed. */
  stop(): void {
    this.#feed.stop()
  }
}
