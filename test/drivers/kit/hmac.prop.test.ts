import { createHmac } from 'node:crypto'
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../../src/core/index.ts'
import { Hmac, hmacOf } from '../../../src/drivers/kit/hmac.ts'

const ALGORITHMS = ['sha256', 'sha512'] as const

describe('a signature by two hashes', () => {
  test.prop([
    fc.constantFrom(...ALGORITHMS),
    fc.uint8Array({ maxLength: 300 }),
    fc.array(fc.string({ unit: 'binary', maxLength: 800 }), { minLength: 1, maxLength: 4 }),
    fc.constantFrom('hex' as const, 'base64' as const),
  ])('is that of the platform, text after text', (algorithm, key, texts, as) => {
    const hmac = new Hmac(key, algorithm)
    for (const text of texts)
      expect(hmac.sign(text, as)).toBe(createHmac(algorithm, key).update(text).digest(as))
  })

  test.prop([fc.uint8Array({ maxLength: 2_000 })])('takes bytes as latin1', (bytes) => {
    const hmac = new Hmac(new Uint8Array([1, 2, 3]), 'sha512')
    const text = Buffer.from(bytes).toString('latin1')
    const expected = createHmac('sha512', new Uint8Array([1, 2, 3]))
      .update(bytes)
      .digest('base64')
    expect(hmac.sign(text, 'base64', 'latin1')).toBe(expected)
  })
})

describe('what signs with a secret', () => {
  it('is made once, and anew where it is to sign in another way', () => {
    const secret = new Secret('c2VjcmV0')
    const plain = hmacOf(secret, { algorithm: 'sha256', key: 'utf8' })
    expect(hmacOf(secret, { algorithm: 'sha256', key: 'utf8' })).toBe(plain)
    expect(plain.sign('text', 'hex')).toBe(
      createHmac('sha256', 'c2VjcmV0').update('text').digest('hex'),
    )
    const decoded = hmacOf(secret, { algorithm: 'sha512', key: 'base64' })
    expect(decoded.sign('text', 'hex')).toBe(
      createHmac('sha512', 'secret').update('text').digest('hex'),
    )
  })
})
