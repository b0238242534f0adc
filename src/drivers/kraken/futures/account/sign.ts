import { hash } from 'node:crypto'
import type { Secret } from '../../../../core/index.ts'
import { hmacOf } from '../../../kit/hmac.ts'

/**
 * Signs a private call of derivatives: `base64(HMAC-SHA512(base64 secret, SHA256(data + nonce + path)))`. `data` is the
 * query or the form as sent; the path begins with `/api`. docs/venues/kraken.md §Trading; checked 2026-11-21.
 */
export function futuresSignature(
  secret: Secret,
  path: string,
  nonce: string,
  data: string,
): string {
  return signed(secret, data + nonce + path)
}

/** Signs the challenge of a connection: `base64(HMAC-SHA512(base64 secret, SHA256(challenge)))`. */
export function signedChallenge(secret: Secret, challenge: string): string {
  return signed(secret, challenge)
}

function signed(secret: Secret, text: string): string {
  const digest = hash('sha256', text, 'binary')
  return hmacOf(secret, { algorithm: 'sha512', key: 'base64' }).sign(digest, 'base64', 'latin1')
}
