import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TextPool } from '../../src/wire/text-pool.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder()
/** Short alphabets, so that texts come again; bytes that are no text, too. */
const texts = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 4 }).map((text) => encoder.encode(text)),
  fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => encoder.encode(text)),
  fc.uint8Array({ maxLength: 30 }),
)

test('a pool gives the text that a decoder makes of the bytes, however often and among whatever else', () => {
  fc.assert(
    fc.property(fc.array(texts, { maxLength: 60 }), fc.nat(5), (all, before) => {
      const pool = new TextPool()
      for (const bytes of [...all, ...all]) {
        const padded = Uint8Array.of(...encoder.encode('a'.repeat(before)), ...bytes, 98)
        const text = pool.textOf(padded, before, before + bytes.length)
        expect(text).toBe(decoder.decode(bytes))
      }
    }),
  )
})

test('texts that share a slot are told apart', () => {
  const pool = new TextPool()
  for (let round = 0; round < 2; round += 1)
    for (let i = 0; i < 10_000; i += 1) {
      const bytes = encoder.encode(`field${i}`)
      expect(pool.textOf(bytes, 0, bytes.length)).toBe(`field${i}`)
    }
})
