import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Decimal, decimalText, MAX_SCALE, scaledText } from '../../src/core/index.ts'
import { compareDecimals } from '../../src/monitor/compare-decimals.ts'
import { RowText } from '../../src/monitor/row-text.ts'

const text = new RowText()
const safe = fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.integer({ min: -1_000, max: 1_000 }))

test('writes scaled integers as scaledText does', () => {
  fc.assert(
    fc.property(safe, fc.integer({ min: 0, max: MAX_SCALE }), (value, scale) => {
      text.clear()
      text.scaled(value, scale)
      expect(text.toString()).toBe(scaledText(value, scale))
    }),
    { numRuns: 20_000 },
  )
})

test('writes whole numbers as JSON does', () => {
  fc.assert(
    fc.property(
      fc.oneof(safe, fc.constantFrom(999_999_999, 1e9, 1e9 + 1, 2 ** 53, 1e21)),
      (value) => {
        text.clear()
        text.integer(value)
        expect(text.toString()).toBe(JSON.stringify(value))
      },
    ),
    { numRuns: 20_000 },
  )
})

test('writes any text as a JSON string', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (value) => {
      const bytes = new TextEncoder().encode(value)
      text.clear()
      text.quoted(bytes, 0, bytes.length)
      expect(JSON.parse(text.toString())).toBe(value)
    }),
  )
})

test('orders decimal texts by value', () => {
  const decimal = fc
    .tuple(safe, fc.integer({ min: 0, max: 12 }))
    .map(([value, scale]) => scaledText(value, scale))
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      expect(Math.sign(compareDecimals(a, b))).toBe(new Decimal(a).cmp(b))
    }),
    { numRuns: 5_000 },
  )
  expect(compareDecimals(decimalText('1.50'), decimalText('1.5'))).toBe(0)
})
