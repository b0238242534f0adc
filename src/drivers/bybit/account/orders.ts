import {
  ConfigError,
  type OrderCall,
  type OrderProtocol,
  type VenueRequest,
} from '../../../core/index.ts'
import { readAnswer, readBatchAnswer } from './answers.ts'
import { stopError } from './errors.ts'
import { ACCOUNT_FACTS, type TradedProduct } from './facts.ts'
import {
  amendBody,
  type Body,
  cancelBody,
  categoryOf,
  placeBody,
  unsupported,
} from './order-body.ts'
import type { SignedCalls } from './signed-calls.ts'

const PATHS: Readonly<Record<VenueRequest['type'], string>> = {
  place: '/v5/order/create',
  amend: '/v5/order/amend',
  cancel: '/v5/order/cancel',
}

/** How orders are sent: one endpoint a kind, and one more for several of it. There is no dead man's switch. */
export function orderProtocol(calls: SignedCalls): OrderProtocol {
  return {
    unsupported,
    call: (request) => orderCall(calls, request),
    batch: (requests) => batchCall(calls, requests),
  }
}

function orderCall(calls: SignedCalls, request: VenueRequest): OrderCall {
  const category = writable(request)
  const { type, deadlineUs } = request
  return {
    request: calls.post(PATHS[type], { category, ...bodyOf(request) }, deadlineUs),
    spends: { [`${category}.${type}`]: 1 },
    parse: (response, timeUs) => readAnswer(request, response, timeUs),
    refusal: stopError,
  }
}

function batchCall(calls: SignedCalls, requests: readonly VenueRequest[]): OrderCall {
  const { category, type } = checkedBatch(requests)
  const deadlineUs = Math.min(...requests.map((request) => request.deadlineUs))
  const body = { category, request: requests.map(bodyOf) }
  return {
    request: calls.post(`${PATHS[type]}-batch`, body, deadlineUs),
    spends: { [`${category}.${type}Batch`]: requests.length },
    parse: (response, timeUs) => readBatchAnswer(requests, response, timeUs),
    refusal: stopError,
  }
}

function bodyOf(request: VenueRequest): Body {
  switch (request.type) {
    case 'place':
      return placeBody(request)
    case 'amend':
      return amendBody(request)
    case 'cancel':
      return cancelBody(request)
  }
}

/** The product of a request. What is at the venue can be changed and ended, whatever its terms are. */
function writable({ type, terms }: VenueRequest): TradedProduct {
  const category = categoryOf(terms)
  const reason = type === 'place' || category === undefined ? unsupported(terms) : undefined
  if (reason === undefined && category !== undefined) return category
  throw unwritable(reason ?? 'its product is not traded')
}

function checkedBatch(requests: readonly VenueRequest[]): {
  readonly category: TradedProduct
  readonly type: VenueRequest['type']
} {
  const [first] = requests
  if (first === undefined) throw unwritable('a batch has at least one request')
  const category = writable(first)
  const most = ACCOUNT_FACTS.trading.find(({ product }) => product === category)?.maxBatch ?? 1
  if (requests.length > most)
    throw unwritable(`a batch of ${category} has at most ${most} requests, was ${requests.length}`)
  if (requests.some((each) => each.type !== first.type || writable(each) !== category))
    throw unwritable('the requests of a batch are of one kind and one product')
  return { category, type: first.type }
}

function unwritable(reason: string): ConfigError {
  return new ConfigError('UNSUPPORTED', `Writing an order for Bybit: ${reason}`)
}
