import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Decimal } from '../../../src/core/index.ts'
import { toPlain } from '../../../src/trader/oms/order-json.ts'
import { plainText } from '../../../src/trader/oms/plain-text.ts'

const decimal = fc
  .tuple(fc.bigInt(-(10n ** 24n), 10n ** 24n), fc.integer({ min: 0, max: 18 }))
  .map(([digits, scale]) => new Decimal(digits, scale))
const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }))
const leaf = fc.oneof(text, fc.double(), fc.integer(), fc.boolean(), decimal)
const value = fc.letrec((tie) => ({
  any: fc.oneof({ maxDepth: 4 }, leaf, tie('list'), tie('object')),
  list: fc.array(tie('any'), { maxLength: 4 }),
  object: fc.dictionary(
    fc.constantFrom('type', 'price', 'instrument', 'terms', 'reason', 'order'),
    fc.oneof(tie('any'), fc.constant(undefined)),
  ),
})).any

/** An instrument stands in a record as an object without decimals. */
function withInstruments(told: unknown): unknown {
  if (typeof told !== 'object' || told === null || told instanceof Decimal) return told
  if (Array.isArray(told)) return told.map(withInstruments)
  return Object.fromEntries(
    Object.entries(told).map(([key, member]) => [
      key,
      key === 'instrument' ? { symbol: 'A"B', kind: 'spot' } : withInstruments(member),
    ]),
  )
}

describe('the text of a record', () => {
  test('is that of its plain data, to the byte', () => {
    fc.assert(
      fc.property(value.map(withInstruments), (told) => {
        expect(plainText(told)).toBe(JSON.stringify(toPlain(told)))
      }),
      { numRuns: 2_000 },
    )
  })

  test('is that of an instrument each time it is told', () => {
    const instrument = { symbol: 'BTCUSDT', kind: 'perpetual' }
    const record = { type: 'place', terms: { instrument, price: new Decimal('1.50') } }
    const first = plainText(record)
    expect(plainText(record)).toBe(first)
    expect(first).toBe(
      '{"type":"place","terms":{"instrument":{"symbol":"BTCUSDT","kind":"perpetual"},"price":"1.5"}}',
    )
  })
})
