import { Decimal, parseDecimal } from '../../core/index.ts'
import { Breach } from './breach.ts'

/**
 * Takes a number that a strategy gave as `Decimal`. One of another precision would round what is counted with it, and a float
 * has rounded already: both are refused, as is what is not finite.
 */
export function readDecimal(name: string, value: unknown): Decimal {
  if (value instanceof Decimal) return value
  throw new Breach('INEXACT_NUMBER', `${name}: expected a finite Decimal, was ${shown(value)}`)
}

/** Takes a number that a signal gave: a `Decimal`, or decimal text of the digits that one has. */
export function readExactNumber(name: string, value: unknown): Decimal {
  if (typeof value !== 'string') return readDecimal(name, value)
  if (parseDecimal(value) !== undefined) {
    const decimal = new Decimal(value)
    if (decimal.precision() <= Decimal.precision) return decimal
  }
  throw new Breach('INEXACT_NUMBER', `${name}: expected decimal text, was ${shown(value)}`)
}

/** A value in a few words, whatever it is; reading it runs no code of its own. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 80))
  if (typeof value === 'object' && value !== null)
    return Array.isArray(value) ? 'a list' : 'an object'
  return typeof value === 'function' ? 'a function' : `${typeof value} ${String(value)}`
}
