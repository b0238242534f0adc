import { ConfigError, parseDecimal } from '../core/index.ts'

/**
 * Writes a scaled integer with exactly `digits` fraction digits, as venues with padded numbers do: `(5, 1, 8)` is
 * `0.50000000`.
 *
 * @throws ConfigError `INVALID_NUMBER` when `digits` are too few to be exact.
 */
export function fixedText(value: number | bigint, scale: number, digits: number): string {
  let units = BigInt(value)
  if (digits < scale) {
    const step = 10n ** BigInt(scale - digits)
    if (units % step !== 0n) {
      throw new ConfigError(
        'INVALID_NUMBER',
        `Writing ${units} at scale ${scale}: ${digits} fraction digits are too few`,
      )
    }
    units /= step
  } else if (digits > scale) {
    units *= 10n ** BigInt(digits - scale)
  }
  const sign = units < 0n ? '-' : ''
  const text = (units < 0n ? -units : units).toString()
  if (digits === 0) return sign + text
  const padded = text.padStart(digits + 1, '0')
  return `${sign}${padded.slice(0, -digits)}.${padded.slice(-digits)}`
}

/**
 * Reads decimal text into an integer at a scale.
 *
 * @throws ConfigError `INVALID_NUMBER` when the text is no decimal, needs more digits, or does not fit 2^53.
 */
export function toScaled(text: string, scale: number): number {
  const parts = parseDecimal(text)
  const value =
    parts === undefined || parts.scale > scale
      ? Number.NaN
      : Number(parts.digits * 10n ** BigInt(scale - parts.scale))
  if (!Number.isSafeInteger(value)) {
    throw new ConfigError(
      'INVALID_NUMBER',
      `Reading "${text.slice(0, 80)}": expected a decimal of at most ${scale} fraction digits within 2^53`,
    )
  }
  return value
}

/** Divides exactly-held integers, rounding half away from zero. */
export function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const isNegative = dividend < 0n !== divisor < 0n
  const above = dividend < 0n ? -dividend : dividend
  const below = divisor < 0n ? -divisor : divisor
  const quotient = (above * 2n + below) / (below * 2n)
  return isNegative ? -quotient : quotient
}

/** How many fraction digits a decimal is written with, trailing zeros included: 2 for `0.10`. */
export function writtenDigits(text: string): number {
  const point = text.indexOf('.')
  return point < 0 ? 0 : text.length - point - 1
}
