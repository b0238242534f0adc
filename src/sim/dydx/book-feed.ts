import type { BookLevels } from '../change-log.ts'
import { DiffFeed } from '../diff-feed.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { DydxState } from './dydx-state.ts'
import { bookChange, bookSnapshot } from './rows.ts'

type Level = BookLevels['bids'][number]

/** A book told as changes of absolute sizes, without ids. */
export class BookFeed {
  readonly #state: DydxState
  readonly #live: LiveInstrument
  readonly #emit: (contents: string) => void
  readonly #feed: DiffFeed

  /** Starts a feed at the book of now. */
  constructor(state: DydxState, live: LiveInstrument, emit: (contents: string) => void) {
    this.#state = state
    this.#live = live
    this.#emit = emit
    const { market, ports, limits } = state
    this.#feed = new DiffFeed(market, live, ports.timers, limits.bookEveryMs, (changes) =>
      this.#tell(changes),
    )
  }

  /** The book as told so far, for a client that joins now. */
  snapshot(): unknown {
    const book = this.#live.bookAt(this.#feed.lastId) ?? this.#live.book()
    return bookSnapshot(this.#live, book)
  }

  /** Ends the feed. */
  stop(): void {
    this.#feed.stop()
  }

  #tell(changes: BookLevels): void {
    const { tellsLevelByLevel, forgetsCrossed } = this.#state.limits
    const told = forgetsCrossed ? this.#withoutCrossed(changes) : changes
    if (!tellsLevelByLevel) return this.#say(told)
    const isNew = ([, size]: Level): boolean => size > 0
    const isGone = ([, size]: Level): boolean => size === 0
    for (const which of [isNew, isGone]) {
      for (const level of told.bids.filter(which)) this.#say({ bids: [level], asks: [] })
      for (const level of told.asks.filter(which)) this.#say({ bids: [], asks: [level] })
    }
  }

  /** Levels that are gone and that the other side now reaches: whoever uncrosses needs no word of them. */
  #withoutCrossed({ bids, asks }: BookLevels): BookLevels {
    const { engine } = this.#live
    const bestBid = engine.best('bid')?.price ?? Number.NEGATIVE_INFINITY
    const bestAsk = engine.best('ask')?.price ?? Number.POSITIVE_INFINITY
    const isBidTold = bids.some(([price, size]) => price === bestBid && size > 0)
    const isAskTold = asks.some(([price, size]) => price === bestAsk && size > 0)
    return {
      bids: bids.filter(([price, size]) => size > 0 || !isAskTold || price < bestAsk),
      asks: asks.filter(([price, size]) => size > 0 || !isBidTold || price > bestBid),
    }
  }

  #say(changes: BookLevels): void {
    if (changes.bids.length + changes.asks.length === 0) return
    this.#emit(JSON.stringify(bookChange(this.#live, changes)))
  }
}
