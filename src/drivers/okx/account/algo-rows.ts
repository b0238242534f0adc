import {
  type AccountId,
  type Decimal,
  Decimal as ExactDecimal,
  type Instrument,
  type OrderAddress,
  type VenueOrder,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { positiveAmountAt } from '../../kit/amounts.ts'
import { given, optionalMsTimeAt, optionalTextAt, textAt } from '../../kit/fields.ts'
import { ownIdOf, sideOf, sumAt, unknownWord } from './order-rows.ts'
import { algoOrderId } from './venue-order-id.ts'

/** What rows of stops say, in lists and on the channel `orders-algo`. docs/venues/okx.md §Trading. */

/** Where a stop is: it waits, has become an order, was cancelled, or became none. */
export type StopState = 'waiting' | 'triggered' | 'cancelled' | 'failed'

const STATES: Readonly<Record<string, StopState>> = {
  live: 'waiting',
  pause: 'waiting',
  effective: 'triggered',
  partially_effective: 'triggered',
  canceled: 'cancelled',
  order_failed: 'failed',
  partially_failed: 'failed',
}

/** Where a stop is; `undefined` where the word is not known. */
export function stopStateOf(row: JsonObject): StopState | undefined {
  const word = textAt(row, 'state')
  return Object.hasOwn(STATES, word) ? STATES[word] : undefined
}

/** Which stop a row is about, by the id that it has while it waits. */
export function stopAddressOf(
  row: JsonObject,
  account: AccountId,
  instrument: Instrument,
): OrderAddress {
  const venueOrderId = algoOrderId(textAt(row, 'algoId'))
  return { ...given('clientOrderId', ownIdOf(row)), venueOrderId, account, instrument }
}

/** The id of the order that a stop became; `undefined` while it is none. */
export function triggeredIdOf(row: JsonObject): string | undefined {
  return optionalTextAt(row, 'ordId')
}

/** The limit of a stop: of the kind that we place, or of the two others. */
export function stopPriceOf(row: JsonObject): Decimal | undefined {
  return (
    positiveAmountAt(row, 'slOrdPx') ??
    positiveAmountAt(row, 'ordPx') ??
    positiveAmountAt(row, 'tpOrdPx')
  )
}

const NOTHING = new ExactDecimal(0)

/**
 * A stop as a list has it; `undefined` where it has become an order: that one is listed itself.
 *
 * @throws ProtocolError where its state is not known.
 */
export function venueStopOf(row: JsonObject, instrument: Instrument): VenueOrder | undefined {
  const state = stopStateOf(row)
  if (state === undefined) throw unknownWord('state', textAt(row, 'state'))
  if (state === 'triggered') return undefined
  return {
    ...given('clientOrderId', ownIdOf(row)),
    venueOrderId: algoOrderId(textAt(row, 'algoId')),
    instrument,
    side: sideOf(row),
    status: state === 'waiting' ? 'open' : state === 'failed' ? 'rejected' : 'cancelled',
    // Empty on stops that close a whole position; those are somebody else's.
    quantity: sumAt(row, 'sz'),
    filledQuantity: NOTHING,
    ...given('price', stopPriceOf(row)),
    ...given('venueTimeUs', optionalMsTimeAt(row, 'uTime')),
  }
}
