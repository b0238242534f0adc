import type { Brand } from './brand.ts'
import { ConfigError } from './errors.ts'

/** Exact decimal text: an optional minus, digits, an optional fraction; no exponent, no padding, `0` for zero. */
export type DecimalText = Brand<string, 'DecimalText'>

/** An integer and where its point stands: `digits × 10^-scale`. */
export interface ScaledDigits {
  /** Signed; a safe integer, or a bigint of any size. */
  readonly digits: number | bigint
  /** Number of fraction digits; below 0 where zeros follow. */
  readonly scale: number
}

/** More digits than any asset, price or product of both has: text that asks for more is a mistake, or an attack. */
const MOST_DIGITS = 1_000
const SAFE_DIGITS = 15
const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/

/** Takes decimal text apart, as it is written; accepts exponents. `undefined` where it is none, or has over 1,000 digits. */
export function readDigits(text: string): ScaledDigits | undefined {
  const match = DECIMAL.exec(text)
  if (match === null) return undefined
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const written = whole + fraction
  const scale = fraction.length - Number(exponent)
  if (written.length + Math.abs(scale) > MOST_DIGITS) return undefined
  const digits = written.length > SAFE_DIGITS ? BigInt(written) : Number(written)
  return { digits: sign === '-' ? -digits : digits, scale }
}

/**
 * Writes a scaled integer as exact decimal text, without trailing zeros: `(6173763, 2)` is `61737.63`.
 *
 * @throws ConfigError `INVALID_NUMBER` when a number is not a safe integer: such a value is not exact.
 */
export function scaledText(value: number | bigint, scale: number): DecimalText {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new ConfigError(
      'INVALID_NUMBER',
      `Writing a scaled integer: expected a safe integer, was ${value}`,
    )
  }
  const isNegative = value < 0
  const digits = (isNegative ? -value : value).toString()
  if (scale === 0) return (isNegative && digits !== '0' ? `-${digits}` : digits) as DecimalText
  const padded = digits.length > scale ? digits : digits.padStart(scale + 1, '0')
  let end = padded.length
  const point = padded.length - scale
  while (end > point && padded.charCodeAt(end - 1) === 48) end -= 1
  const text =
    end === point ? padded.slice(0, point) : `${padded.slice(0, point)}.${padded.slice(point, end)}`
  return (isNegative && text !== '0' ? `-${text}` : text) as DecimalText
}
