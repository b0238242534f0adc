import { bigPower, quotientExponent, type Rounding, roundedQuotient } from './big-digits.ts'
import { type DecimalText, readDigits, scaledText } from './decimal-text.ts'
import { ConfigError } from './errors.ts'
import { POWERS_OF_TEN } from './powers-of-ten.ts'

/** What a {@link Decimal} may be made of; of a double, the shortest decimal that is read back as it. */
export type DecimalValue = Decimal | string | number | bigint

/** To what a number is rounded: so many fraction digits, or so many significant ones. */
export type RoundTo = { readonly places: number } | { readonly digits: number }

const MAX_SAFE = Number.MAX_SAFE_INTEGER
/** Quotients of so many digits more than the dividend are looked for first. */
const SHORT_DIGITS = 5

/**
 * An exact decimal number: `digits × 10^-scale`, finite, with one zero. Never changed.
 *
 * Sums, differences and products are exact, however many digits they take. Quotients have {@link Decimal.precision}
 * significant digits, or what {@link Decimal.divRounded} is told. Digits up to 2^53 are counted as doubles that hold integers, a
 * hundred times as fast as text (docs/decisions/0034).
 *
 * @example
 * ```ts
 * import { Decimal } from 'crossbook'
 *
 * const price = new Decimal('61737.63')
 * const notional = price.times('0.015').plus(new Decimal(5, 2))
 * console.log(notional.toFixed(), notional.gt(926))
 * ```
 */
export class Decimal {
  /** Significant digits of a quotient, and the most that a number may have which is taken from a caller. */
  static readonly precision = 60

  /** Signed; a safe integer, or a bigint beyond. Not a multiple of ten unless `scale` is 0. */
  readonly digits: number | bigint
  /** Number of fraction digits, 0 or more. */
  readonly scale: number

  /**
   * `value × 10^-scale`, exactly: `new Decimal('61737.63')` and `new Decimal(6173763, 2)` are equal.
   *
   * @throws ConfigError `INVALID_NUMBER` where the text is no decimal, or has over 1,000 digits, or the number is not finite
   */
  constructor(value: DecimalValue, scale = 0) {
    let digits: number | bigint
    let places = scale
    if (typeof value === 'number' && Number.isSafeInteger(value)) digits = value
    else if (typeof value === 'bigint') digits = value
    else {
      const read = value instanceof Decimal ? value : (readDigits(String(value)) ?? refuse(value))
      digits = read.digits
      places += read.scale
    }
    if (typeof digits === 'number' && places >= 0) {
      let whole = digits
      // Exact: what a tenth below 2^50 is rounded by is less than a tenth.
      for (; places > 0; places -= 1) {
        const tenth = whole / 10
        if (tenth !== Math.floor(tenth)) break
        whole = tenth
      }
      // One zero only.
      this.digits = whole + 0
      this.scale = places
    } else {
      let big = BigInt(digits)
      if (places < 0) big *= bigPower(-places)
      for (; places > 0 && big % 10n === 0n; places -= 1) big /= 10n
      this.digits = big >= -MAX_SAFE && big <= MAX_SAFE ? Number(big) : big
      this.scale = Math.max(places, 0)
    }
  }

  /** The largest. */
  static max(first: DecimalValue, ...rest: readonly DecimalValue[]): Decimal {
    let most = of(first)
    for (const value of rest) if (most.lt(value)) most = of(value)
    return most
  }

  /** The smallest. */
  static min(first: DecimalValue, ...rest: readonly DecimalValue[]): Decimal {
    let least = of(first)
    for (const value of rest) if (least.gt(value)) least = of(value)
    return least
  }

  /** The sum; 0 of none. */
  static sum(...values: readonly DecimalValue[]): Decimal {
    return values.reduce<Decimal>((sum, value) => sum.plus(value), new Decimal(0))
  }

  /** The sum, exact. */
  plus(other: DecimalValue): Decimal {
    const that = of(other)
    const scale = Math.max(this.scale, that.scale)
    const a = raised(this, scale)
    const b = raised(that, scale)
    if (isSafe(a) && isSafe(b) && isSafe(a + b)) return new Decimal(a + b, scale)
    return new Decimal(bigRaised(this, scale) + bigRaised(that, scale), scale)
  }

  /** The difference, exact. */
  minus(other: DecimalValue): Decimal {
    return this.plus(of(other).negated())
  }

  /** The product, exact. */
  times(other: DecimalValue): Decimal {
    const that = of(other)
    const scale = this.scale + that.scale
    if (typeof this.digits === 'number' && typeof that.digits === 'number') {
      const product = this.digits * that.digits
      if (isSafe(product)) return new Decimal(product, scale)
    }
    return new Decimal(BigInt(this.digits) * BigInt(that.digits), scale)
  }

  /** The quotient, half up at {@link Decimal.precision} significant digits. @throws ConfigError `INVALID_NUMBER` for 0 */
  div(divisor: DecimalValue): Decimal {
    const that = of(divisor)
    const under = that.digits
    if (typeof under === 'number') {
      // Most end soon: a mid is a half of a sum, basis points are ten-thousandths.
      let scale = Math.max(this.scale, that.scale)
      let over = raised(this, scale)
      scale -= that.scale
      for (let more = 0; more <= SHORT_DIGITS && isSafe(over); more += 1) {
        if (over % under === 0) return new Decimal(over / under, scale + more)
        over *= 10
      }
    }
    return this.divRounded(that, { digits: Decimal.precision }, 'halfUp')
  }

