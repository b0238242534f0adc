import type { BookSide } from '../../core/index.ts'
import type { BookLevels } from '../change-log.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { repeat } from '../sim-ports.ts'
import type { GateState } from './gate-state.ts'

/** Changes of the best levels, with the ids they cover. */
export interface BestDiff extends BookLevels {
  /** First id. */
  readonly first: number
  /** Last id. */
  readonly last: number
  /** When the last change was made, epoch µs. */
  readonly timeUs: number
}

const SIDES: readonly BookSide[] = ['bid', 'ask']

/**
 * `order_book_update` of contracts: changes of the best N levels, to be joined to a snapshot of N levels taken at any
 * moment.
 *
 * So it tells every level that changed, and every level of now that was beyond the best N at any moment since the
 * last message: whoever holds the best N of some moment in between has it from here, or had it then. Removals are told
 * wherever they happen; levels pushed out are not, a client cuts its sides to N.
 */
export class BestDiffFeed {
  readonly #live: LiveInstrument
  readonly #depth: number
  readonly #onDiff: (diff: BestDiff) => void
  readonly #stops: readonly (() => void)[]
  #lastId: number
  /** The narrowest price that was the N-th best since the last message; absent while a side had fewer. */
  #narrowest: Record<BookSide, number | undefined>

  /** Starts a feed at the book of now. */
  constructor(
    state: GateState,
    live: LiveInstrument,
    options: { readonly depth: number; readonly everyMs: number },
    onDiff: (diff: BestDiff) => void,
  ) {
    this.#live = live
    this.#depth = options.depth
    this.#onDiff = onDiff
    this.#lastId = live.updateId
    this.#narrowest = { bid: this.#worst('bid'), ask: this.#worst('ask') }
    const timer = repeat(state.ports.timers, options.everyMs, () => this.#flush())
    const stopListening = state.market.listen(({ instrument, changes }) => {
      if (instrument === live && changes.length > 0) this.#narrow()
    })
    this.#stops = [() => timer.cancel(), stopListening]
  }

  /** Ends the feed. */
  stop(): void {
    for (const stop of this.#stops) stop()
  }

  #flush(): void {
    const batch = this.#live.changesSince(this.#lastId)
    if (batch === undefined) return
    const first = this.#lastId + 1
    this.#lastId = batch.lastId
    const bids = this.#told('bid', batch.bids)
    const asks = this.#told('ask', batch.asks)
    this.#narrowest = { bid: this.#worst('bid'), ask: this.#worst('ask') }
    this.#onDiff({ first, last: batch.lastId, timeUs: batch.timeUs, bids, asks })
  }

  #told(side: BookSide, changed: BookLevels['bids']): BookLevels['bids'] {
    const now = this.#live.engine.top(side, this.#depth)
    const within = new Map(now)
    const rows = changed.filter(([price, size]) => size === 0 || within.has(price))
    const known = new Set(rows.map(([price]) => price))
    const narrowest = this.#narrowest[side]
    const entered = now.filter(
      ([price]) =>
        !known.has(price) && narrowest !== undefined && this.#isBeyond(side, price, narrowest),
    )
    return [...rows, ...entered]
  }

  #narrow(): void {
    for (const side of SIDES) {
      const worst = this.#worst(side)
      const known = this.#narrowest[side]
      if (worst === undefined) continue
      if (known === undefined || this.#isBeyond(side, known, worst)) this.#narrowest[side] = worst
    }
  }

  /** The N-th best price; `undefined` where there are fewer levels. */
  #worst(side: BookSide): number | undefined {
    return this.#live.engine.top(side, this.#depth)[this.#depth - 1]?.[0]
  }

  #isBeyond(side: BookSide, price: number, limit: number): boolean {
    return side === 'bid' ? price < limit : price > limit
  }
}
