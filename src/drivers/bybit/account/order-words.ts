import {
  type Decimal,
  ProtocolError,
  type Side,
  type TimeInForce,
  type VenueOrder,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { optionalTextAt, textAt } from '../../kit/fields.ts'

/** Bybit's words about orders. docs/venues/bybit.md §Statuses; checked 2026-11-21. */

/** Our sides in the venue's words. */
export const SIDES: Readonly<Record<Side, string>> = { buy: 'Buy', sell: 'Sell' }

/** Our times in force in the venue's words. */
export const TIMES_IN_FORCE: Readonly<Record<Exclude<TimeInForce, 'gtd'>, string>> = {
  gtc: 'GTC',
  ioc: 'IOC',
  fok: 'FOK',
}

/** Whether an order works, or how it ended. */
export type OrderState = VenueOrder['status']

/** `Cancelled` and `Rejected` are looked at more closely. */
const STATES_READ: ReadonlyMap<string, OrderState> = new Map([
  ['New', 'open'],
  ['PartiallyFilled', 'open'],
  // A stop order that waits, and the moment in which it waits no longer.
  ['Untriggered', 'open'],
  ['Triggered', 'open'],
  ['Filled', 'filled'],
  ['Cancelled', 'cancelled'],
  ['PartiallyFilledCanceled', 'cancelled'],
  // A stop order that was removed before its trigger.
  ['Deactivated', 'cancelled'],
  ['Rejected', 'rejected'],
])

/** A post-only order would have taken: the gateway had accepted it, the engine did not. */
const WOULD_TAKE = 'EC_PostOnlyWillTakeLiquidity'
/** Nothing was there to take, or not all of it. */
const FOUND_NOTHING: ReadonlySet<string> = new Set([
  'EC_NoImmediateQtyToFill',
  'EC_CancelForNoFullFill',
])
const NO_REASON: ReadonlySet<string> = new Set(['', 'EC_NoError'])
const NOBODY: ReadonlySet<string> = new Set(['', 'UNKNOWN'])
const IMMEDIATE: ReadonlySet<string> = new Set(['IOC', 'FOK'])

/** What the venue says became of an order; `undefined` for a word that is not known. */
export function stateOf(row: JsonObject, filledQuantity: Decimal): OrderState | undefined {
  const status = textAt(row, 'orderStatus')
  const state = STATES_READ.get(status)
  if (state === 'rejected') {
    // Spot rejects the rest of an order that has fills: it was there.
    return filledQuantity.gt(0) ? 'cancelled' : 'rejected'
  }
  if (state !== 'cancelled' || status === 'Deactivated') return state
  const reason = optionalTextAt(row, 'rejectReason') ?? ''
  if (reason === WOULD_TAKE && filledQuantity.isZero()) return 'rejected'
  return isTimeOver(row, reason) ? 'expired' : 'cancelled'
}

/** `ioc`, `fok` and market orders end as cancelled; nobody cancelled them. */
function isTimeOver(row: JsonObject, reason: string): boolean {
  if (FOUND_NOTHING.has(reason)) return true
  const isImmediate = IMMEDIATE.has(optionalTextAt(row, 'timeInForce') ?? '')
  const isByNobody = NOBODY.has(optionalTextAt(row, 'cancelType') ?? '')
  return isImmediate && isByNobody && NO_REASON.has(reason)
}

/** The side of an order or a fill. @throws ProtocolError `MALFORMED_RESPONSE` */
export function sideAt(row: JsonObject): Side {
  const word = textAt(row, 'side')
  if (word === 'Buy') return 'buy'
  if (word === 'Sell') return 'sell'
  throw new ProtocolError(
    'MALFORMED_RESPONSE',
    `Reading side: expected Buy or Sell, was "${word.slice(0, 40)}"`,
    { context: { field: 'side' } },
  )
}
