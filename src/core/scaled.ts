import type { Brand } from './brand.ts'
import { Decimal } from './decimal.ts'
import { type DecimalText, readDigits, scaledText } from './decimal-text.ts'
import { ConfigError } from './errors.ts'
import { POWERS_OF_TEN } from './powers-of-ten.ts'

/**
 * A price as a safe integer: `value × 10^priceScale` of its instrument.
 *
 * `NaN` where the instrument is wide (its values do not fit 2^53): arithmetic on it cannot lie; read the text or the Decimal.
 */
export type ScaledPrice = Brand<number, 'ScaledPrice'>

/** A size as a safe integer: `value × 10^sizeScale` of its instrument. `NaN` where the instrument is wide. */
export type ScaledSize = Brand<number, 'ScaledSize'>

/** The largest scale an instrument may have; 10^30 covers 18-decimal tokens at a 12-decimal price. */
export const MAX_SCALE = 30

/** A decimal taken apart: `digits × 10^-scale`, with no trailing zeros beyond the point. */
export interface DecimalParts {
  /** Signed digits. */
  readonly digits: bigint
  /** Number of fraction digits, 0 or more. */
  readonly scale: number
}

/**
 * Takes decimal text apart exactly; accepts exponents (`7.548E+4`). Returns `undefined` where the text is no decimal.
 */
export function parseDecimal(text: string): DecimalParts | undefined {
  const read = readDigits(text)
  if (read === undefined) return undefined
  const { digits, scale } = new Decimal(read.digits, read.scale)
  return scale > MAX_SCALE ? undefined : { digits: BigInt(digits), scale }
}

/** Number of fraction digits that a decimal needs, trailing zeros not counted; `undefined` where the text is no decimal. */
export function scaleOf(text: string): number | undefined {
  return parseDecimal(text)?.scale
}

/**
 * Reads decimal text into exact decimal text of one spelling: no exponent, no padding.
 *
 * @throws ConfigError `INVALID_NUMBER` when the text is no decimal.
 */
export function decimalText(text: string): DecimalText {
  const parts = parseDecimal(text)
  if (parts === undefined) {
    throw new ConfigError(
      'INVALID_NUMBER',
      `Reading a decimal: expected digits, was "${text.slice(0, 80)}"`,
    )
  }
  return scaledText(parts.digits, parts.scale)
}

/** The Decimal of a scaled integer, exact. */
export function scaledDecimal(value: number | bigint, scale: number): Decimal {
  return new Decimal(value, scale)
}

/** The nearest double of a scaled integer; for display and statistics, never for money. */
export function scaledNumber(value: number | bigint, scale: number): number {
  // One correctly rounded division while both sides are exact, else via the text.
  const power = POWERS_OF_TEN[scale]
  if (typeof value === 'number' && power !== undefined) return value / power
  return Number(scaledText(value, scale))
}

/**
 * Brings a scaled integer to a higher scale, exactly.
 *
 * Returns `undefined` where the result does not fit 2^53; the instrument is then wide.
 */
export function rescale(value: number, fromScale: number, toScale: number): number | undefined {
  const scaled = value * 10 ** (toScale - fromScale)
  return Number.isSafeInteger(scaled) ? scaled : undefined
}
