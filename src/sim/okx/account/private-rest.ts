import type { HttpResponse } from '../../../core/index.ts'
import type { HostAnswer, HostRequest } from '../../../runtime/virtual/host.ts'
import type { SimAccount } from '../../account/sim-account.ts'
import { httpDateText } from '../../http-date.ts'
import { jsonResponse } from '../../venue-host.ts'
import { RestRefusal, refusalResponse } from '../rest-error.ts'
import { ACCOUNT_ENDPOINTS } from './account-endpoints.ts'
import { admit, mayTrade } from './doorkeeper.ts'
import { ORDER_ENDPOINTS, orderAnswer } from './order-endpoints.ts'
import type { PrivateParts } from './private-parts.ts'
import { readBody, textAt } from './request-body.ts'

const SWITCH = '/api/v5/trade/cancel-all-after'
const LEVERAGE = '/api/v5/account/set-leverage'

/** What answers signed requests; `undefined` for a path that needs no key. */
export function privateRest(parts: PrivateParts): (request: HostRequest) => HostAnswer | undefined {
  const { accounts, limits, state, spend } = parts
  const answer = (request: HostRequest, path: string): HostAnswer | undefined => {
    const found = admit(accounts, request, state.clock.nowUs())
    if (request.method === 'GET') {
      const response = question(parts, found.account, request)
      return { kind: 'response', response, delayMs: limits.restDelayMs }
    }
    if (path !== SWITCH && path !== LEVERAGE) return orderAnswer(parts, found, request, path)
    if (!mayTrade(found))
      throw new RestRefusal('50120', "This API key doesn't have permission to use this function")
    if (!spend(`${found.account.name} ${path}`, path === SWITCH ? 2 : 20, 1))
      throw new RestRefusal('50011', 'Too Many Requests', 429)
    const act = path === SWITCH ? arm : setLeverage
    const response = act(parts, found.account, request)
    return { kind: 'response', response, delayMs: limits.restDelayMs }
  }
  return (request) => {
    const { pathname } = new URL(request.target, 'http://host')
    const isKnown =
      request.method === 'GET'
        ? ACCOUNT_ENDPOINTS.has(pathname)
        : ORDER_ENDPOINTS.has(pathname) || pathname === SWITCH || pathname === LEVERAGE
    if (!isKnown) return undefined
    try {
      return dated(answer(request, pathname), state.clock.nowUs())
    } catch (error) {
      if (!(error instanceof RestRefusal)) throw error
      const response = refusalResponse(error.status, error.venueCode, error.message)
      const refused: HostAnswer = { kind: 'response', response, delayMs: limits.restDelayMs }
      return dated(refused, state.clock.nowUs())
    }
  }
}

/** Every answer says when it was made. */
function dated(answer: HostAnswer | undefined, nowUs: number): HostAnswer | undefined {
  if (answer?.kind !== 'response') return answer
  const headers = { ...answer.response.headers, date: httpDateText(nowUs) }
  return { ...answer, response: { ...answer.response, headers } }
}

function question(
  { state, spend }: PrivateParts,
  account: SimAccount,
  request: HostRequest,
): HttpResponse {
  const { pathname, searchParams: query } = new URL(request.target, 'http://host')
  const endpoint = ACCOUNT_ENDPOINTS.get(pathname)
  if (endpoint === undefined) throw new RestRefusal('404', 'Not Found', 404)
  if (!spend(`${account.name} GET ${pathname}`, endpoint.limit, 1))
    throw new RestRefusal('50011', 'Too Many Requests', 429)
  const data = endpoint.answer({ account, state, query })
  return jsonResponse(200, { code: '0', msg: '', data })
}

/** The same for both margin modes. */
function setLeverage(
  { state }: PrivateParts,
  account: SimAccount,
  request: HostRequest,
): HttpResponse {
  const [body = {}] = readBody(request.body)
  const instId = textAt(body, 'instId') ?? ''
  const lever = textAt(body, 'lever') ?? ''
  const mgnMode = textAt(body, 'mgnMode') ?? ''
  const live = state.market.instruments().find(({ spec }) => spec.symbol === instId)
  if (live === undefined) throw new RestRefusal('51001', 'Instrument ID does not exist.', 400)
  if (!/^\d+$/.test(lever) || Number(lever) < 1 || Number(lever) > 100)
    throw new RestRefusal('59102', 'Leverage exceeds the maximum limit.', 400)
  if (mgnMode !== 'cross' && mgnMode !== 'isolated')
    throw new RestRefusal('51000', 'Parameter mgnMode error', 400)
  account.setLeverage(live, Number(lever))
  const data = [{ instId, lever, mgnMode, posSide: 'net' }]
  return jsonResponse(200, { code: '0', msg: '', data })
}

const SWITCH_S = { least: 10, most: 120 } as const

/** Seconds, 0 to disarm; orders that wait for their trigger are left alone. */
function arm({ state }: PrivateParts, account: SimAccount, request: HostRequest): HttpResponse {
  const [body = {}] = readBody(request.body)
  const seconds = Number(textAt(body, 'timeOut') ?? Number.NaN)
  const isKnown =
    seconds === 0 ||
    (Number.isInteger(seconds) && seconds >= SWITCH_S.least && seconds <= SWITCH_S.most)
  if (!isKnown) throw new RestRefusal('51000', 'Parameter timeOut error', 400)
  account.cancelAllAfter(seconds === 0 ? false : seconds * 1000)
  const nowS = Math.floor(state.clock.nowUs() / 1_000_000)
  const triggerTime = seconds === 0 ? '0' : String(nowS + seconds)
  const data = [{ triggerTime, tag: '', ts: String(nowS) }]
  return jsonResponse(200, { code: '0', msg: '', data })
}
