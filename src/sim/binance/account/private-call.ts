import type { HostRequest } from '../../../runtime/virtual/host.ts'
import type { SimAccount } from '../../account/sim-account.ts'
import type { FoundKey, SimAccounts } from '../../account/sim-accounts.ts'
import type { LiveInstrument } from '../../live-instrument.ts'
import type { SimMarket } from '../../sim-market.ts'
import { RestRefusal } from '../rest-error.ts'
import { type AccountProduct, badParameter } from './refusals.ts'
import { isSignedBy } from './sign.ts'

const AHEAD_MS = 1000
const USUAL_WINDOW_MS = 5000
const MOST_WINDOW_MS = 60_000

/** A private request whose key, signature and time were found good. */
export interface PrivateCall {
  /** Whose. */
  readonly account: SimAccount
  /** Which product line is asked. */
  readonly product: AccountProduct
  /** What is traded. */
  readonly market: SimMarket
  /** Its parameters, of query and body; the query wins. */
  readonly params: URLSearchParams
  /** The venue's time, epoch ms. */
  readonly nowMs: number
}

/** The account of a request's key. @throws RestRefusal -2014, -2015 */
export function findKey(accounts: SimAccounts, key: string | undefined): FoundKey {
  if (key === undefined || !/^[\w-]{3,}$/.test(key))
    throw new RestRefusal(-2014, 'API-key format invalid.', 401)
  const found = accounts.byKey(key)
  if (found === undefined) throw notPermitted()
  return found
}

/** The key is unknown, or may not do it. */
export function notPermitted(): RestRefusal {
  return new RestRefusal(-2015, 'Invalid API-key, IP, or permissions for action.', 401)
}

/** The parameters of a request that is signed, over what was sent as it was sent. @throws RestRefusal -1102, -1022, -1021 */
export function readSigned(
  { body, target }: HostRequest,
  secret: string,
  nowMs: number,
): URLSearchParams {
  const query = target.split('?', 2)[1] ?? ''
  const all = query + body
  const [payload = '', signature] = all.split('&signature=', 2)
  if (signature === undefined) throw badParameter('signature')
  if (!isSignedBy(secret, payload, decodeURIComponent(signature)))
    throw new RestRefusal(-1022, 'Signature for this request is not valid.')
  const params = new URLSearchParams(query === '' ? body : `${query}&${body}`)
  checkTime(params.get('timestamp'), params.get('recvWindow'), nowMs)
  return params
}

/** Whether a request came in its time. @throws RestRefusal -1102, -1021, -1131 */
export function checkTime(
  timestamp: string | null,
  recvWindow: string | null,
  nowMs: number,
): void {
  const atMs = Number(timestamp ?? Number.NaN)
  const windowMs = Number(recvWindow ?? USUAL_WINDOW_MS)
  if (!Number.isSafeInteger(atMs)) throw badParameter('timestamp')
  if (!(windowMs > 0 && windowMs <= MOST_WINDOW_MS))
    throw new RestRefusal(-1131, 'recvWindow must be less than 60000')
  if (atMs > nowMs + AHEAD_MS) {
    const found = "Timestamp for this request was 1000ms ahead of the server's time."
    throw new RestRefusal(-1021, found)
  }
  if (nowMs - atMs > windowMs)
    throw new RestRefusal(-1021, 'Timestamp for this request is outside of the recvWindow.')
}

/** The instrument that `symbol` names; `undefined` where it is not sent. @throws RestRefusal -1121 */
export function symbolOf(call: PrivateCall): LiveInstrument | undefined {
  const symbol = call.params.get('symbol')
  if (symbol === null) return undefined
  const live = call.market.find(call.product, symbol)
  if (live === undefined) throw new RestRefusal(-1121, 'Invalid symbol.')
  return live
}

/** The instrument that `symbol` names. @throws RestRefusal -1102, -1121 */
export function demandSymbol(call: PrivateCall): LiveInstrument {
  const live = symbolOf(call)
  if (live === undefined) throw badParameter('symbol')
  return live
}

/** A parameter that has to be there. @throws RestRefusal -1102 */
export function demand({ params }: Pick<PrivateCall, 'params'>, name: string): string {
  const value = params.get(name)
  if (value === null || value === '') throw badParameter(name)
  return value
}

/** A time that has to be whole where it is sent, epoch ms. @throws RestRefusal -1102 */
export function timeOf({ params }: Pick<PrivateCall, 'params'>, name: string): number | undefined {
  const value = params.get(name)
  if (value === null) return undefined
  const timeMs = Number(value)
  if (!Number.isSafeInteger(timeMs)) throw badParameter(name)
  return timeMs
}
