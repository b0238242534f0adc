import { ProtocolError, type Side, type TimeInForce, type VenueOrder } from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { textAt } from '../../kit/fields.ts'

/** Binance's words about orders. Dossier §7 and §8; checked 2026-11-27. */

/** Our sides in the venue's words. */
export const SIDES: Readonly<Record<Side, string>> = { buy: 'BUY', sell: 'SELL' }

/** Times in force that both products have, in the venue's words. */
export const TIMES_IN_FORCE: Readonly<Record<Exclude<TimeInForce, 'gtd'>, string>> = {
  gtc: 'GTC',
  ioc: 'IOC',
  fok: 'FOK',
}

/** Where an order is, in our words. */
export type OrderState = VenueOrder['status']

const SIDES_READ: Readonly<Record<string, Side>> = { BUY: 'buy', SELL: 'sell' }

const STATES_READ: Readonly<Record<string, OrderState>> = {
  NEW: 'open',
  // A leg of an order list that waits for the other.
  PENDING_NEW: 'open',
  PARTIALLY_FILLED: 'open',
  FILLED: 'filled',
  CANCELED: 'cancelled',
  PENDING_CANCEL: 'cancelled',
  REJECTED: 'rejected',
  // What is left of IOC and FOK, post-only orders that would cross, dates that have come.
  EXPIRED: 'expired',
  // Self-trade prevention.
  EXPIRED_IN_MATCH: 'expired',
}

/** The side under a key. @throws ProtocolError `MALFORMED_RESPONSE` */
export function sideAt(row: JsonObject, key: string): Side {
  return wordAt(row, key, SIDES_READ)
}

/** Orders by which the venue closes a position: they say nothing of whether anything is left. */
const CLOSINGS: ReadonlySet<string> = new Set(['NEW_INSURANCE', 'NEW_ADL'])

/** The state in a word, of an order that was filled whole or was not; `undefined` where the word is not known. */
export function stateOf(word: string, isWhole: boolean): OrderState | undefined {
  if (CLOSINGS.has(word)) return isWhole ? 'filled' : 'open'
  return Object.hasOwn(STATES_READ, word) ? STATES_READ[word] : undefined
}

function wordAt<T>(row: JsonObject, key: string, words: Readonly<Record<string, T>>): T {
  const word = textAt(row, key)
  const known = Object.hasOwn(words, word) ? words[word] : undefined
  if (known !== undefined) return known
  throw unknownWord(key, word, Object.keys(words))
}

/** The error of a word for a state that is not known. */
export function unknownState(key: string, word: string): ProtocolError {
  return unknownWord(key, word, [...Object.keys(STATES_READ), ...CLOSINGS])
}

function unknownWord(key: string, word: string, expected: readonly string[]): ProtocolError {
  return new ProtocolError(
    'MALFORMED_RESPONSE',
    `Reading ${key}: expected one of ${expected.join(', ')}, was "${word.slice(0, 40)}"`,
    { context: { field: key } },
  )
}
