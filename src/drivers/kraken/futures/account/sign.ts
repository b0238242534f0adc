import { createHash, createHmac } from 'node:crypto'
import type { Secret } from '../../../../core/index.ts'

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
  const digest = createHash('sha256').update(text).digest()
  return createHmac('sha512', Buffer.from(secret.reveal(), 'base64'))
    .update(digest)
    .digest('base64')
}
