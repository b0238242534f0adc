import {
  ConfigError,
  type Credentials,
  type Decimal,
  type OrderCall,
  type OrderProtocol,
  type OrderTerms,
  type PlaceRequest,
  type TimeInForce,
  type VenueRequest,
} from '../../../core/index.ts'
import { restPair } from '../instruments.ts'
import { spotResult } from './answer.ts'
import { readBatch, readCancelledBatch, readSingle } from './answers.ts'
import type { WholeOrders } from './by-product.ts'
import { toWire } from './client-order-id.ts'
import { isOvertaken, stopError } from './errors.ts'
import { spotOrderSocket } from './order-socket.ts'
import { ORDER_TYPES, spendsOf } from './order-words.ts'
import { type Fields, type SpotCall, spotRequest } from './signed-call.ts'

/** Orders of spot by REST. docs/venues/kraken.md §Trading; checked 2026-11-21. */
export function spotOrders(credentials: Credentials): WholeOrders & Pick<OrderProtocol, 'socket'> {
  const call = (request: VenueRequest): OrderCall => ({
    request: spotRequest(singleCall(request), credentials),
    parse: (response, localTimeUs) => [readSingle(request, response, localTimeUs)],
    refusal: stopError,
    isOvertaken,
    spends: spendsOf([request]),
  })
  return {
    unsupported,
    call,
    batch: (requests) => {
      const [first] = requests
      return first !== undefined && requests.length === 1
        ? call(first)
        : batchCall(requests, credentials)
    },
    socket: spotOrderSocket,
    deadMansSwitch: (_target, timeoutMs) => ({
      request: spotRequest(
        {
          service: 'spot-private',
          method: 'CancelAllOrdersAfter',
          // Whole seconds, never fewer than asked for; 0 disarms.
          fields: { timeout: timeoutMs === false ? 0 : Math.ceil(timeoutMs / 1000) },
        },
        credentials,
      ),
      parse: (response) => void spotResult(response),
    }),
  }
}

const TIMES_IN_FORCE: Readonly<Record<TimeInForce, string>> = {
  gtc: 'GTC',
  ioc: 'IOC',
  fok: 'FOK',
  gtd: 'GTD',
}

/** Why spot cannot take terms. */
function unsupported(terms: OrderTerms): string | undefined {
  const { type, timeInForce, postOnly, reduceOnly, expireTimeUs = 0 } = terms
  if (reduceOnly) return 'spot has reduce-only orders on margin alone, which is not traded here'
  if (postOnly && type !== 'limit') return `${type} orders cannot be post-only`
  if (postOnly && (timeInForce === 'ioc' || timeInForce === 'fok'))
    return `post-only orders cannot be ${timeInForce}`
  if (type === 'market' && timeInForce !== 'gtc' && timeInForce !== 'ioc')
    return `market orders cannot be ${timeInForce}`
  if (type !== 'limit' && type !== 'market' && timeInForce !== 'gtc' && timeInForce !== 'gtd')
    return `stop orders cannot be ${timeInForce}`
  if (timeInForce === 'gtd' && expireTimeUs % 1_000_000 !== 0) return 'orders end at whole seconds'
  return undefined
}

function singleCall(request: VenueRequest): SpotCall {
  const { deadlineUs } = request
  const common = { service: 'spot-trading', isIdempotent: false } as const
  switch (request.type) {
    case 'place': {
      const fields = { pair: restPair(request.terms.instrument), ...placing(request) }
      return { ...common, method: 'AddOrder', fields, deadlineUs }
    }
    case 'amend': {
      const { price, quantity, terms } = request
      const fields = {
        ...orderName(request),
        order_qty: plain(quantity),
        ...(price === undefined ? {} : { limit_price: plain(price) }),
        // Without it a new price of a post-only order may trade at once.
        ...(terms.postOnly ? { post_only: true } : {}),
      }
      return { ...common, method: 'AmendOrder', format: 'json', fields, deadlineUs }
    }
    case 'cancel':
      return { ...common, method: 'CancelOrder', fields: orderName(request) }
  }
}

