import { z } from 'zod'
import type { Decimal } from '../core/index.ts'
import { aboveZero, bps } from './exact-params.ts'

/** How a market is made. Amounts are decimal text in the setup. */
export interface MarketMakingParams {
  /** How much each quote is for, in base or contracts. */
  readonly amount: Decimal
  /** The most that is held, long or short. */
  readonly maxPosition: Decimal
  /** Distance of each quote from the fair price, in bps of it. */
  readonly halfSpreadBps: number
  /** What the fair price is. @defaultValue `mid` */
  readonly fair: 'mid' | 'microprice'
  /** How far quotes move against a position of `maxPosition`, in bps; less for a smaller one. @defaultValue 0 */
  readonly inventorySkewBps: number
  /** How far quotes move towards the heavier side of a book of one side only, in bps. @defaultValue 0 */
  readonly imbalanceSkewBps: number
  /** Levels a side that are weighed. @defaultValue 5 */
  readonly imbalanceLevels: number
  /** How far a quote may be from where it should be before it is moved, in bps of the fair price. @defaultValue 1 */
  readonly toleranceBps: number
  /** What a fill costs, in bps: on spot a bid leaves so much of what is free. @defaultValue 0 */
  readonly feeBps: number
}

/** Reads {@link MarketMakingParams}. */
export const marketMakingParams: z.ZodType<MarketMakingParams> = z.object({
  amount: aboveZero,
  maxPosition: aboveZero,
  halfSpreadBps: bps,
  fair: z.enum(['mid', 'microprice']).default('mid'),
  inventorySkewBps: bps.default(0),
  imbalanceSkewBps: bps.default(0),
  imbalanceLevels: z.number().int().min(1).max(50).default(5),
  toleranceBps: bps.default(1),
  feeBps: bps.default(0),
})
