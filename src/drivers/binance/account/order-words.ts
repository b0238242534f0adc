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

/** The state under a key. @throws ProtocolError `MALFORMED_RESPONSE` where the venue says a word that is not known. */
export function stateAt(row: JsonObject, key: string): OrderState {
  return wordAt(row, key, STATES_READ)
}

function wordAt<T>(row: JsonObject, key: string, words: Readonly<Record<string, T>>): T {
  const word = textAt(row, key)
  const known = Object.hasOwn(words, word) ? words[word] : undefined
  if (known !== undefined) return known
  throw new ProtocolError(
    'MALFORMED_RESPONSE',
    `Reading ${key}: expected one of ${Object.keys(words).join(', ')}, was "${word.slice(0, 40)}"`,
    { context: { field: key } },
  )
}
