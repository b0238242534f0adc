import { ConfigError, type DecimalText, parseDecimal, scaledText } from '../../core/index.ts'
import { divideRounded } from '../fixed-text.ts'

/** Fraction digits that amounts of money are held with: `bigint` of `amount × 10^18`. */
export const MONEY_SCALE = 18

/**
 * Reads decimal text into an amount.
 *
 * @throws ConfigError `INVALID_NUMBER` when it is no decimal, or has more than 18 fraction digits.
 */
export function moneyOf(text: string): bigint {
  const parts = parseDecimal(text)
  if (parts !== undefined) return toMoney(parts.digits, parts.scale)
  throw new ConfigError(
    'INVALID_NUMBER',
    `Reading an amount: expected a decimal, was "${text.slice(0, 80)}"`,
  )
}

/** Writes an amount exactly, without padding. */
export function moneyText(amount: bigint): DecimalText {
  return scaledText(amount, MONEY_SCALE)
}

/**
 * Brings a scaled integer to money's scale, exactly.
 *
 * @throws ConfigError `INVALID_NUMBER` when its scale is finer.
 */
export function toMoney(value: number | bigint, scale: number): bigint {
  if (scale > MONEY_SCALE) {
    throw new ConfigError(
      'INVALID_NUMBER',
      `Holding an amount: expected at most ${MONEY_SCALE} fraction digits, was ${scale}; list the instrument with coarser steps`,
    )
  }
  return BigInt(value) * 10n ** BigInt(MONEY_SCALE - scale)
}

/** Rounds an amount to so many fraction digits, half away from zero. */
export function roundMoney(amount: bigint, digits: number): bigint {
  const step = 10n ** BigInt(MONEY_SCALE - digits)
  return divideRounded(amount, step) * step
}