/** The order by the venue's id, or by ours where the venue has told none. */
function orderName(request: Exclude<VenueRequest, PlaceRequest>): Fields {
  return request.venueOrderId === undefined
    ? { cl_ord_id: toWire(request.clientOrderId) }
    : { txid: request.venueOrderId }
}

/** An order's terms in the venue's words, but for its pair. Fees are asked for in quote, in which REST tells them. */
function placing({ clientOrderId, terms }: PlaceRequest): Fields {
  const { side, type, quantity, price, triggerPrice, timeInForce, expireTimeUs, postOnly } = terms
  return {
    ordertype: ORDER_TYPES[type],
    type: side,
    volume: plain(quantity),
    ...prices(price, triggerPrice),
    ...(triggerPrice === undefined ? {} : { trigger: 'last' }),
    ...(type === 'market' ? {} : { timeinforce: TIMES_IN_FORCE[timeInForce] }),
    ...(expireTimeUs === undefined ? {} : { expiretm: expireTimeUs / 1_000_000 }),
    oflags: postOnly ? 'fciq,post' : 'fciq',
    cl_ord_id: toWire(clientOrderId),
  }
}

/** The price of a stop is its trigger; its limit is the second price. */
function prices(price: Decimal | undefined, triggerPrice: Decimal | undefined): Fields {
  if (triggerPrice === undefined) return price === undefined ? {} : { price: plain(price) }
  return {
    price: plain(triggerPrice),
    ...(price === undefined ? {} : { price2: plain(price) }),
  }
}

const plain = (amount: Decimal): string => amount.toFixed()

/**
 * Several orders of one pair, or several cancels.
 *
 * @throws ConfigError `UNSUPPORTED` where they are of several pairs, or amends: the venue has no such batch.
 */
function batchCall(requests: readonly VenueRequest[], credentials: Credentials): OrderCall {
  const placings = requests.filter((request) => request.type === 'place')
  const common = { service: 'spot-trading', format: 'json', isIdempotent: false } as const
  const spends = spendsOf(requests)
  if (placings.length === requests.length) {
    const pairs = new Set(placings.map(({ terms }) => restPair(terms.instrument)))
    const [pair] = pairs
    if (pair === undefined || pairs.size > 1) throw noSuchBatch(`orders of ${pairs.size} pairs`)
    const deadlineUs = Math.min(...placings.map((request) => request.deadlineUs))
    const fields = { pair, orders: placings.map(placing) }
    return {
      request: spotRequest({ ...common, method: 'AddOrderBatch', fields, deadlineUs }, credentials),
      parse: (response, localTimeUs) => readBatch(placings, response, localTimeUs),
      refusal: stopError,
      isOvertaken,
      spends,
    }
  }
  const cancels = requests.filter((request) => request.type === 'cancel')
  if (cancels.length < requests.length) throw noSuchBatch('amends')
  const ids = cancels.flatMap(({ venueOrderId }) => venueOrderId ?? [])
  const own = cancels.filter(({ venueOrderId }) => venueOrderId === undefined)
  const fields = {
    ...(ids.length === 0 ? {} : { orders: ids }),
    ...(own.length === 0
      ? {}
      : { cl_ord_ids: own.map(({ clientOrderId }) => toWire(clientOrderId)) }),
  }
  return {
    request: spotRequest({ ...common, method: 'CancelOrderBatch', fields }, credentials),
    parse: (response, localTimeUs) => readCancelledBatch(cancels, response, localTimeUs),
    refusal: stopError,
    isOvertaken,
    spends,
  }
}

function noSuchBatch(found: string): ConfigError {
  return new ConfigError(
    'UNSUPPORTED',
    `Making a batch for Kraken: expected orders of one pair, or cancels, was ${found}; send them one by one`,
  )
}
