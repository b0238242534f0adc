import type { HostRequest } from '../../../runtime/virtual/host.ts'
import type { FoundKey, SimAccounts } from '../../account/sim-accounts.ts'
import { RestRefusal } from '../rest-error.ts'
import { isSigned } from './sign.ts'

/** How far a clock may be ahead of the venue's, in ms. */
const AHEAD_MS = 1000
/** What the venue takes for it where a request does not say, in ms. */
export const USUAL_WINDOW_MS = '5000'

/** Lets in who signed a request in time, or throws RestRefusal. */
export function admit(accounts: SimAccounts, request: HostRequest, nowMs: number): FoundKey {
  const { headers } = request
  const key = headers['x-bapi-api-key'] ?? ''
  const found = accounts.byKey(key)
  if (found === undefined) throw new RestRefusal('10003', 'API key is invalid.')
  const timestamp = headers['x-bapi-timestamp'] ?? ''
  const window = headers['x-bapi-recv-window'] ?? USUAL_WINDOW_MS
  checkTime(timestamp, window, nowMs)
  const payload = request.method === 'GET' ? queryOf(request.target) : request.body
  const text = `${timestamp}${key}${window}${payload}`
  if (!isSigned(text, found.apiKey.secret, headers['x-bapi-sign'] ?? ''))
    throw new RestRefusal('10004', `error sign! origin_string[${text.slice(0, 60)}]`)
  return found
}

/** Whether a request came in its time, epoch ms and ms as text. Throws RestRefusal. */
export function checkTime(timestamp: string, window: string, nowMs: number): void {
  const isInTime =
    nowMs - Number(window) <= Number(timestamp) && Number(timestamp) < nowMs + AHEAD_MS
  if (/^\d{13}$/.test(timestamp) && /^\d+$/.test(window) && isInTime) return
  throw new RestRefusal(
    '10002',
    `invalid request, please check your server timestamp or recv_window param. req_timestamp[${timestamp}],server_timestamp[${nowMs}],recv_window[${window}]`,
  )
}

/** Whether a socket's login is signed, and not yet over; else the venue's words. */
export function loginRefusal(
  accounts: SimAccounts,
  [key = '', expires = '', signature = '']: readonly string[],
  nowMs: number,
): string | undefined {
  const found = accounts.byKey(key)
  if (found === undefined) return 'error:api key is invalid'
  if (!/^\d{13}$/.test(expires) || Number(expires) <= nowMs) return 'error:expires is in the past'
  return isSigned(`GET/realtime${expires}`, found.apiKey.secret, signature)
    ? undefined
    : 'error:signature is invalid'
}

/** Whether a key may do something. */
export function mayTrade({ apiKey }: FoundKey): boolean {
  return apiKey.permissions?.includes('trade') ?? true
}

/** Exactly as it came. */
function queryOf(target: string): string {
  const at = target.indexOf('?')
  return at < 0 ? '' : target.slice(at + 1)
}
