import { createHash, createHmac } from 'node:crypto'
import type { Secret } from '../../../core/index.ts'

/**
 * Signs a private call of spot: `base64(HMAC-SHA512(base64 secret, path + SHA256(nonce + body)))`, the body as sent.
 * docs/venues/kraken.md §Trading; checked 2026-11-21.
 */
export function spotSignature(secret: Secret, path: string, nonce: string, body: string): string {
  const digest = createHash('sha256')
    .update(nonce + body)
    .digest()
  return createHmac('sha512', Buffer.from(secret.reveal(), 'base64'))
    .update(path)
    .update(digest)
    .digest('base64')
}
