import type { OrderCall, OrderProtocol, VenueRequest } from '../../../core/index.ts'
import { readAnswer, readBatchAnswer } from './answers.ts'
import { stopError } from './errors.ts'
import { unsupported } from './order-body.ts'
import { orderSocket } from './order-socket.ts'
import type { SignedCalls } from './signed-calls.ts'
import { writeBatch, writeOrder } from './written-order.ts'

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
    socket: orderSocket,
  }
}

function orderCall(calls: SignedCalls, request: VenueRequest): OrderCall {
  const { body, deadlineUs, spends } = writeOrder(request)
  return {
    request: calls.post(PATHS[request.type], body, deadlineUs),
    spends,
    parse: (response, timeUs) => readAnswer(request, response, timeUs),
    refusal: (response) => stopError(response),
  }
}

function batchCall(calls: SignedCalls, requests: readonly VenueRequest[]): OrderCall {
  const { body, deadlineUs, spends, type } = writeBatch(requests)
  return {
    request: calls.post(`${PATHS[type]}-batch`, body, deadlineUs),
    spends,
    parse: (response, timeUs) => readBatchAnswer(requests, response, timeUs),
    refusal: (response) => stopError(response),
  }
}
