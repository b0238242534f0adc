import { z } from 'zod'
import type { Decimal } from '../core/index.ts'
import { aboveZero } from './exact-params.ts'

/** How a grid is drawn. Prices and amounts are decimal text in the setup. */
export interface GridParams {
  /** The lowest price. */
  readonly lower: Decimal
  /** The highest price. */
  readonly upper: Decimal
  /** How many prices, the two included; an order rests between each and the next. */
  readonly levels: number
  /** How much each order is for, in base or contracts. */
  readonly amount: Decimal
  /** Whether cells above the market begin with a sell: there is inventory, or going short is meant. @defaultValue false */
  readonly startsWithSells: boolean
}

/** Reads {@link GridParams}. */
export const gridParams: z.ZodType<GridParams> = z
  .object({
    lower: aboveZero,
    upper: aboveZero,
    levels: z.number().int().min(2).max(200),
    amount: aboveZero,
    startsWithSells: z.boolean().default(false),
  })
  .refine(({ lower, upper }) => upper.gt(lower), { error: 'expected upper above lower' })
