import { createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { ConfigError, type Secret } from '../../../core/index.ts'
import { hmacOf } from '../../kit/hmac.ts'

/** Signs a text: hexadecimal of HMAC-SHA256, or base64 of a private key's signature. */
export type Signer = (text: string) => string

/**
 * The signer of a secret: a private key in PEM (line ends may be written `\n`) signs by its own algorithm, Ed25519 or
 * RSA; any other text is a key of HMAC-SHA256. docs/venues/binance.md §Trading.
 *
 * @throws ConfigError `INVALID_OPTIONS` where a PEM cannot be read or is of another kind; the secret is not in the message.
 */
export function signerOf(secret: Secret): Signer {
  const pem = secret.reveal().replaceAll('\\n', '\n').trim()
  if (!pem.startsWith('-----BEGIN')) {
    const hmac = hmacOf(secret, { algorithm: 'sha256', key: 'utf8' })
    return (text) => hmac.sign(text, 'hex')
  }
  const key = privateKey(pem)
  // Ed25519 brings its own digest.
  const digest = key.asymmetricKeyType === 'rsa' ? 'sha256' : null
  return (text) => sign(digest, Buffer.from(text), key).toString('base64')
}

function privateKey(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'ed25519' || key.asymmetricKeyType === 'rsa') return key
  } catch {
    // What the parser says may hold parts of the secret.
  }
  throw new ConfigError(
    'INVALID_OPTIONS',
    'Reading a secret of Binance: expected the text that the venue gave, or a private key of Ed25519 or RSA in PEM',
  )
}
