import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mt5 } from '../../../src/drivers/mt5/index.ts'
import { decodeOne, fixturesOf, frameOf } from '../run-fixtures.ts'

const driver = mt5()
const frames = fixturesOf('mt5').map(([name, fixture]) => ({
  name,
  text: String(frameOf(fixture)),
}))

interface Told {
  readonly type: string
  readonly bidPrice?: string
  readonly askPrice?: string
  readonly price?: string
}

/** Prices of a message in the dullest way: what JSON.parse says, tick by tick. */
function naivePrices(text: string): readonly (number | undefined)[] {
  const message = JSON.parse(text) as Record<string, unknown>
  const rows = (
    message['t'] === 'tick'
      ? [['tm', 'b', 'a', 'l', 'v', 'vr', 'f'].map((key) => message[key])]
      : (message['k'] as unknown[][])
  ).map((row) => ({ b: Number(row[1]), a: Number(row[2]), l: Number(row[3]), f: Number(row[6]) }))
  const side = (price: number) => (price === 0 ? undefined : price)
  const quotes = rows.filter(({ f }) => f & 6).flatMap(({ b, a }) => [side(b), side(a)])
  const deals = rows.filter(({ f, l }) => f & 24 && l > 0 && [32, 64].includes(f & 96))
  return [...quotes, ...deals.map(({ l }) => l)]
}

function check(bytes: Uint8Array): void {
  const { outcome, events } = decodeOne(driver, 'spot', bytes)
  const told = (events as Told[]).filter(({ type }) => type === 'bbo' || type === 'trade')
  if (outcome !== 'event' || told.length === 0) return
  const number = (text: string | undefined) => (text === undefined ? undefined : Number(text))
  const prices = told.flatMap(({ type, bidPrice, askPrice, price }) =>
    type === 'bbo' ? [number(bidPrice), number(askPrice)] : [number(price)],
  )
  expect(prices).toEqual(naivePrices(Buffer.from(bytes).toString('utf8')))
}

test.each(frames)('$name, cut anywhere, tells nothing', ({ text }) => {
  const bytes = Buffer.from(text)
  for (let end = 0; end < bytes.length; end += 1)
    expect(decodeOne(driver, 'spot', bytes.subarray(0, end)).events).toEqual([])
})

test('a message with any bits flipped is refused, or becomes exactly what its bytes say', () => {
  const flips = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 6 })), {
    minLength: 1,
    maxLength: 3,
  })
  fc.assert(
    fc.property(fc.constantFrom(...frames), flips, ({ text }, places) => {
      const bytes = Buffer.from(text)
      for (const [at, bit] of places) {
        const i = at % bytes.length
        bytes[i] = (bytes[i] ?? 0) ^ (1 << bit)
      }
      check(bytes)
    }),
    { numRuns: 10_000 },
  )
})

test('bytes lost, doubled or of no text at all do not throw', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...frames),
      fc.nat(),
      fc.nat(40),
      fc.uint8Array({ maxLength: 20 }),
      ({ text }, at, count, junk) => {
        const bytes = Buffer.from(text)
        const start = at % bytes.length
        const tail = bytes.subarray(start + count)
        const damaged = Buffer.concat([bytes.subarray(0, start), junk, tail])
        expect(['event', 'control', 'ignored', 'fault']).toContain(
          decodeOne(driver, 'spot', damaged).outcome,
        )
      },
    ),
    { numRuns: 4000 },
  )
})
