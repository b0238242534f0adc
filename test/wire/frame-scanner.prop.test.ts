import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDecimal } from '../../src/core/index.ts'
import { FrameScanner, ODD } from '../../src/wire/index.ts'

const digits = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789'.split('')), minLength, maxLength })
const decimal = fc
  .tuple(digits(0, 11), fc.constantFrom('', '.', '.'), digits(0, 10), fc.constantFrom('', '000000'))
  .map((parts) => parts.join(''))
/** Bytes that stand next to digits in ASCII, and those that end a value. */
const garbage = fc.string({
  unit: fc.constantFrom(...'0189.:/-+eE", x\u0000'.split('')),
  maxLength: 24,
})

const scanner = new FrameScanner()
const load = (text: string): void => scanner.load(Buffer.from(text))

test('a decimal is read exactly, or not at all', () => {
  fc.assert(
    fc.property(fc.oneof(decimal, garbage), fc.nat(8), garbage, (text, scale, tail) => {
      load(`${text}"${tail}`)
      const end = scanner.decimal(0, scale)
      if (end === ODD) return
      const read = `${text}"${tail}`.slice(0, end)
      const parts = parseDecimal(read)
      expect(read).toMatch(/^\d+(?:\.\d+)?$/)
      expect(parts && parts.digits * 10n ** BigInt(scale - parts.scale)).toBe(
        BigInt(scanner.scaled),
      )
      expect(scanner.fractionDigits).toBe(read.split('.')[1]?.length ?? 0)
    }),
    { numRuns: 20_000 },
  )
})

test('a decimal as venues write it is never left to the reader', () => {
  fc.assert(
    fc.property(fc.nat(89_999_999), digits(1, 8), fc.boolean(), (whole, fraction, isPadded) => {
      const text = `${whole}.${isPadded ? fraction.padEnd(8, '0') : fraction}`
      load(`${text}"`)
      expect(scanner.decimal(0, 8)).toBe(text.length)
    }),
    { numRuns: 5_000 },
  )
})

test('an integer is read as JSON reads it, or not at all', () => {
  fc.assert(
    fc.property(
      fc.oneof(digits(0, 18), garbage),
      fc.constantFrom(',', '}', '.', 'e', ''),
      (text, end) => {
        load(`${text}${end}`)
        const at = scanner.integer(0)
        if (at === ODD) return
        expect(String(scanner.value)).toBe(`${text}${end}`.slice(0, at))
        expect(Number.isSafeInteger(scanner.value)).toBe(true)
      },
    ),
    { numRuns: 20_000 },
  )
})

test('a frame shorter than the one before it is not read past its end', () => {
  load('123456789012"}')
  load('12')
  expect([scanner.integer(0), scanner.value]).toEqual([2, 12])
})