  /** The quotient, rounded once. @throws ConfigError `INVALID_NUMBER` for 0 */
  divRounded(divisor: DecimalValue, to: RoundTo, rounding: Rounding = 'halfEven'): Decimal {
    const that = of(divisor)
    if (that.digits === 0) throw divisionByZero(this)
    if (this.digits === 0) return this
    const [over, under] = [BigInt(this.digits), BigInt(that.digits)]
    const raise = that.scale - this.scale
    const places =
      'places' in to ? to.places : to.digits - 1 - raise - quotientExponent(over, under)
    const shift = places + raise
    const quotient =
      shift >= 0
        ? roundedQuotient(over * bigPower(shift), under, rounding)
        : roundedQuotient(over, under * bigPower(-shift), rounding)
    return new Decimal(quotient, places)
  }

  /** How many whole times the divisor fits, towards zero. @throws ConfigError `INVALID_NUMBER` for 0 */
  divToInt(divisor: DecimalValue): Decimal {
    const that = of(divisor)
    const rest = this.mod(that)
    return this.minus(rest).divRounded(that, { places: 0 })
  }

  /** What is left when the divisor was taken away as often as it fits; signed as this. @throws as `div` */
  mod(divisor: DecimalValue): Decimal {
    const that = of(divisor)
    if (that.digits === 0) throw divisionByZero(this)
    const scale = Math.max(this.scale, that.scale)
    const a = raised(this, scale)
    const b = raised(that, scale)
    if (isSafe(a) && isSafe(b)) return new Decimal(a % b, scale)
    return new Decimal(bigRaised(this, scale) % bigRaised(that, scale), scale)
  }

  /** The number without its sign. */
  abs(): Decimal {
    return this.digits < 0 ? this.negated() : this
  }

  /** The number with the other sign. */
  negated(): Decimal {
    return new Decimal(-this.digits, this.scale)
  }

  /** Rounded to so many fraction digits. */
  toDecimalPlaces(places: number, rounding: Rounding = 'halfUp'): Decimal {
    return this.scale <= places ? this : this.divRounded(1, { places }, rounding)
  }

  /** Below 0 where this is less, above 0 where it is more, 0 where both are equal. */
  cmp(other: DecimalValue): number {
    const that = of(other)
    const scale = Math.max(this.scale, that.scale)
    const a = raised(this, scale)
    const b = raised(that, scale)
    if (isSafe(a) && isSafe(b)) return order(a, b)
    return order(bigRaised(this, scale), bigRaised(that, scale))
  }

  /** Whether both are equal. */
  eq(other: DecimalValue): boolean {
    const that = of(other)
    return this.digits === that.digits && this.scale === that.scale
  }

  /** Whether this is more. */
  gt(other: DecimalValue): boolean {
    return this.cmp(other) > 0
  }

  /** Whether this is as much or more. */
  gte(other: DecimalValue): boolean {
    return this.cmp(other) >= 0
  }

  /** Whether this is less. */
  lt(other: DecimalValue): boolean {
    return this.cmp(other) < 0
  }

  /** Whether this is as much or less. */
  lte(other: DecimalValue): boolean {
    return this.cmp(other) <= 0
  }

  /** Whether it is 0. */
  isZero(): boolean {
    return this.digits === 0
  }

  /** Whether it is below 0. */
  isNegative(): boolean {
    return this.digits < 0
  }

  /** Whether it is above 0. */
  isPositive(): boolean {
    return this.digits > 0
  }

  /** Number of significant digits. */
  precision(): number {
    return String(this.digits).replace(/^-|0+$/g, '').length || 1
  }

  /** Exact text: no exponent, no padding. */
  toFixed(): DecimalText {
    return scaledText(this.digits, this.scale)
  }

  /** See {@link Decimal.toFixed}. */
  toString(): DecimalText {
    return this.toFixed()
  }

  /** See {@link Decimal.toFixed}. */
  toJSON(): DecimalText {
    return this.toFixed()
  }

  /** The nearest double: for display and statistics, never for money. */
  toNumber(): number {
    const { digits, scale } = this
    if (scale === 0) return Number(digits)
    // One correctly rounded division while both sides are exact, else by the text.
    const power = POWERS_OF_TEN[scale]
    if (typeof digits === 'number' && power !== undefined) return digits / power
    return Number(this.toFixed())
  }

  /** Decimals are not compared or added by operators, which would take their text. @throws ConfigError `INVALID_NUMBER` */
  valueOf(): never {
    throw new ConfigError(
      'INVALID_NUMBER',
      `An operator was used on the Decimal ${this.toFixed()}: expected a method such as plus, gt or toNumber`,
    )
  }
}

function of(value: DecimalValue): Decimal {
  return value instanceof Decimal ? value : new Decimal(value)
}

/** Digits at a higher scale as a double: exact where it is safe, else rounded, and beyond what is safe. */
function raised({ digits, scale }: Decimal, to: number): number {
  if (scale === to || digits === 0) return Number(digits)
  return Number(digits) * (POWERS_OF_TEN[to - scale] ?? Number.POSITIVE_INFINITY)
}

function bigRaised({ digits, scale }: Decimal, to: number): bigint {
  return BigInt(digits) * bigPower(to - scale)
}

function isSafe(value: number): boolean {
  return value >= -MAX_SAFE && value <= MAX_SAFE
}

function order(a: number | bigint, b: number | bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function refuse(value: DecimalValue): never {
  const shown = String(value).slice(0, 80)
  throw new ConfigError('INVALID_NUMBER', `Reading a decimal: expected digits, was "${shown}"`)
}

function divisionByZero(dividend: Decimal): ConfigError {
  return new ConfigError(
    'INVALID_NUMBER',
    `Dividing ${dividend.toFixed().slice(0, 80)}: expected a divisor other than 0`,
  )
}
