import type { OrderIntent } from './orders.ts'

declare const approvedBy: unique symbol

/**
 * An intent that the risk manager has let pass. Nothing else makes one, and orders are made of nothing else: leaving risk out
 * does not compile.
 */
export type Approved<Intent extends OrderIntent = OrderIntent> = Intent & {
  readonly [approvedBy]: 'RiskManager'
}

/** Every reason to deny an intent, in the order in which risk asks; `docs/concepts/risk.md` has a row for each. */
export const DENIAL_REASONS = [
  // What may be asked at all
  'UNKNOWN_ORDER',
  'KILL_SWITCH',
  'TRADING_HALTED',
  'INVALID_TERMS',
  'WRONG_ACCOUNT',
  // Rules of the instrument
  'INSTRUMENT_NOT_TRADING',
  'OFF_TICK',
  'OFF_LOT',
  'BELOW_MIN_QUANTITY',
  'NOT_REDUCING',
  'REDUCE_ONLY',
  // Breakers
  'STALE_DATA',
  'VOLATILITY',
  'ERROR_RATE',
  'DAILY_LOSS',
  'DRAWDOWN',
  // Prices
  'NO_REFERENCE_PRICE',
  'BELOW_MIN_NOTIONAL',
  'PRICE_COLLAR',
  'THIN_BOOK',
  // Limits
  'MAX_QUANTITY',
  'MAX_NOTIONAL',
  'MAX_INSTRUMENT_EXPOSURE',
  'MAX_ASSET_EXPOSURE',
  'MAX_VENUE_EXPOSURE',
  'MAX_ACCOUNT_EXPOSURE',
  'MAX_OPEN_ORDERS',
  'MAX_ACCOUNT_OPEN_ORDERS',
  'MAX_ORDERS_PER_SECOND',
  'MAX_ORDERS_PER_MINUTE',
] as const

/** Why an intent was denied; closed. */
export type DenialReason = (typeof DENIAL_REASONS)[number]

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
