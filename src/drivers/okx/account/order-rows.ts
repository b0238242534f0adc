import {
  type AccountId,
  type ClientOrderId,
  Decimal,
  type Fee,
  type Fill,
  fillId,
  type Instrument,
  type OrderAddress,
  ProtocolError,
  type Side,
  type VenueOrder,
  venueOrderId,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { amountAt, optionalAmountAt, positiveAmountAt } from '../../kit/amounts.ts'
import { given, msTimeAt, optionalMsTimeAt, optionalTextAt, textAt } from '../../kit/fields.ts'
import { ownOrderId } from '../../kit/own-order-id.ts'

/** What rows of orders say, in lists and on the channel `orders`: names and units are the same. docs/venues/okx.md §Trading. */

/** Whether an order works, or how it ended. */
export type OrderEnd = 'open' | 'filled' | 'cancelled' | 'expired'

const NOTHING = new Decimal(0)

const STATES: Readonly<Record<string, OrderEnd>> = {
  live: 'open',
  partially_filled: 'open',
  filled: 'filled',
  canceled: 'cancelled',
  mmp_canceled: 'cancelled',
}

/** `cancelSource` of orders whose time was over: what a fok, or the rest of an ioc, did not find. */
const OVER_AT_ONCE: ReadonlySet<string> = new Set(['13', '14'])

/** Where an order is; `undefined` where the word is not known: nothing is to be made of it. */
export function stateOf(row: JsonObject): OrderEnd | undefined {
  const word = textAt(row, 'state')
  const state = Object.hasOwn(STATES, word) ? STATES[word] : undefined
  const isOver = OVER_AT_ONCE.has(optionalTextAt(row, 'cancelSource') ?? '')
  return state === 'cancelled' && isOver ? 'expired' : state
}

/** Our id of an order: its own, or that of the stop that it was. `undefined`: it is somebody else's. */
export function ownIdOf(row: JsonObject): ClientOrderId | undefined {
  const stop = (): string | undefined => optionalTextAt(row, 'algoClOrdId')
  return ownOrderId(optionalTextAt(row, 'clOrdId')) ?? ownOrderId(stop())
}

/** Which order a row is about. */
export function addressOf(
  row: JsonObject,
  account: AccountId,
  instrument: Instrument,
): OrderAddress {
  return {
    ...given('clientOrderId', ownIdOf(row)),
    venueOrderId: venueOrderId(textAt(row, 'ordId')),
    account,
    instrument,
  }
}

/** Buy or sell. */
export function sideOf(row: JsonObject): Side {
  const word = textAt(row, 'side')
  if (word === 'buy' || word === 'sell') return word
  throw unknownWord('side', word)
}

/** What adds up to nothing where it is empty. */
export function sumAt(row: JsonObject, key: string): Decimal {
  return optionalAmountAt(row, key) ?? NOTHING
}

/** The whole quantity; what was filled where it is told in quote, of which orders of ours are none. */
export function quantityOf(row: JsonObject): Decimal {
  const isInQuote = optionalTextAt(row, 'tgtCcy') === 'quote_ccy'
  return isInQuote ? sumAt(row, 'accFillSz') : amountAt(row, 'sz')
}

/** An order that was asked for by an id. @throws ProtocolError where its state is not known */
export function venueOrderOf(row: JsonObject, instrument: Instrument): VenueOrder {
  const order = listedOrderOf(row, instrument)
  if (order === undefined) throw unknownWord('state', textAt(row, 'state'))
  return order
}

/** An order of a list; `undefined` where its state is not known: a list with a hole proves nothing. */
export function listedOrderOf(row: JsonObject, instrument: Instrument): VenueOrder | undefined {
  const status = stateOf(row)
  if (status === undefined) return undefined
  return {
    ...given('clientOrderId', ownIdOf(row)),
    venueOrderId: venueOrderId(textAt(row, 'ordId')),
    instrument,
    side: sideOf(row),
    status,
    quantity: quantityOf(row),
    filledQuantity: sumAt(row, 'accFillSz'),
    ...given('price', positiveAmountAt(row, 'px')),
    ...given('venueTimeUs', optionalMsTimeAt(row, 'uTime')),
  }
}

/** A fill, of a list or of the channel: the names of the fee differ. Below 0 is what was paid, there. */
export function fillOf(
  row: JsonObject,
  account: AccountId,
  instrument: Instrument,
  fee: { readonly amount: string; readonly asset: string },
): Fill {
  const isMaker = MAKERS[optionalTextAt(row, 'execType') ?? '']
  const isContract = instrument.contract !== undefined
  return {
    fillId: fillId(textAt(row, 'tradeId')),
    account,
    ...given('clientOrderId', ownIdOf(row)),
    venueOrderId: venueOrderId(textAt(row, 'ordId')),
    instrument,
    side: sideOf(row),
    price: amountAt(row, 'fillPx'),
    quantity: amountAt(row, 'fillSz'),
    ...given('fee', feeOf(row, fee)),
    ...given('realisedPnl', isContract ? optionalAmountAt(row, 'fillPnl') : undefined),
    ...given('isMaker', isMaker),
    venueTimeUs: optionalMsTimeAt(row, 'fillTime') ?? msTimeAt(row, 'ts'),
  }
}

const MAKERS: Readonly<Record<string, boolean>> = { M: true, T: false }

function feeOf(
  row: JsonObject,
  { amount, asset }: { readonly amount: string; readonly asset: string },
): Fee | undefined {
  const told = optionalAmountAt(row, amount)
  const of = optionalTextAt(row, asset)
  if (told === undefined || of === undefined) return undefined
  return { amount: NOTHING.minus(told), asset: of }
}

/** A word that this version does not know, where guessing could lose an order. */
export function unknownWord(field: string, found: string): ProtocolError {
  return new ProtocolError(
    'MALFORMED_RESPONSE',
    `Reading ${field}: expected a word that is known, was "${found.slice(0, 40)}"`,
    { context: { field } },
  )
}
