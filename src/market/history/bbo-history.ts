/** @hotpath The best prices of one instrument. Allocation budget: none per change. Bench: `bench/history.bench.ts`. */
import {
  type Bbo,
  BboUpdate,
  BookUpdate,
  type InstrumentSlot,
  type LevelBuffer,
} from '../../core/index.ts'
import type { HistoryBudget } from './history-budget.ts'
import { HistoryCursor, type HistoryReadOptions, type RowReader, rowsOf } from './history-cursor.ts'
import type { RowShapes } from './row-form.ts'
import { RowLog } from './row-log.ts'

const BID = 0
const ASK = 1
/** By kind: its first bit says that there is no bid, its second that there is no ask. */
const SHAPES: RowShapes = [
  [1, 1],
  [0, 1],
  [1, 0],
  [0, 0],
]

/**
 * The best bids and offers of one instrument: the newest as they came, older ones encoded, as long as the budget lets
 * them stay. All that a `Bbo` says comes back exactly.
 */
export class BboHistory {
  readonly #slot: InstrumentSlot
  readonly #log: RowLog
  readonly #row: BookUpdate

  /** An empty history. */
  constructor(slot: InstrumentSlot, budget: HistoryBudget) {
    this.#slot = slot
    this.#row = new BookUpdate(slot)
    this.#log = new RowLog(slot, budget, { shapes: SHAPES })
  }

  /** Changes held. */
  get count(): number {
    return this.#log.end - this.#log.from
  }

  /** Adds a change. The update is borrowed. */
  push(bbo: BboUpdate): void {
    const row = this.#row
    row.localTimeUs = bbo.localTimeUs
    row.venueUs = bbo.venueUs
    row.last = bbo.last
    take(bbo.levels, BID, row.bids)
    take(bbo.levels, ASK, row.asks)
    this.#log.push((1 - row.bids.count) | ((1 - row.asks.count) << 1), row)
  }

  /** Reads changes of the past. */
  read(options: HistoryReadOptions = {}): HistoryCursor<Bbo> {
    return new HistoryCursor(rowsOf(this.#slot, this.#log, options), bboReader(this.#slot))
  }

  /** Gives its memory back; nothing is kept afterwards. Idempotent. */
  close(): void {
    this.#log.close()
  }
}

/** Takes one of the two levels; none where that side is empty. */
function take(levels: LevelBuffer, i: number, side: LevelBuffer): void {
  side.clear(levels.priceScale, levels.sizeScale, levels.isWide)
  if (levels.isWide) {
    const price = levels.widePrices[i]
    const size = levels.wideSizes[i]
    if (price === undefined || size === undefined) return
    side.widePrices[0] = price
    side.wideSizes[0] = size
  } else {
    const price = levels.prices[i]!
    if (price !== price) return
    side.prices[0] = price
    side.sizes[0] = levels.sizes[i]!
  }
  side.count = 1
}

function bboReader(slot: InstrumentSlot): RowReader<Bbo> {
  const event = new BboUpdate(slot)
  event.begin(slot, Number.NaN)
  return {
    event,
    fill(_kind, row) {
      event.localTimeUs = row.localTimeUs
      event.venueUs = row.venueUs
      event.last = row.last
      const { levels } = event
      levels.clear(row.bids.priceScale, row.bids.sizeScale, row.bids.isWide)
      levels.count = 2
      put(row.bids, levels, BID)
      put(row.asks, levels, ASK)
      return true
    },
  }
}

/** Puts the level of a side to its place; an empty side is NaN. */
function put(side: LevelBuffer, levels: LevelBuffer, i: number): void {
  const isThere = side.count > 0
  levels.prices[i] = isThere ? side.prices[0]! : Number.NaN
  levels.sizes[i] = isThere ? side.sizes[0]! : Number.NaN
  if (!side.isWide || !isThere) return
  levels.widePrices[i] = side.widePrices[0]!
  levels.wideSizes[i] = side.wideSizes[0]!
}
