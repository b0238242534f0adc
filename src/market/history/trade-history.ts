/** @hotpath The trades of one instrument. Allocation budget: none per trade. Bench: `bench/history.bench.ts`. */
import {
  BookUpdate,
  type InstrumentSlot,
  type LevelBuffer,
  type Trade,
  TradeUpdate,
} from '../../core/index.ts'
import type { HistoryBudget } from './history-budget.ts'
import { HistoryCursor, type HistoryReadOptions, type RowReader, rowsOf } from './history-cursor.ts'
import type { RowShapes } from './row-form.ts'
import { RowLog } from './row-log.ts'

const BUY = 0
const SELL = 1
/** Whoever took it, a trade is the row's one bid: prices differ little from one to the next. */
const SHAPES: RowShapes = [
  [1, 0],
  [1, 0],
]
/** Longer ids may not fit 2^53. */
const MOST_DIGITS = 15
const ZERO = 48

/**
 * The trades of one instrument: the newest as they came, older ones encoded, as long as the budget lets them stay.
 *
 * Prices, sizes, both times and the aggressor's side come back exactly; of ids those that are whole numbers of up to 15
 * digits do, other ones read as the empty string.
 */
export class TradeHistory {
  readonly #slot: InstrumentSlot
  readonly #log: RowLog
  readonly #row: BookUpdate

  /** An empty history. */
  constructor(slot: InstrumentSlot, budget: HistoryBudget) {
    this.#slot = slot
    this.#row = new BookUpdate(slot)
    this.#log = new RowLog(slot, budget, { shapes: SHAPES })
  }

  /** Trades held. */
  get count(): number {
    return this.#log.end - this.#log.from
  }

  /** Adds a trade. The update is borrowed. */
  push(trade: TradeUpdate): void {
    const row = this.#row
    row.localTimeUs = trade.localTimeUs
    row.venueUs = trade.venueUs
    row.last = numericId(trade)
    copyLevel(trade.level, row.bids)
    this.#log.push(trade.takerSide === 'sell' ? SELL : BUY, row)
  }

  /** Reads trades of the past. */
  read(options: HistoryReadOptions = {}): HistoryCursor<Trade> {
    return new HistoryCursor(rowsOf(this.#slot, this.#log, options), tradeReader(this.#slot))
  }

  /** Gives its memory back; nothing is kept afterwards. Idempotent. */
  close(): void {
    this.#log.close()
  }
}

/** One level without making room anew: a trade has it always. */
function copyLevel(from: LevelBuffer, to: LevelBuffer): void {
  if (from.isWide) {
    to.copyFrom(from)
    return
  }
  to.clear(from.priceScale, from.sizeScale, false)
  to.count = 1
  to.prices[0] = from.prices[0]!
  to.sizes[0] = from.sizes[0]!
}

/** The id as a number; NaN where it is none, or a number that would come back with other digits. */
function numericId({ idBytes, idStart, idEnd }: TradeUpdate): number {
  const length = idEnd - idStart
  if (length < 1 || length > MOST_DIGITS) return Number.NaN
  if (length > 1 && idBytes[idStart] === ZERO) return Number.NaN
  let id = 0
  for (let i = idStart; i < idEnd; i += 1) {
    const digit = idBytes[i]! - ZERO
    if (digit < 0 || digit > 9) return Number.NaN
    id = 10 * id + digit
  }
  return id
}

function tradeReader(slot: InstrumentSlot): RowReader<Trade> {
  const event = new TradeUpdate(slot)
  event.begin(slot, Number.NaN)
  event.idBytes = new Uint8Array(MOST_DIGITS)
  return {
    event,
    fill(kind, row) {
      event.localTimeUs = row.localTimeUs
      event.venueUs = row.venueUs
      event.takerSide = kind === SELL ? 'sell' : 'buy'
      copyLevel(row.bids, event.level)
      writeId(event, row)
      return true
    },
  }
}

/** Writes the id's digits so that the last one is the last byte. */
function writeId(event: TradeUpdate, { last }: BookUpdate): void {
  event.idStart = event.idEnd = MOST_DIGITS
  if (last !== last) return
  let rest = last
  do {
    const tenth = Math.floor(rest / 10)
    event.idStart -= 1
    event.idBytes[event.idStart] = ZERO + rest - 10 * tenth
    rest = tenth
  } while (rest > 0)
}
