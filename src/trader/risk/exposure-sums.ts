import type { ConsideredOrder } from './considered-order.ts'
import type { Holding } from './holding.ts'
import { isSameInstrument } from './instrument-key.ts'

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

/** Whether a holding counts together with an order's, by what they have in common. */
export const COUNTS_WITH: Readonly<
  Record<keyof CoarseExposure, (holding: Holding, order: ConsideredOrder) => boolean>
> = {
  instrument: (holding, order) => isSameInstrument(holding.instrument, order.instrument),
  asset: (holding, order) => holding.instrument.base === order.instrument.base,
  venue: (holding, order) => holding.instrument.venue === order.instrument.venue,
  account: (holding, order) => holding.account === order.terms.account,
}
