import {
  type AmendRequest,
  type CancelRequest,
  type OrderTerms,
  type OrderType,
  type PlaceRequest,
  type Side,
  type VenueOrderId,
  type VenueRequest,
} from '../../../core/index.ts'
import type { TradedProduct } from './facts.ts'
import { SIDES, TIMES_IN_FORCE } from './order-words.ts'

/** A JSON body; its fields go out in their order. */
export type Body = Readonly<Record<string, string | number | boolean>>

/** A body that is being written: field by field, as a spread of each part took longer than the whole. */
export type OpenBody = Record<string, string | number | boolean>

const TYPES: Readonly<Record<OrderType, string>> = {
  limit: 'Limit',
  market: 'Market',
  stopLimit: 'Limit',
  stopMarket: 'Market',
}
/** A stop waits for the price to become worse: a buy for a rise (1), a sell for a fall (2). */
const TRIGGER_DIRECTIONS: Readonly<Record<Side, number>> = { buy: 1, sell: 2 }
/** The funds of such a stop order are not locked before its trigger. */
const SPOT_STOP = 'StopOrder'

/** The venue's name of the product that an instrument belongs to; `undefined` where it is not traded here. */
export function categoryOf({ instrument }: OrderTerms): TradedProduct | undefined {
  const { product } = instrument
  return product === 'spot' || product === 'linear' ? product : undefined
}

/** Whether the order waits for a trigger. */
function isStop({ type }: OrderTerms): boolean {
  return type === 'stopLimit' || type === 'stopMarket'
}

/** Why terms cannot be written; `undefined` where they can. */
export function unsupported(terms: OrderTerms): string | undefined {
  const { instrument, timeInForce, postOnly, reduceOnly, type, price, triggerPrice } = terms
  const category = categoryOf(terms)
  if (category === undefined)
    return `orders of the product ${instrument.product} are not written; spot and linear are`
  if (timeInForce === 'gtd') return 'the venue has no orders that end at a time (gtd)'
  const isLimit = type === 'limit' || type === 'stopLimit'
  if (isLimit !== (price !== undefined))
    return `a ${type} order ${isLimit ? 'needs a' : 'has no'} price`
  if (isStop(terms) !== (triggerPrice !== undefined))
    return `a ${type} order ${isStop(terms) ? 'needs a' : 'has no'} trigger price`
  if (postOnly && (type !== 'limit' || timeInForce !== 'gtc'))
    return 'only limit orders that rest (gtc) can be post-only: it takes the place of the time in force'
  if (!isLimit && timeInForce === 'fok')
    return 'market orders are filled as far as they can be (ioc), not whole or not at all (fok)'
  if (category !== 'spot') return undefined
  if (reduceOnly) return 'spot has no positions that an order could reduce'
  return type === 'stopLimit' && timeInForce === 'gtc'
    ? 'a spot stop that rests after its trigger is cancelled under another filter than before it, and nothing tells which holds; use ioc or fok'
    : undefined
}

/** The order as `create` takes it. */
export function placeBody({ terms, clientOrderId }: PlaceRequest, body: OpenBody): Body {
  const { instrument, side, type, quantity, price } = terms
  body['symbol'] = instrument.symbol
  body['side'] = SIDES[side]
  body['orderType'] = TYPES[type]
  body['qty'] = quantity.toFixed()
  if (price !== undefined) {
    body['price'] = price.toFixed()
    body['timeInForce'] = timeOf(terms)
  }
  if (categoryOf(terms) === 'spot') writeSpot(terms, body)
  else writeLinear(terms, body)
  body['orderLinkId'] = clientOrderId
  return body
}

/** The change as `amend` takes it: both terms, so that it does not matter which of them the venue has. */
export function amendBody(request: AmendRequest, body: OpenBody): Body {
  const { terms, quantity, price } = request
  body['symbol'] = terms.instrument.symbol
  writeName(request, request.venueOrderId, body)
  body['qty'] = quantity.toFixed()
  if (price !== undefined) body['price'] = price.toFixed()
  return body
}

/** The end as `cancel` takes it. */
export function cancelBody(request: CancelRequest, body: OpenBody): Body {
  const { terms } = request
  body['symbol'] = terms.instrument.symbol
  writeName(request, request.venueOrderId, body)
  // Without it only orders without a trigger are looked for on spot.
  if (categoryOf(terms) === 'spot' && isStop(terms)) body['orderFilter'] = SPOT_STOP
  return body
}

/** By the venue's id, where it is known; ours is as good, it never names two orders. */
function writeName(
  { clientOrderId }: VenueRequest,
  venueOrderId: VenueOrderId | undefined,
  body: OpenBody,
): void {
  if (venueOrderId === undefined) body['orderLinkId'] = clientOrderId
  else body['orderId'] = venueOrderId
}

function timeOf({ postOnly, timeInForce }: OrderTerms): string {
  return postOnly || timeInForce === 'gtd' ? 'PostOnly' : TIMES_IN_FORCE[timeInForce]
}

/** A market buy counts quote unless it is told to count base. */
function writeSpot({ price, triggerPrice }: OrderTerms, body: OpenBody): void {
  if (price === undefined) body['marketUnit'] = 'baseCoin'
  if (triggerPrice === undefined) return
  body['triggerPrice'] = triggerPrice.toFixed()
  body['orderFilter'] = SPOT_STOP
}

/** `positionIdx` 0: one-way mode. In hedge mode the venue refuses it. */
function writeLinear({ side, triggerPrice, reduceOnly }: OrderTerms, body: OpenBody): void {
  if (triggerPrice !== undefined) {
    body['triggerPrice'] = triggerPrice.toFixed()
    body['triggerDirection'] = TRIGGER_DIRECTIONS[side]
    body['triggerBy'] = 'LastPrice'
  }
  if (reduceOnly) body['reduceOnly'] = true
  body['positionIdx'] = 0
}
