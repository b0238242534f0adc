import {
  ConfigError,
  type OrderTerms,
  type OrderType,
  type PlaceRequest,
  type VenueRequest,
} from '../../../../core/index.ts'
import { given } from '../../../kit/fields.ts'
import { OPERATIONS, USDM_OPERATIONS } from '../operations.ts'
import { SIDES, TIMES_IN_FORCE } from '../order-words.ts'
import { orderReference, plain, type WrittenOrder } from '../written-order.ts'
import { algoIdOf, isStop, isUntriggered } from './stops.ts'

const { amend, cancel, place } = OPERATIONS.usdm
const { cancelStop, placeStop } = USDM_OPERATIONS

const TYPES: Readonly<Record<OrderType, string>> = {
  limit: 'LIMIT',
  market: 'MARKET',
  stopLimit: 'STOP',
  stopMarket: 'STOP_MARKET',
}

/** What a new order or other terms cost of the limits on orders; cancels are free. */
const ONE_ORDER = { 'usdm-10s': 1, 'usdm-1m': 1 } as const

/** Why USDⓈ-M cannot write terms. */
export function usdmUnsupported({
  timeInForce,
  expireTimeUs = 0,
  postOnly,
}: OrderTerms): string | undefined {
  if (timeInForce !== 'gtd') return undefined
  if (postOnly) return 'post-only is a time in force at Binance, so it cannot be gtd too'
  return expireTimeUs % 1_000_000 === 0 ? undefined : 'gtd ends on whole seconds'
}

/** A request in the words of USDⓈ-M. @throws ConfigError `UNSUPPORTED` where an untriggered stop order is to be amended. */
export function writeUsdm(request: VenueRequest): WrittenOrder {
  if (request.type === 'place') {
    const isOfStop = isStop(request.terms)
    return {
      operation: isOfStop ? placeStop : place,
      query: isOfStop ? stopFields(request) : placeFields(request),
      spends: ONE_ORDER,
    }
  }
  const { clientOrderId, terms, venueOrderId } = request
  if (request.type === 'amend')
    return { operation: amend, query: amendFields(request), spends: ONE_ORDER }
  if (!isUntriggered(terms, venueOrderId)) {
    const { symbol } = terms.instrument
    return { operation: cancel, query: { symbol, ...orderReference(request) }, spends: {} }
  }
  const algoId = venueOrderId && algoIdOf(venueOrderId)
  const query = algoId === undefined ? { clientAlgoId: clientOrderId } : { algoId }
  return { operation: cancelStop, query, spends: {} }
}

/** The fields of an ordinary order, alone or in a batch. */
export function placeFields({ terms, clientOrderId }: PlaceRequest): WrittenOrder['query'] {
  return {
    ...termsHead(terms),
    quantity: plain(terms.quantity),
    ...given('price', terms.price && plain(terms.price)),
    ...termsTail(terms),
    newClientOrderId: clientOrderId,
    // The answer waits for what is done at once: what is left of IOC and FOK, post-only orders that would cross.
    newOrderRespType: 'RESULT',
  }
}

/** The fields of other terms; price and quantity are both wanted. */
export function amendFields(request: VenueRequest & { type: 'amend' }): WrittenOrder['query'] {
  const { clientOrderId, terms, venueOrderId, quantity } = request
  const price = request.price ?? terms.price
  if (isUntriggered(terms, venueOrderId)) {
    throw new ConfigError(
      'UNSUPPORTED',
      'Amending a stop order of Binance USDⓈ-M: it cannot be changed before it triggers; cancel it and place another',
      { context: { clientOrderId } },
    )
  }
  return {
    symbol: terms.instrument.symbol,
    ...orderReference(request),
    side: SIDES[terms.side],
    quantity: plain(quantity),
    ...given('price', price && plain(price)),
  }
}

function stopFields({ terms, clientOrderId }: PlaceRequest): WrittenOrder['query'] {
  const { price, quantity, triggerPrice } = terms
  return {
    algoType: 'CONDITIONAL',
    ...termsHead(terms),
    quantity: plain(quantity),
    ...given('triggerPrice', triggerPrice && plain(triggerPrice)),
    ...given('price', price && plain(price)),
    // The last price triggers, not the mark price.
    workingType: 'CONTRACT_PRICE',
    ...termsTail(terms),
    clientAlgoId: clientOrderId,
  }
}

function termsHead(terms: OrderTerms): WrittenOrder['query'] {
  return {
    symbol: terms.instrument.symbol,
    side: SIDES[terms.side],
    type: TYPES[terms.type],
    ...given('timeInForce', timeInForceOf(terms)),
  }
}

function termsTail({ expireTimeUs, reduceOnly }: OrderTerms): WrittenOrder['query'] {
  return {
    ...given('goodTillDate', expireTimeUs === undefined ? undefined : String(expireTimeUs / 1000)),
    ...given('reduceOnly', reduceOnly ? 'true' : undefined),
  }
}

/** Only orders with a price say it; GTX is post-only. */
function timeInForceOf({ type, postOnly, timeInForce }: OrderTerms): string | undefined {
  if (type === 'market' || type === 'stopMarket') return undefined
  if (postOnly) return 'GTX'
  return timeInForce === 'gtd' ? 'GTD' : TIMES_IN_FORCE[timeInForce]
}
