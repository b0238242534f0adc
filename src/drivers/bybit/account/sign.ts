import { createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { ConfigError, type Credentials } from '../../../core/index.ts'
import { Hmac } from '../../kit/hmac.ts'

/** Signs for one key. docs/venues/bybit.md §Trading; every worked vector is a test. */
export interface Signer {
  /** The public part of the key. */
  readonly key: string
  /** HMAC-SHA256 in lower-case hexadecimal; of an RSA key, RSA-SHA256 in base64. */
  readonly sign: (text: string) => string
}

/** What the headers of a signed call are made of. */
export interface SignedCall {
  /** When it is sent, epoch ms of the venue's clock. */
  readonly timestampMs: number
  /** How long after that it is of force, in ms. */
  readonly recvWindowMs: number
  /** The query as it is sent, without `?`; the body of a POST. */
  readonly payload: string
  /** Whether that is a body. */
  readonly hasBody: boolean
}

/**
 * Reads a key: a secret in PEM is an RSA key, any other is the venue's own.
 *
 * @throws ConfigError `INVALID_OPTIONS` where a part is missing, or PEM is no RSA key; the secret is not in the message.
 */
export function readSigner({ key, secret }: Credentials): Signer {
  const text = secret.reveal().replaceAll('\\n', '\n').trim()
  if (key === '' || text === '') throw badKey('a key and a secret that are not empty')
  if (!text.startsWith('-----BEGIN')) {
    const hmac = new Hmac(Buffer.from(text), 'sha256')
    return { key, sign: (data) => hmac.sign(data, 'hex') }
  }
  const rsa = rsaKey(text)
  return { key, sign: (data) => sign('sha256', Buffer.from(data), rsa).toString('base64') }
}

/** The arguments of `auth` on a socket; `expiresMs` is in the future. */
export function loginArguments(
  { key, sign: signed }: Signer,
  expiresMs: number,
): readonly (string | number)[] {
  return [key, expiresMs, signed(`GET/realtime${expiresMs}`)]
}

/** The headers of a signed call. */
export function signedHeaders(
  { key, sign: signed }: Signer,
  { timestampMs, recvWindowMs, payload, hasBody }: SignedCall,
): Readonly<Record<string, string>> {
  const [time, window] = [String(timestampMs), String(recvWindowMs)]
  const headers: Record<string, string> = {}
  if (hasBody) headers['Content-Type'] = 'application/json'
  headers['X-BAPI-API-KEY'] = key
  headers['X-BAPI-TIMESTAMP'] = time
  headers['X-BAPI-RECV-WINDOW'] = window
  headers['X-BAPI-SIGN'] = signed(time + key + window + payload)
  return headers
}

function rsaKey(text: string): KeyObject {
  try {
    const key = createPrivateKey(text)
    if (key.asymmetricKeyType === 'rsa') return key
  } catch {
    // What the parser says may hold parts of the secret.
  }
  throw badKey('PEM of a private RSA key')
}

function badKey(expected: string): ConfigError {
  return new ConfigError('INVALID_OPTIONS', `Reading a key of Bybit: expected ${expected}`)
}
