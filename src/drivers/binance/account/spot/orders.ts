import {
  type AmendRequest,
  ConfigError,
  type OrderTerms,
  type PlaceRequest,
  type VenueRequest,
} from '../../../../core/index.ts'
import { OPERATIONS } from '../operations.ts'
import { SIDES, TIMES_IN_FORCE } from '../order-words.ts'
import { orderReference, plain, type WrittenOrder } from '../written-order.ts'

const { amend, cancel, place } = OPERATIONS.spot
const ONE_ORDER: WrittenOrder['spends'] = { 'spot-10s': 1, 'spot-1d': 1 }

/** Why spot cannot write terms. */
export function spotUnsupported(terms: OrderTerms): string | undefined {
  if (terms.reduceOnly) return 'spot has no positions, so nothing that only reduces one'
  if (terms.timeInForce === 'gtd') return 'spot orders have no end of their own'
  return undefined
}

/** A request in spot's words. */
export function writeSpot(request: VenueRequest): WrittenOrder {
  const { symbol } = request.terms.instrument
  switch (request.type) {
    case 'place':
      return {
        operation: place,
        query: placeQuery(request),
        spends: ONE_ORDER,
      }
    case 'amend':
      return { operation: amend, query: amendQuery(request), spends: {} }
    case 'cancel':
      return { operation: cancel, query: { symbol, ...orderReference(request) }, spends: {} }
  }
}

function placeQuery({ terms, clientOrderId }: PlaceRequest): WrittenOrder['query'] {
  const { instrument, side, quantity, price, triggerPrice } = terms
  const timeInForce = timeInForceOf(terms)
  // On the way of every order: spreads of what may be absent would take longer than all else.
  const query: Record<string, string> = {
    symbol: instrument.symbol,
    side: SIDES[side],
    type: typeOf(terms),
  }
  if (timeInForce !== undefined) query['timeInForce'] = timeInForce
  query['quantity'] = plain(quantity)
  if (price !== undefined) query['price'] = plain(price)
  if (triggerPrice !== undefined) query['stopPrice'] = plain(triggerPrice)
  query['newClientOrderId'] = clientOrderId
  query['newOrderRespType'] = 'FULL'
  return query
}

function typeOf({ type, postOnly }: OrderTerms): string {
  switch (type) {
    case 'limit':
      return postOnly ? 'LIMIT_MAKER' : 'LIMIT'
    case 'market':
      return 'MARKET'
    case 'stopLimit':
      return 'STOP_LOSS_LIMIT'
    case 'stopMarket':
      return 'STOP_LOSS'
  }
}

/** Only orders with a price may say it, and post-only ones may not. */
function timeInForceOf({ type, postOnly, timeInForce }: OrderTerms): string | undefined {
  const hasPrice = type === 'limit' || type === 'stopLimit'
  return !hasPrice || postOnly || timeInForce === 'gtd' ? undefined : TIMES_IN_FORCE[timeInForce]
}

/** Keeps the order's place in the queue, and its id: without `newClientOrderId` the venue makes up another. */
function amendQuery(request: AmendRequest): WrittenOrder['query'] {
  const { clientOrderId, price, quantity, terms } = request
  if (price !== undefined && terms.price?.eq(price) !== true) {
    throw new ConfigError(
      'UNSUPPORTED',
      `Amending an order of Binance spot: the price stays, ${terms.price?.toFixed() ?? 'none'}; only the quantity can go down`,
      { context: { clientOrderId } },
    )
  }
  return {
    symbol: terms.instrument.symbol,
    ...orderReference(request),
    newClientOrderId: clientOrderId,
    newQty: plain(quantity),
  }
}
