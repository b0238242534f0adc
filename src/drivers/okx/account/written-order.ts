import {
  type AmendRequest,
  type CancelRequest,
  ConfigError,
  type OrderTerms,
  type PlaceRequest,
  type VenueRequest,
} from '../../../core/index.ts'
import { given } from '../../kit/fields.ts'
import { type OkxOptions, tradeModeOf } from '../trade-mode.ts'
import { MAX_BATCH, type Service } from './facts.ts'
import { amendStop, cancelStop, isStop, isWaitingStop, placeStop } from './stops.ts'
import { unsupported } from './unsupported.ts'

/** Parameters of one order. */
export type Body = Readonly<Record<string, unknown>>

/** An order request in the venue's words: where it goes, and with what. */
export interface WrittenOrder {
  readonly service: Service
  readonly path: string
  /** Calls, or orders of a batch, in 2 s. */
  readonly limit: number
  readonly body: Body | readonly Body[]
}

/** Writes one request. */
export function writeOrder(request: VenueRequest, options: OkxOptions): WrittenOrder {
  switch (request.type) {
    case 'place':
      return isStop(request.terms)
        ? {
            service: 'place',
            path: 'order-algo',
            limit: 20,
            body: placeStop(request, options),
          }
        : { service: 'place', path: 'order', limit: 60, body: placeBody(request, options) }
    case 'amend':
      return isWaitingStop(request)
        ? { service: 'amend', path: 'amend-algos', limit: 20, body: amendStop(request) }
        : { service: 'amend', path: 'amend-order', limit: 60, body: amendBody(request) }
    case 'cancel':
      return isWaitingStop(request)
        ? { service: 'cancel', path: 'cancel-algos', limit: 20, body: [cancelStop(request)] }
        : { service: 'cancel', path: 'cancel-order', limit: 60, body: cancelBody(request) }
  }
}

const BATCHES = {
  place: 'batch-orders',
  amend: 'amend-batch-orders',
  cancel: 'cancel-batch-orders',
} as const

/**
 * Several orders of one kind of request; the venue's own limit on batches is 300 orders in 2 s.
 *
 * @throws ConfigError `UNSUPPORTED` where there are none, too many, of several kinds, or stops that wait: those go one by one.
 */
export function writeBatch(requests: readonly VenueRequest[], options: OkxOptions): WrittenOrder {
  const [first] = requests
  const isOne = requests.every(({ type }) => type === first?.type)
  if (first === undefined || !isOne || requests.length > MAX_BATCH || requests.some(isWaitingStop))
    throw unwritable(
      `a batch has 1 to ${MAX_BATCH} requests of one kind, and no stop that waits; there were ${requests.length}`,
    )
  const body = requests.map((request): Body => {
    switch (request.type) {
      case 'place':
        return placeBody(request, options)
      case 'amend':
        return amendBody(request)
      case 'cancel':
        return cancelBody(request)
    }
  })
  const limit = 300 / requests.length
  return { service: first.type, path: BATCHES[first.type], limit, body }
}

function placeBody({ terms, clientOrderId }: PlaceRequest, options: OkxOptions): Body {
  const { instrument, side, price, quantity, reduceOnly } = terms
  const isSpotMarket = terms.type === 'market' && instrument.market === 'spot'
  return {
    instId: instrument.symbol,
    tdMode: tradeModeOf(options, instrument.product),
    side,
    ordType: orderTypeOf(terms),
    ...given('px', price?.toFixed()),
    sz: quantity.toFixed(),
    // Without, a market buy of spot counts quote; and one that cannot be paid is made smaller.
    ...(isSpotMarket ? { tgtCcy: 'base_ccy', banAmend: true } : {}),
    ...(reduceOnly ? { reduceOnly } : {}),
    clOrdId: clientOrderId,
  }
}

/** There is no `gtd`: such terms are refused before. */
const LIMITS = { gtc: 'limit', ioc: 'ioc', fok: 'fok', gtd: undefined } as const

/** A market order of a contract is a limit order at the price band; of this kind, what it does not find ends at once. */
function orderTypeOf(terms: OrderTerms): string {
  const { type, timeInForce, postOnly, instrument } = terms
  if (type === 'market') return instrument.market === 'futures' ? 'optimal_limit_ioc' : 'market'
  const word = postOnly ? 'post_only' : LIMITS[timeInForce]
  if (word === undefined) throw unwritable(unsupported(terms) ?? timeInForce)
  return word
}

/**
 * What changes, and nothing else: to name a price again might cost the place in the queue. `reqId` comes back with what becomes
 * of it.
 */
function amendBody(request: AmendRequest): Body {
  const { price, quantity, terms } = request
  const isOtherPrice = price !== undefined && terms.price?.eq(price) !== true
  const isOtherQuantity = !quantity.eq(terms.quantity)
  return {
    ...addressOf(request),
    ...(isOtherQuantity || !isOtherPrice ? { newSz: quantity.toFixed() } : {}),
    ...(isOtherPrice ? { newPx: price.toFixed() } : {}),
    reqId: String(request.request),
  }
}

function cancelBody(request: CancelRequest): Body {
  return addressOf(request)
}

function addressOf({ terms, venueOrderId, clientOrderId }: AmendRequest | CancelRequest): Body {
  const id = venueOrderId === undefined ? { clOrdId: clientOrderId } : { ordId: venueOrderId }
  return { instId: terms.instrument.symbol, ...id }
}

function unwritable(reason: string): ConfigError {
  return new ConfigError('UNSUPPORTED', `Writing an order for OKX: ${reason}`)
}
