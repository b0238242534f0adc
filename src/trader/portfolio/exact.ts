import { ConfigError, Decimal } from '../../core/index.ts'

/** Digits of a {@link Decimal}: what needs more is an error here, never rounded. */
const DIGITS = Decimal.precision

/**
 * What is kept of a quotient that must be kept: fraction digits of a share of a cost, significant digits of the reciprocal of
 * a price. Far below the last digit of any asset (18), and it leaves 36 of 60 digits for what stands before and beside it.
 */
export const QUOTIENT_DIGITS = 24

/** Nothing. */
export const ZERO: Decimal = new Decimal(0)
const ONE = new Decimal(1)

/** The sum, to the last digit. @throws ConfigError `INVALID_NUMBER` where 60 digits do not hold it */
export function plus(a: Decimal, b: Decimal): Decimal {
  return demandShort('a sum', a.plus(b))
}

/** The difference, to the last digit. @throws ConfigError `INVALID_NUMBER` where 60 digits do not hold it */
export function minus(a: Decimal, b: Decimal): Decimal {
  return demandShort('a sum', a.minus(b))
}

/** The product, to the last digit. @throws ConfigError `INVALID_NUMBER` where 60 digits do not hold it */
export function times(a: Decimal, b: Decimal): Decimal {
  return demandShort('a product', a.times(b))
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
  return demandShort('a share', whole.times(part).divRounded(of, { places }))
}

/** `1 ÷ price`, half to even at {@link QUOTIENT_DIGITS} significant digits. */
export function reciprocal(price: Decimal): Decimal {
  return ratio(ONE, price)
}

/** A quotient to be read, not kept: half to even at {@link QUOTIENT_DIGITS} significant digits. */
export function ratio(a: Decimal, b: Decimal): Decimal {
  return a.divRounded(b, { digits: QUOTIENT_DIGITS })
}

/** Takes a number of a caller: of 60 digits at most. @throws ConfigError `INVALID_NUMBER` */
export function taken(what: string, value: Decimal): Decimal {
  if (!(value instanceof Decimal)) throw notANumber(what, 'a Decimal', value)
  return demandShort(what, value)
}

/** Takes a number above 0 of a caller. @throws ConfigError `INVALID_NUMBER` */
export function takenPositive(what: string, value: Decimal): Decimal {
  const found = taken(what, value)
  if (found.isPositive()) return found
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

function demandShort(what: string, found: Decimal): Decimal {
  if (typeof found.digits === 'number') return found
  const digits = found.precision()
  if (digits > DIGITS) throw tooLong(what, digits)
  return found
}

function tooLong(what: string, found: number): ConfigError {
  return new ConfigError(
    'INVALID_NUMBER',
    `Booking ${what}: expected at most ${DIGITS} digits, was ${found}; nothing was rounded, nothing was booked`,
    { context: { found, expected: DIGITS } },
  )
}

function notANumber(what: string, expected: string, found: unknown): ConfigError {
  return new ConfigError(
    'INVALID_NUMBER',
    `Booking ${what}: expected ${expected}, was ${String(found)}; nothing was booked`,
  )
}
