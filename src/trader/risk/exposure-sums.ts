/** Gross exposures with an order, in doubles, each of all that counts together with it; NaN where a price is not known. */
export interface CoarseExposure {
  /** In its instrument. */
  instrument: number
  /** In its base asset. */
  asset: number
  /** At its venue. */
  venue: number
  /** In its account. */
  account: number
}
