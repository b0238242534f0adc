import fc from 'fast-check'
import { expect, test } from 'vitest'
import { crc32, DigitsCrc } from '../../src/wire/index.ts'

const integers = fc.oneof(
  fc.nat(),
  fc.maxSafeNat(),
  fc.integer({ min: 0, max: 16 }).map((power) => Math.min(10 ** power, Number.MAX_SAFE_INTEGER)),
  fc.integer({ min: 1, max: 15 }).map((power) => 10 ** power - 1),
)
const numbers = fc.array(fc.tuple(integers, fc.nat(12)), { maxLength: 60 })

/** The same with strings: digits, zeros behind, no leading zeros. */
const texts = (parts: readonly (readonly [number, number])[]): string =>
  parts.map(([value, zeros]) => (value === 0 ? '' : `${value}${'0'.repeat(zeros)}`)).join('')

test('sums integers as zlib sums their text, put in from the last to the first', () => {
  const sum = new DigitsCrc()
  fc.assert(
    fc.property(numbers, (parts) => {
      sum.begin()
      for (const [value, zeros] of [...parts].reverse()) sum.putInteger(value, zeros)
      expect(sum.end()).toBe(crc32(texts(parts)))
    }),
    { numRuns: 2000 },
  )
})

test('sums decimals written out to a number of fraction digits', () => {
  const sum = new DigitsCrc()
  const decimals = fc.tuple(fc.bigInt({ min: 1n, max: 10n ** 40n }), fc.nat(20), fc.nat(10))
  fc.assert(
    fc.property(fc.array(decimals, { maxLength: 8 }), (parts) => {
      sum.begin()
      for (const [digits, scale, zeros] of [...parts].reverse()) {
        const padded = digits.toString().padStart(scale + 1, '0')
        const text = `${padded.slice(0, padded.length - scale)}.${padded.slice(padded.length - scale)}`
        sum.putDecimal(scale === 0 ? digits.toString() : text, scale + zeros)
      }
      const expected = parts.map(([digits, , zeros]) => `${digits}${'0'.repeat(zeros)}`).join('')
      expect(sum.end()).toBe(crc32(expected))
    }),
  )
})

test('holds more than it was made for', () => {
  const sum = new DigitsCrc()
  sum.begin()
  for (let i = 0; i < 1000; i += 1) sum.putInteger(Number.MAX_SAFE_INTEGER, 3)
  expect(sum.end()).toBe(crc32(`${Number.MAX_SAFE_INTEGER}000`.repeat(1000)))
})
