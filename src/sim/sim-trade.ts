import type { Side } from '../core/index.ts'

/** One print: one match of a taker with one resting order. Numbers are scaled integers. */
export interface SimTrade {
  /** Its id: per instrument, one more each time. */
  readonly id: number
  /** Price. */
  readonly price: number
  /** Size. */
  readonly size: number
  /** What it is worth, at the instrument's value scale. */
  readonly value: bigint
  /** The aggressor's side. */
  readonly takerSide: Side
  /** When, epoch µs. */
  readonly timeUs: number
  /** The aggressor's order; prints of one order share it. */
  readonly takerOrderId: number
  /** The resting order. */
  readonly makerOrderId: number
}

/** A forced order that was executed. */
export interface SimLiquidation {
  /** Side of the forced order: `sell` closes a long. */
  readonly side: Side
  /** How much was executed. */
  readonly size: number
  /** Price it was sent at. */
  readonly price: number
  /** Average price, rounded to the price scale. */
  readonly averagePrice: number
  /** When, epoch µs. */
  readonly timeUs: number
}
