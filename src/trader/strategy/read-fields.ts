import type { OrderType, RouteStyle, Side, TimeInForce } from '../../core/index.ts'
import { Breach } from './breach.ts'
import { shown } from './read-number.ts'

/** The fields of an object of which nothing is known yet. */
export type Fields = Readonly<Record<string, unknown>>

/** Sides, as words. */
export const SIDES: readonly Side[] = ['buy', 'sell']
/** Types of orders, as words. */
export const TYPES: readonly OrderType[] = ['limit', 'market', 'stopLimit', 'stopMarket']
/** Times in force, as words. */
export const TIMES_IN_FORCE: readonly TimeInForce[] = ['gtc', 'ioc', 'fok', 'gtd']
/** Styles of routes, as words. */
export const ROUTE_STYLES: readonly RouteStyle[] = ['take', 'rest']

/** The fields of a value, where it has any. */
export function fieldsOf(what: string, value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Breach('INVALID_DECISION', `expected ${what} to be an object, was ${shown(value)}`)
  return value as Fields
}

/** One word of a closed list. */
export function wordOf<Word extends string>(
  name: string,
  value: unknown,
  words: readonly Word[],
): Word {
  const word = words.find((known) => known === value)
  if (word !== undefined) return word
  throw new Breach(
    'INVALID_DECISION',
    `expected ${name} to be ${words.join(' or ')}, was ${shown(value)}`,
  )
}

/** A text that is not empty. */
export function textOf(name: string, value: unknown): string {
  if (typeof value === 'string' && value.length > 0) return value
  throw new Breach('INVALID_DECISION', `expected ${name} to be a text, was ${shown(value)}`)
}

/** Reads a value where there is one. */
export function optional<T>(value: unknown, read: (value: unknown) => T): T | undefined {
  return value === undefined ? undefined : read(value)
}

/** A time. */
export function timeOf(name: string, value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  throw new Breach(
    'INVALID_DECISION',
    `expected ${name} in epoch µs, an integer, was ${shown(value)}`,
  )
}
