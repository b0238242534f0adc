import type { Decimal, Instrument } from '../../core/index.ts'

/**
 * How far a position may go: to `long` where every buy fills and no sell does, to `short` the other way round. Signed, in
 * base or contracts. Whatever fills, and in whichever order, it ends between the two.
 */
export interface Reach {
  /** The most it may become. */
  readonly long: Decimal
  /** The least. */
  readonly short: Decimal
  /** The larger of both, not signed. */
  readonly worst: Decimal
  /** The nearest double of it. */
  readonly worstNumber: number
}

/** The same as money, in the currency of the limits. */
export interface HoldingValue {
  /** Value of the most that the position may become; signed. */
  readonly long: Decimal
  /** Value of the least. */
  readonly short: Decimal
  /** The larger of both, not signed. */
  readonly gross: Decimal
}

/** A value, with the listing, the price and the rate that it was made at. */
export interface PricedValue {
  /** The listing, whose rules say what a unit stands for. */
  readonly listing: Instrument
  /** Price. */
  readonly price: Decimal
  /** What a unit of quote was worth. */
  readonly rate: Decimal
  /** The value. */
  readonly value: HoldingValue
}
