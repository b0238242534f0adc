import type { HttpResponse } from '../../core/index.ts'
import type { HostRequest } from '../../runtime/virtual/host.ts'
import type { RequestContext } from '../venue-host.ts'
import type { WindowBudget } from '../window-budget.ts'
import type { Endpoint, EndpointCall } from './endpoint-call.ts'
import type { KucoinMarket } from './products.ts'
import { RestRefusal, refusalResponse } from './rest-error.ts'
import { FUTURES_ENDPOINTS } from './rest-futures.ts'
import { SPOT_ENDPOINTS } from './rest-spot.ts'
import { UNIFIED_ENDPOINTS } from './rest-unified.ts'
import { wireJson } from './wire-text.ts'

const ENDPOINTS: Readonly<Record<KucoinMarket, Readonly<Record<string, Endpoint>>>> = {
  spot: { ...SPOT_ENDPOINTS, ...UNIFIED_ENDPOINTS },
  futures: FUTURES_ENDPOINTS,
}

/** What every call of a host shares. */
export type HostParts = Omit<EndpointCall, 'query' | 'part' | 'context' | 'socketUrl'>

/** Answers one request, at its cost in the public pool; every answer says what is left of the pool. */
export function answerRequest(
  parts: HostParts,
  pool: WindowBudget,
  request: HostRequest,
  context: RequestContext,
): HttpResponse {
  const { pathname, searchParams } = new URL(request.target, 'http://host')
  const found = endpointAt(ENDPOINTS[parts.market], pathname)
  if (found === undefined || (found.endpoint.method ?? 'GET') !== request.method) {
    return refusalResponse(404, '404', 'Url Not Found')
  }
  const isWithin = pool.spend(found.endpoint.weight)
  const headers = limitHeaders(pool, parts.limits.weightPer30S)
  if (!isWithin) return refusalResponse(429, '429000', 'Too many requests', headers)
  const socketUrl = socketUrlOf(parts.market, request.headers['host'])
  try {
    const call = { ...parts, socketUrl, query: searchParams, part: found.part, context }
    return success(found.endpoint.answer(call), headers)
  } catch (error) {
    if (!(error instanceof RestRefusal)) throw error
    return refusalResponse(error.status, error.venueCode, error.message, headers)
  }
}

function success(data: unknown, headers: Readonly<Record<string, string>>): HttpResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/json', ...headers },
    body: new TextEncoder().encode(wireJson({ code: '200000', data })),
  }
}

function limitHeaders(pool: WindowBudget, limit: number): Readonly<Record<string, string>> {
  return {
    'gw-ratelimit-limit': String(limit),
    'gw-ratelimit-remaining': String(Math.max(0, limit - pool.used())),
    'gw-ratelimit-reset': String(Math.ceil(pool.restMs())),
  }
}

/** Where classic sockets are: on this host, by the name that the client reached it under. */
function socketUrlOf(market: KucoinMarket, host: string | undefined): string {
  const isLoopback = host !== undefined && /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)
  return isLoopback ? `ws://${host}/` : `wss://ws-api-${market}.kucoin.com/`
}

interface Found {
  readonly endpoint: Endpoint
  readonly part: string
}

/** The endpoint of a path; a path with `*` matches any part there, which is handed on. */
function endpointAt(
  endpoints: Readonly<Record<string, Endpoint>>,
  pathname: string,
): Found | undefined {
  const exact = endpoints[pathname]
  if (exact !== undefined) return { endpoint: exact, part: '' }
  for (const [pattern, endpoint] of Object.entries(endpoints)) {
    const [before, after] = pattern.split('*')
    if (before === undefined || after === undefined) continue
    const part = pathname.slice(before.length, pathname.length - after.length)
    const isMatch = pathname.startsWith(before) && pathname.endsWith(after)
    if (isMatch && part !== '' && !part.includes('/')) return { endpoint, part }
  }
  return undefined
}
