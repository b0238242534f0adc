import { ConfigError, type VenueRequest } from '../../../../core/index.ts'
import { USDM_OPERATIONS } from '../operations.ts'
import type { WrittenOrder } from '../written-order.ts'
import { amendFields, placeFields } from './orders.ts'
import { isUntriggered } from './stops.ts'

/** Batches of USDⓈ-M: up to 5 new orders or other terms, up to 10 cancels of one instrument. Dossier §8. */

const { amendBatch, cancelBatch, placeBatch } = USDM_OPERATIONS

/**
 * Requests of one kind in one call.
 *
 * @throws ConfigError `UNSUPPORTED` where they are of several kinds, of stop orders, or cancels in several instruments.
 */
export function writeBatch(requests: readonly VenueRequest[]): WrittenOrder {
  const [first] = requests
  if (first === undefined) throw unsupported('none')
  for (const request of requests) demandOrdinary(request)
  const spends = { 'usdm-10s': requests.length, 'usdm-1m': 1 }
  switch (first.type) {
    case 'place': {
      const rows = requests.map((request) => placeFields(ofKind(request, first.type)))
      return { operation: placeBatch, query: { batchOrders: JSON.stringify(rows) }, spends }
    }
    case 'amend': {
      const rows = requests.map((request) => amendFields(ofKind(request, first.type)))
      return { operation: amendBatch, query: { batchOrders: JSON.stringify(rows) }, spends }
    }
    case 'cancel': {
      const cancels = requests.map((request) => ofKind(request, first.type))
      return { operation: cancelBatch, query: cancelQuery(cancels), spends: {} }
    }
  }
}

/** By the venue's ids where all are known, else by ours: one list only. Ids are digits, so the list is written as such. */
function cancelQuery(
  cancels: readonly (VenueRequest & { type: 'cancel' })[],
): WrittenOrder['query'] {
  const symbols = new Set(cancels.map(({ terms }) => terms.instrument.symbol))
  const [symbol = '', another] = [...symbols]
  if (another !== undefined) throw unsupported(`cancels in ${symbol} and ${another}`)
  const venueIds = cancels.flatMap(({ venueOrderId }) => venueOrderId ?? [])
  if (venueIds.length === cancels.length) return { symbol, orderIdList: `[${venueIds.join(',')}]` }
  const ids = cancels.map(({ clientOrderId }) => clientOrderId)
  return { symbol, origClientOrderIdList: JSON.stringify(ids) }
}

function ofKind<Kind extends VenueRequest['type']>(
  request: VenueRequest,
  kind: Kind,
): VenueRequest & { readonly type: Kind } {
  if (isOfKind(request, kind)) return request
  throw unsupported(`${request.type} among ${kind}`)
}

function isOfKind<Kind extends VenueRequest['type']>(
  request: VenueRequest,
  kind: Kind,
): request is VenueRequest & { readonly type: Kind } {
  return request.type === kind
}

function demandOrdinary(request: VenueRequest): void {
  const { terms } = request
  if (terms.instrument.product !== 'usdm') throw unsupported(`an order of ${terms.instrument.pair}`)
  const id = request.type === 'place' ? undefined : request.venueOrderId
  if (isUntriggered(terms, id)) throw unsupported('a stop order')
}

function unsupported(found: string): ConfigError {
  return new ConfigError(
    'UNSUPPORTED',
    `Sending a batch to Binance: expected ordinary orders of USDⓈ-M and one kind of request, cancels in one instrument, was ${found}`,
  )
}
