import { z } from 'zod'
import { Decimal, parseDecimal } from '../core/index.ts'

/** Decimal text above 0, as the number it is; a float has rounded already, and is refused. */
export const aboveZero: z.ZodType<Decimal, string> = z
  .string()
  .refine((text) => parseDecimal(text) !== undefined, { error: 'expected decimal text' })
  .transform((text) => new Decimal(text))
  .refine((value) => value.gt(0), { error: 'expected a number above 0' })

/** Hundredths of a percent, 0 or more. */
export const bps: z.ZodNumber = z.number().min(0).max(10_000)

const BPS = 10_000

/** A share of a price, exact. */
export function shareOf(price: Decimal, shareBps: Decimal | number): Decimal {
  return price.times(shareBps).div(BPS)
}
