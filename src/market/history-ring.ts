/**
 * @hotpath The last trades and the last best prices of one instrument, as scaled integers in typed arrays.
 * One write per column and event; a scale that grows rescales the ring once. Allocation budget: none per event.
 */
import {
  type BboUpdate,
  type DecimalText,
  type InstrumentSlot,
  type LevelBuffer,
  rescale,
  type ScaledPrice,
  type ScaledSize,
  type Side,
  scaledText,
  type TradeUpdate,
} from '../core/index.ts'

/** A trade of the past, read out of a ring. Values that did not fit 2^53 are NaN, and have no text. */
export interface PastTrade {
  /** Price as a scaled integer at the ring's scale. */
  readonly price: ScaledPrice
  /** Size as a scaled integer at the ring's scale. */
  readonly size: ScaledSize
  /** Exact price. */
  readonly priceText: DecimalText | undefined
  /** Exact size. */
  readonly sizeText: DecimalText | undefined
  /** The aggressor's side. */
  readonly takerSide: Side
  /** Venue time in epoch µs; absent where the venue sends none. */
  readonly venueTimeUs: number | undefined
  /** Arrival in epoch µs. */
  readonly localTimeUs: number
}

/** A best bid and offer of the past, read out of a ring. A side that was empty is NaN. */
export interface PastBbo {
  /** Best bid as a scaled integer at the ring's scale. */
  readonly bidPrice: ScaledPrice
  /** Size at the best bid as a scaled integer at the ring's scale. */
  readonly bidSize: ScaledSize
  /** Best ask as a scaled integer at the ring's scale. */
  readonly askPrice: ScaledPrice
  /** Size at the best ask as a scaled integer at the ring's scale. */
  readonly askSize: ScaledSize
  /** Venue time in epoch µs; absent where the venue sends none. */
  readonly venueTimeUs: number | undefined
  /** Arrival in epoch µs. */
  readonly localTimeUs: number
}

/** Columns of numbers that overwrite their oldest row. */
class Columns {
  readonly columns: readonly Float64Array[]
  readonly capacity: number
  count = 0
  #next = 0

  constructor(width: number, capacity: number) {
    this.capacity = capacity
    this.columns = Array.from({ length: width }, () => new Float64Array(capacity))
  }

  /** Place of the row to write; the oldest is given up. */
  advance(): number {
    const at = this.#next
    this.#next = at + 1 === this.capacity ? 0 : at + 1
    if (this.count < this.capacity) this.count += 1
    return at
  }

  /** Place of the row `ago` rows before the newest; -1 where there is none. */
  placeOf(ago: number): number {
    if (!Number.isInteger(ago) || ago < 0 || ago >= this.count) return -1
    const at = this.#next - 1 - ago
    return at < 0 ? at + this.capacity : at
  }

  rescale(column: number, fromScale: number, toScale: number): void {
    const values = this.columns[column] as Float64Array
    for (let i = 0; i < this.count; i += 1) {
      values[i] = rescale(values[i] as number, fromScale, toScale) ?? Number.NaN
    }
  }
}

abstract class HistoryRing {
  /** Scale of the prices in the ring. */
  priceScale: number
  /** Scale of the sizes in the ring. */
  sizeScale: number
  protected readonly rows: Columns

  constructor(slot: InstrumentSlot, width: number, capacity: number) {
    this.priceScale = slot.priceScale
    this.sizeScale = slot.sizeScale
    this.rows = new Columns(width, capacity)
  }

  /** How many events it holds. */
  get count(): number {
    return this.rows.count
  }

  /** How many events it can hold. */
  get capacity(): number {
    return this.rows.capacity
  }

  /** Brings the ring to the scale of what comes now. Scales never shrink. */
  protected align(levels: LevelBuffer, prices: readonly number[], sizes: readonly number[]): void {
    if (levels.priceScale !== this.priceScale) {
      for (const column of prices) this.rows.rescale(column, this.priceScale, levels.priceScale)
      this.priceScale = levels.priceScale
    }
    if (levels.sizeScale === this.sizeScale) return
    for (const column of sizes) this.rows.rescale(column, this.sizeScale, levels.sizeScale)
    this.sizeScale = levels.sizeScale
  }

