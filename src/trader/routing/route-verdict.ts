import type { AccountId, VenueId } from '../../core/index.ts'

/** Every word about a leg in a plan, in the order in which the router asks; `docs/guides/routing.md` has a row for each. */
export const ROUTE_REASONS = [
  // Health
  'ACCOUNT_NOT_READY',
  'INSTRUMENT_NOT_TRADING',
  'TRADING_HALTED',
  'FATE_UNKNOWN',
  'ERROR_RATE',
  'REFUSED_LATELY',
  'ORDER_WORKING',
  // Market
  'BOOK_NOT_LIVE',
  'BOOK_TOO_OLD',
  // What is known of it
  'NO_FEES',
  'INVERSE_CONTRACT',
  // Prices and sizes
  'BEYOND_PRICE',
  'WOULD_TAKE',
  'NO_ROOM',
  'BELOW_MINIMUM',
  'WORSE_PRICE',
  'CHOSEN',
] as const

/** Why a leg was chosen, or passed over; closed. */
export type RouteReason = (typeof ROUTE_REASONS)[number]

/** What a plan made of one leg, and the numbers that were compared. */
export interface RouteVerdict {
  /** Where. */
  readonly venue: VenueId
  /** With which account. */
  readonly account: AccountId
  /** Why it was chosen, or passed over. */
  readonly code: RouteReason
  /** What was found, exact decimal text where it is a number. */
  readonly found: string
  /** What it was compared with, likewise. */
  readonly limit: string
}
