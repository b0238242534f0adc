import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BookUpdate, parseDecimal } from '../../src/core/index.ts'
import { FrameBatch } from '../../src/drivers/kit/frame-batch.ts'
import { createInstrumentTable } from '../../src/drivers/kit/instrument-table.ts'
import { JsonReader, KeySet, readLevels, readObjectLevels } from '../../src/wire/index.ts'
import { instrument } from '../support/instrument.ts'

const digits = (max: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from('0123456789')), minLength: 1, maxLength: max })
/** Decimals as venues write them: padded, long, with exponents, beyond 2^53. */
const decimal = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.nat({ max: 99_999_999 }), digits(8))
      .map(([whole, fraction]) => `${whole}.${fraction}`),
  },
  { weight: 2, arbitrary: fc.nat({ max: 999_999_999 }).map(String) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.nat(9), digits(4), fc.integer({ min: -8, max: 8 }))
      .map(([w, f, e]) => `${w}.${f}E${e}`),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.bigInt({ min: 10n ** 14n, max: 10n ** 20n }), digits(10))
      .map(([w, f]) => `${w}.${f}`),
  },
)

function fresh(priceScale: number, sizeScale: number): { update: BookUpdate; batch: FrameBatch } {
  const table = createInstrumentTable()
  const slot = table.add(instrument({ priceScale, sizeScale }))
  const batch = new FrameBatch(table)
  return { update: batch.book(slot, 'depth', false, 1), batch }
}

/** The same value, whatever its spelling. */
const canonical = (text: string): string => {
  const parts = parseDecimal(text)
  return parts === undefined ? 'none' : `${parts.digits}e-${parts.scale}`
}

test.each([false, true])(
  'every level is exact whatever the scale it is read at (numbers bare: %s)',
  (isBare) => {
    const level = fc.tuple(decimal, decimal)
    fc.assert(
      fc.property(
        fc.array(level, { maxLength: 12 }),
        fc.nat(28),
        fc.nat(28),
        (levels, priceScale, sizeScale) => {
          const quote = (text: string) => (isBare ? text : `"${text}"`)
          const text = `[${levels.map(([price, size]) => `[${quote(price)},${quote(size)},"0","3"]`).join(',')}]`
          const { update, batch } = fresh(priceScale, sizeScale)
          const reader = new JsonReader()
          reader.reset(Buffer.from(text))
          readLevels(reader, update, update.bids, batch)
          expect([reader.finish(), reader.fault]).toEqual([true, ''])
          const read = levels.map((_, i) => [
            canonical(update.bids.priceText(i)),
            canonical(update.bids.sizeText(i)),
          ])
          expect(read).toEqual(levels.map((pair) => pair.map(canonical)))
        },
      ),
      { numRuns: 1500 },
    )
  },
)

test('levels written as objects are exact, with keys in any order', () => {
  const keys = new KeySet(['price', 'qty'])
  fc.assert(
    fc.property(fc.array(fc.tuple(decimal, decimal, fc.boolean()), { maxLength: 8 }), (levels) => {
      const rows = levels.map(([price, qty, flip]) =>
        flip ? `{"qty":${qty},"x":[1],"price":${price}}` : `{"price":${price},"qty":${qty}}`,
      )
      const { update, batch } = fresh(2, 2)
      const reader = new JsonReader()
      reader.reset(Buffer.from(`[${rows.join(',')}]`))
      readObjectLevels(reader, update, update.asks, keys, batch)
      expect([reader.finish(), reader.fault]).toEqual([true, ''])
      expect(
        levels.map((_, i) => [
          canonical(update.asks.priceText(i)),
          canonical(update.asks.sizeText(i)),
        ]),
      ).toEqual(levels.map(([price, qty]) => [canonical(price), canonical(qty)]))
    }),
    { numRuns: 500 },
  )
})

test.each([
  '[["1"]]',
  '[["","1"]]',
  '[[null,"1"]]',
  '[["1","x"]]',
  '[["1","1"',
  '[{"price":1}]',
  '["1"]',
  '[["1.","2"]]',
  '[["1","0x1"]]',
])('%s is a fault', (text) => {
  const { update, batch } = fresh(2, 2)
  const reader = new JsonReader()
  reader.reset(Buffer.from(text))
  readLevels(reader, update, update.bids, batch)
  expect(reader.fault).not.toBe('')
})
