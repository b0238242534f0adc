import { createHmac, createPrivateKey, createPublicKey, timingSafeEqual, verify } from 'node:crypto'

/** Whether a signature is that of a key's secret: hexadecimal of HMAC-SHA256, or base64 of a private key in PEM. */
export function isSignedBy(secret: string, payload: string, signature: string): boolean {
  if (!secret.startsWith('-----BEGIN')) {
    const wanted = createHmac('sha256', secret).update(payload).digest()
    const given = Buffer.from(signature, 'hex')
    return given.length === wanted.length && timingSafeEqual(given, wanted)
  }
  const key = createPublicKey(createPrivateKey(secret))
  const digest = key.asymmetricKeyType === 'rsa' ? 'sha256' : null
  return verify(digest, Buffer.from(payload), key, Buffer.from(signature, 'base64'))
}
