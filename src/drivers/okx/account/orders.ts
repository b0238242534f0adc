import type { HttpRequest, OrderCall, OrderProtocol, VenueRequest } from '../../../core/index.ts'
import type { OkxOptions } from '../trade-mode.ts'
import { orderEvents } from './answers.ts'
import { deadMansSwitch } from './dead-mans-switch.ts'
import { stopError } from './errors.ts'
import { expiryOf, spendsOf, weightOf } from './order-costs.ts'
import { orderSocket } from './order-socket.ts'
import type { Sign } from './signed-call.ts'
import { unsupported } from './unsupported.ts'
import { type WrittenOrder, writeBatch, writeOrder } from './written-order.ts'

/** Orders as calls. docs/venues/okx.md §Trading; checked 2026-11-21. */
export function orderProtocol(sign: Sign, options: OkxOptions): OrderProtocol {
  return {
    unsupported,
    call: (request) => orderCall([request], writeOrder(request, options), sign),
    batch: (requests) => orderCall(requests, writeBatch(requests, options), sign),
    socket: orderSocket(options),
    deadMansSwitch: deadMansSwitch(sign),
  }
}

function orderCall(
  requests: readonly VenueRequest[],
  { service, path, limit, body }: WrittenOrder,
  sign: Sign,
): OrderCall {
  const isCancel = service === 'cancel'
  const request: HttpRequest = {
    service,
    method: 'POST',
    path: `/api/v5/trade/${path}`,
    // WrittenOrders that do not know `expTime` pass over it.
    ...(isCancel ? {} : { headers: { expTime: expiryOf(requests) } }),
    body: JSON.stringify(body),
    weight: weightOf(limit),
    isIdempotent: isCancel,
    sign,
  }
  return {
    request,
    spends: spendsOf(service, requests.length),
    parse: (response, localTimeUs) => orderEvents(requests, response, localTimeUs),
    refusal: stopError,
  }
}
