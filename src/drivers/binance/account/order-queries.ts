import type {
  AccountList,
  HttpResponse,
  Instrument,
  OrderKey,
  RestCall,
  VenueOrder,
  VenueOrderId,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { answerTimeUs } from '../../kit/answer-time.ts'
import { asObject, given, parseJson, textAt } from '../../kit/fields.ts'
import { inferInstrument } from '../instruments.ts'
import { accountError, saidIn } from './errors.ts'
import { readListing } from './listing.ts'
import {
  OPERATIONS,
  type Operation,
  type Product,
  productOf,
  USDM_OPERATIONS,
} from './operations.ts'
import { listedOrder, readOrder } from './order-rows.ts'
import { type Keys, signedRequest } from './signed-request.ts'
import { algoIdOf, listedStop, readStop, triggeredIdAt } from './usdm/stops.ts'

/** Orders that are asked for one by one, or that are open. On USDⓈ-M there are two places to ask. */

/** "Order does not exist", or no longer in the archive. */
const NOT_FOUND: ReadonlySet<string> = new Set(['-2013', '-2026'])

type OrderList = AccountList<VenueOrder>

/**
 * One order. On USDⓈ-M an order of unknown kind is asked for among the ordinary ones, then among the stop orders; a stop
 * order that has triggered leads to the ordinary order that it became.
 */
export function queryOrder(keys: Keys, key: OrderKey): RestCall<OrderList> {
  const { clientOrderId, instrument, venueOrderId } = key
  const product = productOf(instrument.product)
  const algoId = venueOrderId && algoIdOf(venueOrderId)
  if (algoId !== undefined) return queryStop(keys, key, { algoId })
  if (venueOrderId !== undefined) return queryOrdinary(keys, key, venueOrderId)
  const query = { symbol: instrument.symbol, origClientOrderId: clientOrderId }
  return querySingle(keys, product, OPERATIONS[product].order, query, {
    read: (row) => ownRow(readOrder(row, instrument), key),
    following: (row) =>
      row === undefined && product === 'usdm'
        ? queryStop(keys, key, { clientAlgoId: clientOrderId })
        : undefined,
  })
}

/** Open orders of an instrument, or of a product line. Stop orders come first: one that triggers meanwhile is in both. */
export function queryOpenOrders(
  keys: Keys,
  product: Product,
  instrument?: Instrument,
): RestCall<OrderList> {
  const { allOpenOrders, openOrders } = OPERATIONS[product]
  const { allOpenStops, openStops } = USDM_OPERATIONS
  const isAll = instrument === undefined
  const query = instrument === undefined ? {} : { symbol: instrument.symbol }
  const named = (row: JsonObject): Instrument | undefined =>
    instrument ?? inferInstrument(product === 'spot' ? 'spot' : 'futures', textAt(row, 'symbol'))
  const ordinary = readListing<VenueOrder>(keys, {
    product,
    operation: isAll ? allOpenOrders : openOrders,
    query,
    read: (row) => {
      const of = named(row)
      const order = of && listedOrder(row, of)
      return order && [order]
    },
  })
  if (product === 'spot') return ordinary
  return readListing<VenueOrder>(keys, {
    product,
    operation: isAll ? allOpenStops : openStops,
    query,
    read: (row) => {
      const of = named(row)
      return of && listedStop(row, of)
    },
    after: ordinary,
  })
}

function queryOrdinary(keys: Keys, key: OrderKey, orderId: VenueOrderId): RestCall<OrderList> {
  const { instrument } = key
  const product = productOf(instrument.product)
  const query = { symbol: instrument.symbol, orderId }
  return querySingle(keys, product, OPERATIONS[product].order, query, {
    read: (row) => ownRow(readOrder(row, instrument), key),
  })
}

function queryStop(
  keys: Keys,
  key: OrderKey,
  query: Readonly<Record<string, string>>,
): RestCall<OrderList> {
  return querySingle(keys, 'usdm', USDM_OPERATIONS.stop, query, {
    read: (row) => {
      const stop = readStop(row, key.instrument)
      return stop && ownRow(stop, key)
    },
    following: (row) => {
      const ordinaryId = row && triggeredIdAt(row, 'actualOrderId')
      return ordinaryId && queryOrdinary(keys, key, ordinaryId)
    },
  })
}

/** What was asked for by its id is ours, whatever id of ours the row shows. */
function ownRow(row: VenueOrder, { clientOrderId }: OrderKey): VenueOrder {
  return { ...row, clientOrderId }
}

interface SingleReading {
  readonly read: (row: JsonObject) => VenueOrder | undefined
  readonly following?: (row: JsonObject | undefined) => RestCall<OrderList> | undefined
}

/** One row or none: that there is none is an answer too. */
function querySingle(
  keys: Keys,
  product: Product,
  operation: Operation,
  query: Readonly<Record<string, string>>,
  { read, following }: SingleReading,
): RestCall<OrderList> {
  const found = (response: HttpResponse): JsonObject | undefined => {
    if (response.status >= 200 && response.status <= 299)
      return asObject(parseJson(response.body), 'an order')
    if (NOT_FOUND.has(saidIn(response).code)) return undefined
    throw accountError(response, product)
  }
  return {
    request: signedRequest(keys, { product, operation, query, isIdempotent: true }),
    parse: (response) => {
      const row = found(response)
      const order = row && read(row)
      return {
        items: order === undefined ? [] : [order],
        ...given('venueTimeUs', answerTimeUs(response)),
        isComplete: true,
      }
    },
    // Every answer is read above; an error that tells us to stop is thrown there.
    refusal: () => undefined,
    ...given('next', following && ((response: HttpResponse) => following(found(response)))),
  }
}
