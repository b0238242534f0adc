import type { OrderIntent } from './orders.ts'

declare const approvedBy: unique symbol

/**
 * An intent that the risk manager has let pass. Nothing else makes one, and orders are made of nothing else: leaving risk out
 * does not compile.
 */
export type Approved<Intent extends OrderIntent = OrderIntent> = Intent & {
  readonly [approvedBy]: 'RiskManager'
}

/** Why an intent was denied; closed, one code a check. */
export type DenialReason =
  | 'INVALID_TERMS'
  | 'INSTRUMENT_NOT_TRADING'
  | 'OFF_TICK'
  | 'OFF_LOT'
  | 'BELOW_MIN_QUANTITY'
  | 'BELOW_MIN_NOTIONAL'
  | 'PRICE_COLLAR'
  | 'MAX_QUANTITY'
  | 'MAX_NOTIONAL'
  | 'MAX_INSTRUMENT_EXPOSURE'
  | 'MAX_ASSET_EXPOSURE'
  | 'MAX_VENUE_EXPOSURE'
  | 'MAX_OPEN_ORDERS'
  | 'MAX_ORDER_RATE'
  | 'NOT_REDUCING'
  | 'STALE_DATA'
  | 'VOLATILITY'
  | 'ERROR_RATE'
  | 'DAILY_LOSS'
  | 'DRAWDOWN'
  | 'TRADING_HALTED'
  | 'KILL_SWITCH'

/** An intent that risk has refused; it never reaches a venue. */
export interface Denied {
  /** What was asked for. */
  readonly intent: OrderIntent
  /** Which check refused it. */
  readonly reason: DenialReason
  /** What was found, exact decimal text where it is a number. */
  readonly found: string
  /** What was allowed, likewise. */
  readonly limit: string
}
