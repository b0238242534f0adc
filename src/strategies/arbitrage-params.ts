import { z } from 'zod'
import type { Decimal } from '../core/index.ts'
import { aboveZero, bps } from './exact-params.ts'

/** How two venues are traded against each other. Amounts are decimal text in the setup. */
export interface ArbitrageParams {
  /** The most that one attempt is for, in base or contracts. */
  readonly amount: Decimal
  /** The most that is held at either venue, long or short. */
  readonly maxPosition: Decimal
  /** What taking costs at the venue of each leg, in bps. */
  readonly feesBps: readonly [number, number]
  /** What has to be left after fees, in bps of the buying price. */
  readonly minEdgeBps: number
  /** How much worse than the best price a hedge may be, in bps. @defaultValue 20 */
  readonly hedgeSlippageBps: number
  /** A book that has not changed for so long is not traded on, in ms. @defaultValue 2,000 */
  readonly maxBookAgeMs: number
}

/** Reads {@link ArbitrageParams}. */
export const arbitrageParams: z.ZodType<ArbitrageParams> = z.object({
  amount: aboveZero,
  maxPosition: aboveZero,
  feesBps: z.tuple([bps, bps]),
  minEdgeBps: bps,
  hedgeSlippageBps: bps.default(20),
  maxBookAgeMs: z.number().int().min(1).default(2_000),
})
