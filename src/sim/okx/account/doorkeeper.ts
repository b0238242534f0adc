import type { HostRequest } from '../../../runtime/virtual/host.ts'
import type { FoundKey, SimAccounts } from '../../account/sim-accounts.ts'
import { RestRefusal } from '../rest-error.ts'
import { isoMs } from './iso-time.ts'
import { isSigned } from './sign.ts'

/** How far a client's clock may be off, in ms. */
const TOLERANCE_MS = 30_000
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/

/** Lets in who signed a request in time, or throws RestRefusal. */
export function admit(accounts: SimAccounts, request: HostRequest, nowUs: number): FoundKey {
  const { headers, method, target, body } = request
  const key = demand(headers, 'ok-access-key', '50103')
  const passphrase = demand(headers, 'ok-access-passphrase', '50104')
  const signature = demand(headers, 'ok-access-sign', '50106')
  const timestamp = demand(headers, 'ok-access-timestamp', '50107')
  if (!ISO.test(timestamp)) throw refusal('50112', 'Invalid OK-ACCESS-TIMESTAMP.')
  if (Math.abs(isoMs(timestamp) - nowUs / 1000) > TOLERANCE_MS)
    throw refusal('50102', 'Timestamp request expired.')
  const found = accounts.byKey(key)
  if (found === undefined) throw refusal('50111', 'Invalid OK-ACCESS-KEY.')
  if (found.apiKey.passphrase !== passphrase)
    throw refusal('50105', 'Request header "OK-ACCESS-PASSPHRASE" incorrect.')
  const signed = `${timestamp}${method}${target}${body}`
  if (!isSigned(signed, found.apiKey.secret, signature))
    throw refusal('50113', 'Invalid signature.')
  return found
}

/** Whether a key may trade; without a word it may. */
export function mayTrade({ apiKey }: FoundKey): boolean {
  return apiKey.permissions?.includes('trade') ?? true
}

/** What is wrong with a login; its account where nothing is. */
export function login(
  accounts: SimAccounts,
  argument: Readonly<Record<string, unknown>>,
  nowUs: number,
): FoundKey | readonly [code: string, message: string] {
  const text = (name: string): string => {
    const value = argument[name]
    return typeof value === 'string' ? value : ''
  }
  const found = accounts.byKey(text('apiKey'))
  if (found === undefined) return ['60005', 'Invalid apiKey']
  const timestamp = text('timestamp')
  const isInTime =
    /^\d{10}$/.test(timestamp) && Math.abs(Number(timestamp) * 1000 - nowUs / 1000) <= TOLERANCE_MS
  if (!isInTime) return ['60006', 'Timestamp request expired']
  if (found.apiKey.passphrase !== text('passphrase')) return ['60024', 'Wrong passphrase']
  const signed = `${timestamp}GET/users/self/verify`
  return isSigned(signed, found.apiKey.secret, text('sign')) ? found : ['60007', 'Invalid sign']
}

function demand(headers: HostRequest['headers'], name: string, code: string): string {
  const value = headers[name]
  if (value !== undefined && value !== '') return value
  throw refusal(code, `Request header "${name.toUpperCase()}" can not be empty.`)
}

function refusal(code: string, message: string): RestRefusal {
  return new RestRefusal(code, message, 401)
}
