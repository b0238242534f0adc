import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  decimalText,
  parseDecimal,
  rescale,
  scaledDecimal,
  scaledNumber,
  scaledText,
} from '../../src/core/index.ts'
import { NaiveDecimal as Naive } from '../reference/naive-decimal.ts'

const integer = fc.maxSafeInteger()
const scale = fc.nat(22)

test('text, Decimal and digits of a scaled integer say the same value', () => {
  fc.assert(
    fc.property(integer, scale, (value, places) => {
      const exact = new Naive(value).div(new Naive(10).pow(places))
      const text = scaledText(value, places)
      expect(text).toBe(exact.toFixed())
      expect(scaledDecimal(value, places).toFixed()).toBe(text)
      expect(scaledNumber(value, places)).toBe(Number(text))
      const parts = parseDecimal(text)
      expect(parts && parts.digits * 10n ** BigInt(places - parts.scale)).toBe(BigInt(value))
    }),
    { numRuns: 2000 },
  )
})

test('decimal text has one spelling for every way to write a value', () => {
  expect(['7.548E+4', '75480', '75480.000', '+75480', '7548e1'].map(decimalText)).toEqual(
    Array.from({ length: 5 }, () => '75480'),
  )
  expect(['1e-8', '-0.50', '-0', '0.000'].map(decimalText)).toEqual([
    '0.00000001',
    '-0.5',
    '0',
    '0',
  ])
})

test.each(['', 'x', '1.2.3', '0x10', '1e', 'NaN', 'Infinity', '1e-99', '--1'])(
  '%s is no decimal',
  (text) => {
    expect(parseDecimal(text)).toBeUndefined()
  },
)

test('rescaling is exact or refused', () => {
  fc.assert(
    fc.property(integer, fc.nat(10), fc.nat(10), (value, from, more) => {
      const scaled = rescale(value, from, from + more)
      const exact = BigInt(value) * 10n ** BigInt(more)
      const fits =
        exact <= BigInt(Number.MAX_SAFE_INTEGER) && exact >= BigInt(Number.MIN_SAFE_INTEGER)
      expect(scaled === undefined ? undefined : BigInt(scaled)).toBe(fits ? exact : undefined)
    }),
    { numRuns: 2000 },
  )
})

test('a number that is not a safe integer is refused instead of printed', () => {
  expect(() => scaledText(2 ** 53, 2)).toThrow(expect.objectContaining({ code: 'INVALID_NUMBER' }))
})
