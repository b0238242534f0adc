import { ConfigError, Decimal } from '../../core/index.ts'

/** Digits of a {@link Decimal}: what needs more is an error here, never rounded. */
const DIGITS = Decimal.precision

/** Holds a product of two Decimals whole, and a quotient of such with digits to spare for one correct rounding. */
const Wide = Decimal.clone({ precision: 160, rounding: Decimal.ROUND_HALF_EVEN })

/**
 * What is kept of a quotient that must be kept: fraction digits of a share of a cost, significant digits of the reciprocal of
 * a price. Far below the last digit of any asset (18), and it leaves 36 of 60 digits for what stands before and beside it.
 */
export const QUOTIENT_DIGITS = 24

/** Nothing. */
export const ZERO: Decimal = new Decimal(0)

/** The sum, to the last digit. @throws ConfigError `INVALID_NUMBER` where 60 digits do not hold it */
export function plus(a: Decimal, b: Decimal): Decimal {
  if (a.isZero()) return b
  if (b.isZero()) return a
  // From the highest digit that there can be to the lowest that there is.
  const digits = Math.max(a.e, b.e) + 2 + Math.max(a.decimalPlaces(), b.decimalPlaces())
  if (digits <= DIGITS) return a.plus(b)
  if (digits > Wide.precision) throw tooLong('a sum', digits)
  return demandExact('a sum', new Wide(a).plus(b))
}

/** The difference, to the last digit. @throws ConfigError `INVALID_NUMBER` where 60 digits do not hold it */
export function minus(a: Decimal, b: Decimal): Decimal {
  return plus(a, negative(b))
}

/** The number with the other sign; there is one zero only. */
export function negative(a: Decimal): Decimal {
  return a.isZero() ? ZERO : a.negated()
}

/** The product, to the last digit. @throws ConfigError `INVALID_NUMBER` where 60 digits do not hold it */
export function times(a: Decimal, b: Decimal): Decimal {
  if (a.isZero() || b.isZero()) return ZERO
  if (a.precision() + b.precision() <= DIGITS) return a.times(b)
  return demandExact('a product', new Wide(a).times(b))
}

/**
 * `whole × part ÷ of`, half to even at so many fraction digits.
 *
 * @throws ConfigError `INVALID_NUMBER` where 60 digits do not hold that
 */
export function share(
  whole: Decimal,
  [part, of]: readonly [Decimal, Decimal],
  places: number,
): Decimal {
  return demandExact('a share', new Wide(whole).times(part).div(of).toDecimalPlaces(places))
}

/** `1 ÷ price`, half to even at {@link QUOTIENT_DIGITS} significant digits. */
export function reciprocal(price: Decimal): Decimal {
  return new Decimal(new Wide(1).div(price).toSignificantDigits(QUOTIENT_DIGITS))
}

/** A quotient to be read, not kept: half to even at {@link QUOTIENT_DIGITS} significant digits. */
export function ratio(a: Decimal, b: Decimal): Decimal {
  return new Decimal(new Wide(a).div(b).toSignificantDigits(QUOTIENT_DIGITS))
}

/**
 * Takes a number of a caller: finite, of 60 digits at most, as our own Decimal.
 *
 * @throws ConfigError `INVALID_NUMBER`
 */
export function taken(what: string, value: Decimal): Decimal {
  if (!value.isFinite()) throw notANumber(what, 'a finite number', value)
  if (value.isZero()) return ZERO
  const found = value.constructor === Decimal ? value : new Decimal(value)
  return demandExact(what, found)
}

/** Takes a number above 0 of a caller. @throws ConfigError `INVALID_NUMBER` */
export function takenPositive(what: string, value: Decimal): Decimal {
  const found = taken(what, value)
  if (found.gt(0)) return found
  throw notANumber(what, 'a number above 0', value)
}

/**
 * Takes a price that things are valued at: above 0, of {@link QUOTIENT_DIGITS} digits at most, so that every amount of up to 36
 * digits has a value, and no fill is refused because of a mark.
 *
 * @throws ConfigError `INVALID_NUMBER`
 */
export function takenMark(value: Decimal): Decimal {
  const found = takenPositive('a mark', value)
  if (found.precision() <= QUOTIENT_DIGITS) return found
  throw notANumber('a mark', `a number of at most ${QUOTIENT_DIGITS} digits`, value)
}

function demandExact(what: string, found: Decimal): Decimal {
  const digits = found.precision()
  if (digits > DIGITS) throw tooLong(what, digits)
  return found.constructor === Decimal ? found : new Decimal(found)
}

function tooLong(what: string, found: number): ConfigError {
  return new ConfigError(
    'INVALID_NUMBER',
    `Booking ${what}: expected at most ${DIGITS} digits, was ${found}; nothing was rounded, nothing was booked`,
    { context: { found, expected: DIGITS } },
  )
}

function notANumber(what: string, expected: string, found: Decimal): ConfigError {
  return new ConfigError(
    'INVALID_NUMBER',
    `Booking ${what}: expected ${expected}, was ${found.toString()}; nothing was booked`,
  )
}
