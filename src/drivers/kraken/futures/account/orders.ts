import type {
  Credentials,
  Decimal,
  OrderCall,
  OrderTerms,
  PlaceRequest,
  VenueRequest,
} from '../../../../core/index.ts'
import { futuresResult } from '../../account/answer.ts'
import type { WholeOrders } from '../../account/by-product.ts'
import { isOvertaken, stopError } from '../../account/errors.ts'
import type { Fields } from '../../account/signed-call.ts'
import { readBatchStatus, readStatus } from './answers.ts'
import { type FuturesCall, futuresRequest } from './signed-call.ts'

const API = '/derivatives/api/v3'

/** What a call of one order costs; a batch costs 9 and 1 for each. */
const ORDER_WEIGHT = 10

/** Orders of derivatives by REST v3. docs/venues/kraken.md §Trading; checked 2026-11-21. */
export function futuresOrders(credentials: Credentials): WholeOrders {
  const call = (request: VenueRequest): OrderCall => ({
    request: futuresRequest(singleCall(request), credentials),
    parse: (response, localTimeUs) => readStatus(request, response, localTimeUs),
    refusal: stopError,
    isOvertaken,
    spends: {},
  })
  return {
    unsupported,
    call,
    batch: (requests) => {
      const [first] = requests
      if (first !== undefined && requests.length === 1) return call(first)
      return {
        request: futuresRequest(batchCall(requests), credentials),
        parse: (response, localTimeUs) => readBatchStatus(requests, response, localTimeUs),
        refusal: stopError,
        isOvertaken,
        spends: {},
      }
    },
    deadMansSwitch: (_target, timeoutMs) => ({
      request: futuresRequest(
        {
          method: 'POST',
          path: `${API}/cancelallordersafter`,
          // Whole seconds, never fewer than asked for; 0 disarms.
          fields: { timeout: timeoutMs === false ? 0 : Math.ceil(timeoutMs / 1000) },
          weight: 25,
        },
        credentials,
      ),
      parse: (response) => void futuresResult(response),
    }),
  }
}

/** Why derivatives cannot take terms. */
function unsupported({ type, timeInForce, postOnly }: OrderTerms): string | undefined {
  if (timeInForce === 'gtd') return 'derivatives have no orders that end at a time'
  if (postOnly && (type !== 'limit' || timeInForce !== 'gtc'))
    return `${type} orders that are ${timeInForce} cannot be post-only`
  if (type === 'market' && timeInForce === 'fok') return 'market orders cannot be fok'
  if (type !== 'limit' && type !== 'market' && timeInForce !== 'gtc')
    return `stop orders cannot be ${timeInForce}`
  return undefined
}

/** The venue has one word for the kind of an order, how long it works, and whether it may only rest. */
function orderType({ type, timeInForce, postOnly }: OrderTerms): string {
  switch (type) {
    case 'market':
      return 'mkt'
    case 'stopLimit':
    case 'stopMarket':
      return 'stp'
    case 'limit':
      if (postOnly) return 'post'
      return timeInForce === 'ioc' || timeInForce === 'fok' ? timeInForce : 'lmt'
  }
}

const PATHS: Readonly<Record<VenueRequest['type'], string>> = {
  place: `${API}/sendorder`,
  amend: `${API}/editorder`,
  cancel: `${API}/cancelorder`,
}

function singleCall(request: VenueRequest): FuturesCall {
  const { type, deadlineUs } = request
  return {
    method: 'POST',
    path: PATHS[type],
    fields: request.type === 'place' ? placing(request) : changing(request, SINGLE),
    weight: ORDER_WEIGHT,
    isIdempotent: false,
    deadlineUs,
  }
}

const WORDS: Readonly<Record<VenueRequest['type'], string>> = {
  place: 'send',
  amend: 'edit',
  cancel: 'cancel',
}

function batchCall(requests: readonly VenueRequest[]): FuturesCall {
  const batchOrder = requests.map((request, i) => ({
    order: WORDS[request.type],
    ...(request.type === 'place'
      ? { order_tag: String(i), ...placing(request) }
      : changing(request, IN_BATCH)),
  }))
  return {
    method: 'POST',
    path: `${API}/batchorder`,
    fields: { json: JSON.stringify({ batchOrder }) },
    weight: ORDER_WEIGHT - 1 + requests.length,
    isIdempotent: false,
    deadlineUs: Math.min(...requests.map((request) => request.deadlineUs)),
  }
}

/** An order's terms in the venue's words. A stop without a limit trades at market. */
function placing({ clientOrderId, terms }: PlaceRequest): Fields {
  const { instrument, side, quantity, price, triggerPrice, reduceOnly } = terms
  return {
    orderType: orderType(terms),
    symbol: instrument.symbol,
    side,
    size: plain(quantity),
    ...(price === undefined ? {} : { limitPrice: plain(price) }),
    ...(triggerPrice === undefined
      ? {}
      : { stopPrice: plain(triggerPrice), triggerSignal: 'last' }),
    ...(reduceOnly ? { reduceOnly: true } : {}),
    cliOrdId: clientOrderId,
  }
}

/** Calls of one order and rows of a batch spell the venue's id in three ways. */
interface IdNames {
  readonly amend: string
  readonly cancel: string
}

const SINGLE: IdNames = { amend: 'orderId', cancel: 'order_id' }
const IN_BATCH: IdNames = { amend: 'order_id', cancel: 'order_id' }

function changing(request: Exclude<VenueRequest, PlaceRequest>, names: IdNames): Fields {
  const { venueOrderId, clientOrderId } = request
  const name =
    venueOrderId === undefined
      ? { cliOrdId: clientOrderId }
      : { [names[request.type]]: venueOrderId }
  if (request.type === 'cancel') return name
  const { price, quantity } = request
  return {
    ...name,
    size: plain(quantity),
    ...(price === undefined ? {} : { limitPrice: plain(price) }),
    // The default counts what is open; ours counts the whole.
    qtyMode: 'ABSOLUTE',
  }
}

const plain = (amount: Decimal): string => amount.toFixed()
