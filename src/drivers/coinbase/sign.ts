import { createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { ConfigError } from '../../core/index.ts'
import { Hmac } from '../kit/hmac.ts'

/** A key of the developer platform, as its portal gives it out. */
export interface CoinbaseKey {
  /** `organizations/…/apiKeys/…`, or a UUID. */
  readonly name: string
  /** What signs. */
  readonly secret: KeyObject
  /** How: an ECDSA key on P-256, or an Ed25519 key. */
  readonly algorithm: 'ES256' | 'EdDSA'
}

/** What makes a token this one: the second it is made in, and text that no other has. */
export interface TokenMoment {
  /** Epoch seconds. */
  readonly nowS: number
  /** 16 random bytes in hexadecimal. */
  readonly nonce: string
}

const LIFE_S = 120
/** A seed in front of which this stands is a PKCS#8 key of Ed25519. */
const ED25519_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')

/**
 * Reads a key: PEM (SEC1 or PKCS#8; line ends may be written `\n`) is ECDSA, base64 of 64 bytes (seed and public key) is
 * Ed25519.
 *
 * @throws ConfigError `INVALID_OPTIONS` where it is neither; the secret is not in the message.
 */
export function readKey(name: string, secret: string): CoinbaseKey {
  const text = secret.replaceAll('\\n', '\n').trim()
  try {
    if (!text.startsWith('-----BEGIN')) return { name, ...ed25519Key(text) }
    const key = createPrivateKey(text)
    if (key.asymmetricKeyType === 'ed25519') return { name, secret: key, algorithm: 'EdDSA' }
    if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1')
      return { name, secret: key, algorithm: 'ES256' }
  } catch {
    // What the parser says may hold parts of the secret.
  }
  throw new ConfigError(
    'INVALID_OPTIONS',
    'Reading a key of Coinbase: expected PEM of a P-256 key, or base64 of the 64 bytes of an Ed25519 key',
  )
}

function ed25519Key(text: string): Pick<CoinbaseKey, 'secret' | 'algorithm'> {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length !== 64) throw new RangeError('not 64 bytes')
  const der = Buffer.concat([ED25519_HEAD, bytes.subarray(0, 32)])
  return {
    secret: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
    algorithm: 'EdDSA',
  }
}

/** The token of a subscribe message on a private channel: a new one for each message. */
export function streamToken(key: CoinbaseKey, moment: TokenMoment): string {
  return token(key, moment, {})
}

/** The token of a REST call: for one method, host and path; `path` without its query, which would make it refused. */
export function restToken(
  key: CoinbaseKey,
  moment: TokenMoment,
  { method, host, path }: { readonly method: string; readonly host: string; readonly path: string },
): string {
  return token(key, moment, { uri: `${method} ${host}${path.split('?', 1)[0] ?? ''}` })
}

function token(
  key: CoinbaseKey,
  { nowS, nonce }: TokenMoment,
  extra: Record<string, string>,
): string {
  const header = { alg: key.algorithm, typ: 'JWT', kid: key.name, nonce }
  const claims = { sub: key.name, iss: 'cdp', nbf: nowS, exp: nowS + LIFE_S, ...extra }
  const signed = `${encoded(header)}.${encoded(claims)}`
  return `${signed}.${signature(key, Buffer.from(signed)).toString('base64url')}`
}

/** JSON Web Tokens have the two numbers of an ECDSA signature side by side, not as DER. */
function signature({ secret, algorithm }: CoinbaseKey, data: Buffer): Buffer {
  return algorithm === 'EdDSA'
    ? sign(null, data, secret)
    : sign('sha256', data, { key: secret, dsaEncoding: 'ieee-p1363' })
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** What a subscribe message of Coinbase Exchange carries where its channel needs a key. */
export function exchangeSignature(secret: string, timestampS: string): string {
  const hmac = new Hmac(Buffer.from(secret, 'base64'), 'sha256')
  return hmac.sign(`${timestampS}GET/users/self/verify`, 'base64')
}
