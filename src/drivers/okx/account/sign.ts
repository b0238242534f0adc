import {
  ConfigError,
  type Credentials,
  type HttpRequest,
  queryText,
  type Secret,
  type Stamp,
} from '../../../core/index.ts'
import { dateOfDays } from '../../../wire/index.ts'
import { type HmacKind, hmacOf } from '../../kit/hmac.ts'
import { signedRequest } from '../../kit/signed-request.ts'

/** Signing at OKX: HMAC-SHA256 in base64. docs/venues/okx.md §Trading; every worked vector is a test. */

const HMAC: HmacKind = { algorithm: 'sha256', key: 'utf8' }

/** Keys of an account at OKX, whole. */
export interface OkxKeys {
  /** The public part. */
  readonly key: string
  /** The part that signs. */
  readonly secret: Secret
  /** What was chosen when the key was made; it is sent as it is. */
  readonly passphrase: Secret
}

/**
 * The keys, with all three parts.
 *
 * @throws ConfigError `INVALID_OPTIONS` where there is no passphrase.
 */
export function readKeys({ key, secret, passphrase }: Credentials): OkxKeys {
  if (passphrase !== undefined) return { key, secret, passphrase }
  throw new ConfigError(
    'INVALID_OPTIONS',
    'Opening an account at OKX: expected a passphrase beside key and secret, there was none; it was chosen when the key was made',
  )
}

/** The request with its headers: the query as it is sent is part of what is signed, and so is the body, to the byte. */
export function signRequest(keys: OkxKeys, request: HttpRequest, stamp: Stamp): HttpRequest {
  const { method, path, query, body = '', headers } = request
  const text = queryText(query ?? {})
  const timestamp = isoTime(stamp.venueTimeUs)
  const signed = `${timestamp}${method}${path}${text === '' ? '' : `?${text}`}${body}`
  return signedRequest(request, {
    headers: {
      ...headers,
      'OK-ACCESS-KEY': keys.key,
      'OK-ACCESS-SIGN': hmacOf(keys.secret, HMAC).sign(signed, 'base64'),
      'OK-ACCESS-TIMESTAMP': timestamp,
      'OK-ACCESS-PASSPHRASE': keys.passphrase.reveal(),
      'Content-Type': 'application/json',
    },
  })
}

/** The message that logs a socket in; good for 30 s. Here the time is in seconds, not in words. */
export function loginMessage(keys: OkxKeys, { venueTimeUs }: Stamp): string {
  const timestamp = String(Math.floor(venueTimeUs / 1_000_000))
  const sign = hmacOf(keys.secret, HMAC).sign(`${timestamp}GET/users/self/verify`, 'base64')
  const passphrase = keys.passphrase.reveal()
  return JSON.stringify({
    op: 'login',
    args: [{ apiKey: keys.key, passphrase, timestamp, sign }],
  })
}

const DAY_MS = 86_400_000

/** `2026-11-21T00:00:00.000Z` */
function isoTime(timeUs: number): string {
  const ms = Math.floor(timeUs / 1000)
  const days = Math.floor(ms / DAY_MS)
  const { year, month, day } = dateOfDays(days)
  const rest = ms - days * DAY_MS
  const [h, m, s] = [Math.floor(rest / 3_600_000), Math.floor(rest / 60_000), rest / 1000]
  const clock = `${two(h)}:${two(m % 60)}:${two(Math.floor(s) % 60)}`
  return `${year}-${two(month)}-${two(day)}T${clock}.${String(rest % 1000).padStart(3, '0')}Z`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
