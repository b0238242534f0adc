import type { HttpResponse } from '../../../core/index.ts'
import type { HostAnswer, HostRequest } from '../../../runtime/virtual/host.ts'
import type { FoundKey } from '../../account/sim-accounts.ts'
import { deskAnswer } from '../../account/trading-desk.ts'
import { jsonResponse } from '../../venue-host.ts'
import { RestRefusal, spotFailure, spotRefusal } from '../rest-error.ts'
import { isoOf } from '../wire-text.ts'
import { mayTrade } from './doorkeeper.ts'
import type { PrivateParts } from './private-parts.ts'
import { readSpotBody, type SpotBody, textOf } from './spot-body.ts'
import { SPOT_ORDER_ENDPOINTS, type SpotOrderEndpoint } from './spot-orders.ts'
import { SPOT_QUERIES } from './spot-queries.ts'
import { httpDateOf } from './times.ts'

/** Where private calls begin. */
export const SPOT_PRIVATE = '/0/private/'

/** Answers a private call of spot: a form or JSON, signed, with a nonce. */
export function spotPrivateAnswer(parts: PrivateParts, request: HostRequest): HostAnswer {
  const { limits } = parts
  const later = (response: HttpResponse): HostAnswer => ({
    kind: 'response',
    response,
    delayMs: limits.restDelayMs,
  })
  try {
    const method = request.target.slice(SPOT_PRIVATE.length)
    const body = readSpotBody(request)
    const found = parts.doorkeeper.spot(request, textOf(body, 'nonce') ?? '')
    const orders = SPOT_ORDER_ENDPOINTS.get(method)
    if (orders !== undefined) return orderAnswer(parts, found, request, body, orders)
    return later(queryAnswer(parts, found, method, body))
  } catch (error) {
    if (error instanceof RestRefusal) return later(dated(parts, spotRefusal(error.message)))
    throw error
  }
}

function queryAnswer(
  parts: PrivateParts,
  { apiKey, account }: FoundKey,
  method: string,
  body: SpotBody,
): HttpResponse {
  const query = SPOT_QUERIES.get(method)
  if (query === undefined) throw new RestRefusal('EGeneral:Unknown method')
  if (!parts.counters.call(apiKey.key, query.cost))
    throw new RestRefusal('EAPI:Rate limit exceeded')
  return good(parts, query.answer({ parts, account, body }))
}

function orderAnswer(
  parts: PrivateParts,
  found: FoundKey,
  request: HostRequest,
  body: SpotBody,
  { action, read }: SpotOrderEndpoint,
): HostAnswer {
  if (!mayTrade(found)) throw new RestRefusal('EGeneral:Permission denied')
  const act = read(parts, body)
  const { account } = found
  const { restDelayMs: delayMs } = parts.limits
  const asked = { account, action, host: 'spot-rest', name: request.target, delayMs }
  const plan = parts.desk.run(asked, () => acted(() => act(account)))
  return deskAnswer(
    plan,
    (result) =>
      typeof result === 'string' ? dated(parts, spotRefusal(result)) : good(parts, result),
    spotFailure,
  )
}

/** What acting came to: a result, or why it was refused. */
function acted(act: () => object): object | string {
  try {
    return act()
  } catch (error) {
    if (error instanceof RestRefusal) return error.message
    throw error
  }
}

function good(parts: PrivateParts, result: object): HttpResponse {
  return dated(parts, jsonResponse(200, { error: [], result }))
}

function dated({ state }: PrivateParts, response: HttpResponse): HttpResponse {
  const nowUs = state.clock.nowUs()
  const date = httpDateOf(nowUs, isoOf(Math.floor(nowUs / 1000)))
  return { ...response, headers: { ...response.headers, date } }
}
