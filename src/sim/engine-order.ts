import type { BookSide, Side } from '../core/index.ts'
import type { RestingOrder } from './matching-side.ts'

/** An order to enter. Prices and sizes are scaled integers. */
export interface EngineOrder {
  /** Its side. */
  readonly side: Side
  /** Its limit; absent on a market order. */
  readonly price?: number
  /** How much. */
  readonly size: number
  /** How long it stays. A market order never rests. @defaultValue `'gtc'` */
  readonly timeInForce?: 'gtc' | 'ioc' | 'fok'
  /** Refuse it rather than let it take. @defaultValue false */
  readonly postOnly?: boolean
  /** Who places it. @defaultValue `''`, the order flow */
  readonly owner?: string
}

/**
 * Has a say before an order of somebody who has an account trades while it rests; the order flow's orders need no leave.
 *
 * It is asked about each such order once a command, in the order of matching.
 */
export interface MakerGate {
  /** A command begins: nothing that was permitted before is still to come. */
  begin(): void
  /** How much of the `wanted` may trade; less takes the rest of the order out of the book, `'stop'` ends the taker. */
  permit(maker: Readonly<RestingOrder>, taker: EngineOrder, wanted: number): number | 'stop'
}

/** One match of a taker with one resting order. */
export interface EngineFill {
  /** Price of the resting order. */
  readonly price: number
  /** How much was exchanged. */
  readonly size: number
  /** The aggressor's side. */
  readonly takerSide: Side
  /** The resting order. */
  readonly makerOrderId: number
  /** Who had placed the resting order. */
  readonly makerOwner: string
  /** The aggressor. */
  readonly takerOrderId: number
}

/** The new size of one price, 0 where the level is gone. */
export interface LevelChange {
  /** Side of the book. */
  readonly side: BookSide
  /** Price as a scaled integer. */
  readonly price: number
  /** Size now. */
  readonly size: number
  /** Size before. */
  readonly previous: number
}

/** What became of a command. Each price stands at most once in `changes`. */
export interface EngineResult {
  /** The order's id; ids count up. */
  readonly orderId: number
  /** What the order is now. `refused` orders touched nothing. */
  readonly outcome: 'resting' | 'filled' | 'cancelled' | 'refused'
  /** What is left of it. */
  readonly leaves: number
  /** Matches in order. */
  readonly fills: readonly EngineFill[]
  /** Levels that changed, in order. */
  readonly changes: readonly LevelChange[]
  /** Orders that the gate took out of the book, in order; absent where there are none. */
  readonly removed?: readonly number[]
  /** Whether the gate ended the order. */
  readonly isStopped?: true
}
