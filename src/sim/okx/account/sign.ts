import { createHmac, timingSafeEqual } from 'node:crypto'

/** Whether a text was signed with a secret: HMAC-SHA256 in base64. */
export function isSigned(text: string, secret: string, signature: string): boolean {
  const expected = createHmac('sha256', secret).update(text).digest('base64')
  const isSameLength = expected.length === signature.length
  return isSameLength && timingSafeEqual(Buffer.from(expected), Buffer.from(signature))
}
