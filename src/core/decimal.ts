import { Decimal as BaseDecimal } from 'decimal.js'

/**
 * The decimal type of crossbook's edges: 60 significant digits, no exponent notation between 1e-40 and 1e40.
 *
 * A clone of its own: decimal.js's default of 20 digits loses 18-decimal amounts, and its settings are global.
 */
export const Decimal: typeof BaseDecimal = BaseDecimal.clone({
  precision: 60,
  toExpNeg: -40,
  toExpPos: 40,
})

/** An instance of {@link Decimal}. */
export type Decimal = BaseDecimal
