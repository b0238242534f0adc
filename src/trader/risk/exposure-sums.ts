import type { HoldingPlace } from './holding-place.ts'

/** Gross exposures with an order, in doubles, each of all that counts together with it; NaN where a price is not known. */
export interface CoarseExposure {
  /** In its instrument. */
  readonly instrument: number
  /** In its base asset. */
  readonly asset: number
  /** At its venue. */
  readonly venue: number
  /** In its account. */
  readonly account: number
}

/** All that is summed of holdings for an order. */
export interface OrderSums extends CoarseExposure {
  /** Live orders of its account, without it; exact. */
  readonly accountOrders: number
}

/** Whether what is held at two places counts together, by what they have in common. */
export const COUNTS_WITH: Readonly<
  Record<keyof CoarseExposure, (one: HoldingPlace, other: HoldingPlace) => boolean>
> = {
  instrument: (one, other) => one.instrumentNumber === other.instrumentNumber,
  asset: (one, other) => one.assetNumber === other.assetNumber,
  venue: (one, other) => one.venueNumber === other.venueNumber,
  account: (one, other) => one.accountNumber === other.accountNumber,
}
