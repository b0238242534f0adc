import { hash } from 'node:crypto'
import type { Secret } from '../../../core/index.ts'
import { hmacOf } from '../../kit/hmac.ts'

/**
 * Signs a private call of spot: `base64(HMAC-SHA512(base64 secret, path + SHA256(nonce + body)))`, the body as sent.
 * docs/venues/kraken.md §Trading; checked 2026-11-21.
 */
export function spotSignature(secret: Secret, path: string, nonce: string, body: string): string {
  const digest = hash('sha256', nonce + body, 'binary')
  const hmac = hmacOf(secret, { algorithm: 'sha512', key: 'base64' })
  return hmac.sign(path + digest, 'base64', 'latin1')
}
