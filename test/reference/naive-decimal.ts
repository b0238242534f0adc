import { Decimal } from 'decimal.js'

/** Decimals of another library: of 60 digits, with roots and logarithms, slow. */
export const NaiveDecimal: typeof Decimal = Decimal.clone({
  precision: 60,
  toExpNeg: -1000,
  toExpPos: 1000,
})

/** An instance of {@link NaiveDecimal}. */
export type NaiveDecimal = Decimal
