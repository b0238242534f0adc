import type {
  AmendRequest,
  CancelRequest,
  OrderTerms,
  PlaceRequest,
  VenueRequest,
} from '../../../core/index.ts'
import { type OkxOptions, tradeModeOf } from '../trade-mode.ts'
import { algoIdOf } from './venue-order-id.ts'

/**
 * Stops as bodies: one-way stop orders (`conditional`) with the words of a stop loss. `trigger` orders also wait for a price that
 * comes back; these are refused where the price has been reached already. docs/venues/okx.md §Trading; checked 2026-11-21.
 */

type Body = Readonly<Record<string, unknown>>

/** The price of a market order. */
const MARKET = '-1'

/** Whether an order waits for a price first. */
export function isStop({ type }: OrderTerms): boolean {
  return type === 'stopLimit' || type === 'stopMarket'
}

/** Whether a request is about a stop that waits, as far as we know: one that was triggered has the id of its order. */
export function isWaitingStop(request: VenueRequest): boolean {
  if (!isStop(request.terms)) return false
  if (request.type === 'place' || request.venueOrderId === undefined) return true
  return algoIdOf(request.venueOrderId) !== undefined
}

/** A stop to place. */
export function placeStop({ terms, clientOrderId }: PlaceRequest, options: OkxOptions): Body {
  const { instrument, side, price, quantity, reduceOnly, triggerPrice } = terms
  const isSpotMarket = price === undefined && instrument.market === 'spot'
  return {
    instId: instrument.symbol,
    tdMode: tradeModeOf(options, instrument.product),
    side,
    ordType: 'conditional',
    sz: quantity.toFixed(),
    slTriggerPx: triggerPrice?.toFixed(),
    slTriggerPxType: 'last',
    slOrdPx: price?.toFixed() ?? MARKET,
    ...(isSpotMarket ? { tgtCcy: 'base_ccy' } : {}),
    ...(reduceOnly ? { reduceOnly } : {}),
    algoClOrdId: clientOrderId,
  }
}

/** Other terms of a stop that waits; its trigger price stays. */
export function amendStop(request: AmendRequest): Body {
  const { price, quantity } = request
  return {
    ...addressOf(request),
    newSz: quantity.toFixed(),
    ...(price === undefined ? {} : { newSlOrdPx: price.toFixed() }),
    reqId: String(request.request),
  }
}

/** The end of a stop that waits. */
export function cancelStop(request: CancelRequest): Body {
  return addressOf(request)
}

function addressOf({ terms, venueOrderId, clientOrderId }: AmendRequest | CancelRequest): Body {
  const algoId = algoIdOf(venueOrderId)
  const id = algoId === undefined ? { algoClOrdId: clientOrderId } : { algoId }
  return { instId: terms.instrument.symbol, ...id }
}
