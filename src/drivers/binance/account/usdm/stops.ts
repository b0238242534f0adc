import {
  Decimal,
  type Instrument,
  type OrderTerms,
  ProtocolError,
  type VenueOrder,
  type VenueOrderId,
  venueOrderId,
} from '../../../../core/index.ts'
import type { JsonObject } from '../../../../wire/index.ts'
import { amountAt } from '../../../kit/amounts.ts'
import { given, optionalMsTimeAt, optionalTextAt, textAt } from '../../../kit/fields.ts'
import { ownOrderId } from '../../../kit/own-order-id.ts'
import { priceAt } from '../order-rows.ts'
import { type OrderState, sideAt } from '../order-words.ts'

/**
 * Stop orders of USDⓈ-M live in a service of their own until they trigger; then an ordinary order with an id of its own
 * takes over. The two services count ids apart, so an id of theirs says that it is one of theirs.
 */
const STOP_ID = 'algo-'

/** What a stop order is; `ordinary`: it has triggered, and an ordinary order tells the rest. */
export type StopState = OrderState | 'ordinary'

const STATES: Readonly<Record<string, StopState>> = {
  NEW: 'open',
  TRIGGERING: 'open',
  TRIGGERED: 'ordinary',
  FINISHED: 'ordinary',
  CANCELED: 'cancelled',
  EXPIRED: 'expired',
  REJECTED: 'rejected',
}

/** Whether terms are those of a stop order. */
export function isStop({ type }: Pick<OrderTerms, 'type'>): boolean {
  return type === 'stopLimit' || type === 'stopMarket'
}

/** The id of a stop order as we know it. */
export function stopOrderId(algoId: string): VenueOrderId {
  return venueOrderId(STOP_ID + algoId)
}

/** The venue's id of an untriggered stop order; `undefined` where the id is that of an ordinary order. */
export function algoIdOf(id: VenueOrderId): string | undefined {
  return id.startsWith(STOP_ID) ? id.slice(STOP_ID.length) : undefined
}

/** Whether a request goes to the service of stop orders: by the newest id of the order, or by its terms. */
export function isUntriggered(terms: OrderTerms, id: VenueOrderId | undefined): boolean {
  return id === undefined ? isStop(terms) : algoIdOf(id) !== undefined
}

/** The state under a key. @throws ProtocolError `MALFORMED_RESPONSE` where the word is not known. */
export function stopStateAt(row: JsonObject, key: string): StopState {
  const word = textAt(row, key)
  const state = stopStateOf(word)
  if (state !== undefined) return state
  throw new ProtocolError(
    'MALFORMED_RESPONSE',
    `Reading ${key}: expected a state of a stop order, was "${word.slice(0, 40)}"`,
    { context: { field: key } },
  )
}

function stopStateOf(word: string): StopState | undefined {
  return Object.hasOwn(STATES, word) ? STATES[word] : undefined
}

/** The id of the ordinary order that a stop order became, under a key; `undefined` before that. */
export function triggeredIdAt(row: JsonObject, key: string): VenueOrderId | undefined {
  const id = optionalTextAt(row, key)
  return id === undefined || id === '0' ? undefined : venueOrderId(id)
}

/** A stop order of a list: none where an ordinary order tells its rest; `undefined` where its state is not known. */
export function listedStop(
  row: JsonObject,
  instrument: Instrument,
): readonly VenueOrder[] | undefined {
  if (stopStateOf(textAt(row, 'algoStatus')) === undefined) return undefined
  const stop = readStop(row, instrument)
  return stop === undefined ? [] : [stop]
}

/** A stop order; `undefined` where an ordinary order tells its rest. */
export function readStop(row: JsonObject, instrument: Instrument): VenueOrder | undefined {
  const status = stopStateAt(row, 'algoStatus')
  if (status === 'ordinary') return undefined
  return {
    ...given('clientOrderId', ownOrderId(optionalTextAt(row, 'clientAlgoId'))),
    venueOrderId: stopOrderId(textAt(row, 'algoId')),
    instrument,
    side: sideAt(row, 'side'),
    status,
    quantity: amountAt(row, 'quantity'),
    filledQuantity: new Decimal(0),
    ...priceAt(row, 'price'),
    ...given('venueTimeUs', optionalMsTimeAt(row, 'updateTime')),
  }
}
