import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** What a signature covers: `path` goes before the digest of `digested`, on spot; derivatives digest all. */
export interface SignedParts {
  /** Not digested. */
  readonly path: string
  /** Digested. */
  readonly digested: string
}

/** Whether parts were signed with a secret of base64: HMAC-SHA512 over the path and the SHA-256 digest. */
export function isSigned(
  { path, digested }: SignedParts,
  secret: string,
  signature: string,
): boolean {
  const digest = createHash('sha256').update(digested).digest()
  const message = Buffer.concat([Buffer.from(path), digest])
  const expected = createHmac('sha512', Buffer.from(secret, 'base64')).update(message).digest()
  const found = Buffer.from(signature, 'base64')
  return found.length === expected.length && timingSafeEqual(found, expected)
}