  protected write(column: number, place: number, value: number): void {
    ;(this.rows.columns[column] as Float64Array)[place] = value
  }

  protected value(column: number, place: number): number {
    return (this.rows.columns[column] as Float64Array)[place] as number
  }

  protected time(column: number, place: number): number | undefined {
    const timeUs = this.value(column, place)
    return Number.isNaN(timeUs) ? undefined : timeUs
  }
}

const PRICE = 0
const SIZE = 1
const IS_SELL = 2
const TRADE_VENUE_US = 3
const TRADE_LOCAL_US = 4
const TRADE_PRICES = [PRICE]
const TRADE_SIZES = [SIZE]

/** The last trades of one instrument; the oldest is overwritten. */
export class TradeRing extends HistoryRing {
  /** A ring for `capacity` trades. */
  constructor(slot: InstrumentSlot, capacity: number) {
    super(slot, 5, capacity)
  }

  /** Adds a trade. The update is borrowed. */
  push(trade: TradeUpdate): void {
    this.align(trade.level, TRADE_PRICES, TRADE_SIZES)
    const at = this.rows.advance()
    this.write(PRICE, at, trade.price)
    this.write(SIZE, at, trade.size)
    this.write(IS_SELL, at, trade.takerSide === 'sell' ? 1 : 0)
    this.write(TRADE_VENUE_US, at, trade.venueUs)
    this.write(TRADE_LOCAL_US, at, trade.localTimeUs)
  }

  /** The trade `ago` places before the newest (0 is the newest); `undefined` where there is none. */
  at(ago: number): PastTrade | undefined {
    const place = this.rows.placeOf(ago)
    if (place < 0) return undefined
    const price = this.value(PRICE, place) as ScaledPrice
    const size = this.value(SIZE, place) as ScaledSize
    return {
      price,
      size,
      priceText: Number.isNaN(price) ? undefined : scaledText(price, this.priceScale),
      sizeText: Number.isNaN(size) ? undefined : scaledText(size, this.sizeScale),
      takerSide: this.value(IS_SELL, place) === 1 ? 'sell' : 'buy',
      venueTimeUs: this.time(TRADE_VENUE_US, place),
      localTimeUs: this.value(TRADE_LOCAL_US, place),
    }
  }
}

const BID_PRICE = 0
const BID_SIZE = 1
const ASK_PRICE = 2
const ASK_SIZE = 3
const BBO_VENUE_US = 4
const BBO_LOCAL_US = 5
const BBO_PRICES = [BID_PRICE, ASK_PRICE]
const BBO_SIZES = [BID_SIZE, ASK_SIZE]

/** The last best prices of one instrument; the oldest is overwritten. */
export class BboRing extends HistoryRing {
  /** A ring for `capacity` changes. */
  constructor(slot: InstrumentSlot, capacity: number) {
    super(slot, 6, capacity)
  }

  /** Adds a change. The update is borrowed. */
  push(bbo: BboUpdate): void {
    this.align(bbo.levels, BBO_PRICES, BBO_SIZES)
    const at = this.rows.advance()
    this.write(BID_PRICE, at, bbo.bidPrice)
    this.write(BID_SIZE, at, bbo.bidSize)
    this.write(ASK_PRICE, at, bbo.askPrice)
    this.write(ASK_SIZE, at, bbo.askSize)
    this.write(BBO_VENUE_US, at, bbo.venueUs)
    this.write(BBO_LOCAL_US, at, bbo.localTimeUs)
  }

  /** The change `ago` places before the newest (0 is the newest); `undefined` where there is none. */
  at(ago: number): PastBbo | undefined {
    const place = this.rows.placeOf(ago)
    if (place < 0) return undefined
    return {
      bidPrice: this.value(BID_PRICE, place) as ScaledPrice,
      bidSize: this.value(BID_SIZE, place) as ScaledSize,
      askPrice: this.value(ASK_PRICE, place) as ScaledPrice,
      askSize: this.value(ASK_SIZE, place) as ScaledSize,
      venueTimeUs: this.time(BBO_VENUE_US, place),
      localTimeUs: this.value(BBO_LOCAL_US, place),
    }
  }
}
