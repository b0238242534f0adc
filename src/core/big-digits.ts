/** Integers beyond 2^53: what {@link Decimal} counts with where its digits are too many for a double. */

/** How what does not fit is rounded: `up` away from zero, `down` towards it, `half…` to the nearer one. */
export type Rounding = 'up' | 'down' | 'halfUp' | 'halfEven'

/** 10 to the `exponent`, 0 or more. */
export function bigPower(exponent: number): bigint {
  return 10n ** BigInt(exponent)
}

/** `numerator ÷ denominator` as an integer, rounded once; the denominator is not 0. */
export function roundedQuotient(numerator: bigint, denominator: bigint, how: Rounding): bigint {
  const quotient = numerator / denominator
  const rest = numerator % denominator
  if (rest === 0n || how === 'down') return quotient
  const away = numerator < 0n === denominator < 0n ? quotient + 1n : quotient - 1n
  if (how === 'up') return away
  const twice = abs(rest) * 2n
  const whole = abs(denominator)
  if (twice !== whole) return twice > whole ? away : quotient
  return how === 'halfUp' || quotient % 2n !== 0n ? away : quotient
}

/** The exponent of the first significant digit of a quotient of two integers that are not 0. */
export function quotientExponent(numerator: bigint, denominator: bigint): number {
  const [over, under] = [abs(numerator), abs(denominator)]
  const exponent = String(over).length - String(under).length
  const isBelow =
    exponent >= 0 ? over < under * bigPower(exponent) : over * bigPower(-exponent) < under
  return isBelow ? exponent - 1 : exponent
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value
}
