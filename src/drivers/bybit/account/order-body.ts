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
export function placeBody({ terms, clientOrderId }: PlaceRequest): Body {
  const { instrument, side, type, quantity, price } = terms
  return {
    symbol: instrument.symbol,
    side: SIDES[side],
    orderType: TYPES[type],
    qty: quantity.toFixed(),
    ...(price === undefined ? {} : { price: price.toFixed() }),
    ...(price === undefined ? {} : { timeInForce: timeOf(terms) }),
    ...(categoryOf(terms) === 'spot' ? spotFields(terms) : linearFields(terms)),
    orderLinkId: clientOrderId,
  }
}

/** The change as `amend` takes it: both terms, so that it does not matter which of them the venue has. */
export function amendBody(request: AmendRequest): Body {
  const { terms, quantity, price } = request
  return {
    symbol: terms.instrument.symbol,
    ...nameOf(request, request.venueOrderId),
    qty: quantity.toFixed(),
    ...(price === undefined ? {} : { price: price.toFixed() }),
  }
}

/** The end as `cancel` takes it. */
export function cancelBody(request: CancelRequest): Body {
  const { terms } = request
  return {
    symbol: terms.instrument.symbol,
    ...nameOf(request, request.venueOrderId),
    // Without it only orders without a trigger are looked for on spot.
    ...(categoryOf(terms) === 'spot' && isStop(terms) ? { orderFilter: SPOT_STOP } : {}),
  }
}

/** By the venue's id, where it is known; ours is as good, it never names two orders. */
function nameOf({ clientOrderId }: VenueRequest, venueOrderId: VenueOrderId | undefined): Body {
  return venueOrderId === undefined ? { orderLinkId: clientOrderId } : { orderId: venueOrderId }
}

function timeOf({ postOnly, timeInForce }: OrderTerms): string {
  return postOnly || timeInForce === 'gtd' ? 'PostOnly' : TIMES_IN_FORCE[timeInForce]
}

/** A market buy counts quote unless it is told to count base. */
function spotFields(terms: OrderTerms): Body {
  const { price, triggerPrice } = terms
  return {
    ...(price === undefined ? { marketUnit: 'baseCoin' } : {}),
    ...(triggerPrice === undefined
      ? {}
      : { triggerPrice: triggerPrice.toFixed(), orderFilter: SPOT_STOP }),
  }
}

/** `positionIdx` 0: one-way mode. In hedge mode the venue refuses it. */
function linearFields({ side, triggerPrice, reduceOnly }: OrderTerms): Body {
  return {
    ...(triggerPrice === undefined
      ? {}
      : {
          triggerPrice: triggerPrice.toFixed(),
          triggerDirection: TRIGGER_DIRECTIONS[side],
          triggerBy: 'LastPrice',
        }),
    ...(reduceOnly ? { reduceOnly } : {}),
    positionIdx: 0,
  }
}
