import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Market } from '../../../src/core/index.ts'
import { bybit } from '../../../src/drivers/bybit/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { decodeOne, fixturesOf } from '../run-fixtures.ts'
import {
  BOOKS,
  bookFramesOf,
  expectBrokenAsByKeys,
  expectReadsAsByKeys,
  expectTeachesShape,
} from '../small-changes.ts'
import { naiveEvents } from './naive.ts'

const driver = bybit()
const HOT = /^(orderbook\.(1|50|200|500|1000|rpi|full)|publicTrade)\./

const frames = fixturesOf('bybit').map(([name, { frame, market }]) => ({
  name,
  market,
  text: typeof frame === 'string' ? frame : JSON.stringify(frame),
}))
const hot = fixturesOf('bybit')
  .filter(([name, { outcome }]) => HOT.test(name) && outcome === 'event')
  .map(([name, { frame, market }]) => ({ name, frame, market }))

const withoutChanges = (events: readonly unknown[]): readonly unknown[] =>
  events.filter((event) => (event as { type: string }).type !== 'instrumentChanged')

/** What a damaged frame may become: refused, or exactly what its bytes say. */
function check(market: Market, bytes: Uint8Array): void {
  const text = Buffer.from(bytes).toString('utf8')
  const { outcome, events } = decodeOne(driver, market, bytes)
  if (!isJson(text)) expect(outcome).toBe('fault')
  if (outcome !== 'event' || !isHot(text)) return
  // As JSON writes it: `-0` is 0.
  expect(withoutChanges(events)).toEqual(JSON.parse(JSON.stringify(naiveEvents(market, text))))
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function isHot(text: string): boolean {
  return HOT.test(String((JSON.parse(text) as { topic?: unknown }).topic))
}

/** The same value with its object keys in another order, decided by `pick`. */
function shuffled(value: unknown, pick: (count: number) => number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, pick))
  if (typeof value !== 'object' || value === null) return value
  const left = Object.entries(value)
  const mixed: [string, unknown][] = []
  while (left.length > 0) {
    const [entry] = left.splice(pick(left.length), 1)
    if (entry !== undefined) mixed.push([entry[0], shuffled(entry[1], pick)])
  }
  return Object.fromEntries(mixed)
}

describe('a damaged frame', () => {
  test.each(frames)('of $name, cut anywhere, is refused', ({ text, market }) => {
    const bytes = Buffer.from(text)
    for (let end = 0; end < bytes.length; end += 1) check(market, bytes.subarray(0, end))
  })

  test('with any bits flipped is refused, or becomes exactly what its bytes say', () => {
    const flips = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 6 })), {
      minLength: 1,
      maxLength: 3,
    })
    fc.assert(
      fc.property(fc.constantFrom(...frames), flips, ({ text, market }, places) => {
        const bytes = Buffer.from(text)
        for (const [at, bit] of places) {
          const i = at % bytes.length
          bytes[i] = (bytes[i] ?? 0) ^ (1 << bit)
        }
        check(market, bytes)
      }),
      { numRuns: 20_000 },
    )
  })

  test('with bytes lost, doubled or of no text at all does not throw', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...frames),
        fc.nat(),
        fc.nat(40),
        fc.uint8Array({ maxLength: 20 }),
        ({ text, market }, at, count, junk) => {
          const bytes = Buffer.from(text)
          const start = at % bytes.length
          const damaged = Buffer.concat([
            bytes.subarray(0, start),
            junk,
            bytes.subarray(start + count),
          ])
          expect(['event', 'control', 'ignored', 'fault']).toContain(
            decodeOne(driver, market, damaged).outcome,
          )
        },
      ),
      { numRuns: 5000 },
    )
  })
})

test.each(hot)('$name reads the same whatever the order of its keys', ({ frame, market }) => {
  const expected = naiveEvents(market, JSON.stringify(frame))
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat(1000)), (numbers) => {
      const pick = (count: number): number => (numbers.next().value ?? 0) % count
      const { events } = decodeOne(driver, market, JSON.stringify(shuffled(frame, pick)))
      expect(withoutChanges(events)).toEqual(expected)
    }),
    { numRuns: 60 },
  )
})

describe.each(['spot', 'futures'] as const)('a decoder of %s with a past', (market) => {
  const own = frames.filter((frame) => frame.market === market)

  test('reads each frame like a fresh one', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...own), { maxLength: 12 }), (past) => {
        const read: unknown[] = []
        const push = (event: unknown): void => void read.push(JSON.parse(JSON.stringify(event)))
        const sink = { book: push, bbo: push, trade: push, event: push, lost: () => {} }
        const table = createInstrumentTable({
          infer: (of, symbol) => driver.inferInstrument(of, symbol),
        })
        const decoder = driver.createDecoder(table, market)
        for (const { text } of past) {
          read.length = 0
          const outcome = decoder.decode(Buffer.from(text), 1, sink)
          const fresh = decodeOne(driver, market, text)
          expect(outcome).toBe(fresh.outcome)
          expect(withoutChanges(read)).toEqual(withoutChanges(fresh.events))
        }
      }),
      { numRuns: 300 },
    )
  })
})

test('sizes for all and for retail add up beyond 2^53, and with any number of digits', () => {
  const frame = (rows: readonly (readonly string[])[]): string =>
    JSON.stringify({
      topic: 'orderbook.rpi.BTCUSDT',
      ts: 1,
      type: 'snapshot',
      data: { s: 'BTCUSDT', b: rows, a: [], u: 2, seq: 3 },
    })
  const digits = fc.bigInt({ min: 0n, max: 10n ** 17n })
  const scale = fc.integer({ min: 0, max: 6 })
  const written = (value: bigint, places: number): string => {
    const text = value.toString().padStart(places + 1, '0')
    return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`
  }
  fc.assert(
    fc.property(fc.array(fc.tuple(digits, scale, digits, scale), { minLength: 1 }), (levels) => {
      const rows = levels.map(([a, i, b, j], at) => [String(at + 1), written(a, i), written(b, j)])
      const sums = levels.map(([a, i, b, j], at) => {
        const sum = a * 10n ** BigInt(6 - i) + b * 10n ** BigInt(6 - j)
        const text = written(sum, 6).replace(/\.?0+$/, '')
        return [String(at + 1), text]
      })
      const [told] = withoutChanges(decodeOne(driver, 'spot', frame(rows)).events)
      expect(told).toMatchObject({ bids: sums })
    }),
  )
})

test('a frame that differs little from one before it is read as key by key', () => {
  expectReadsAsByKeys(driver, bookFramesOf('bybit', driver, [...BOOKS, 'bbo', 'trade']))
})

test('a best price or a trade like one before it is read by its shape', () => {
  const frames = bookFramesOf('bybit', driver, ['bbo', 'trade'])
  // One print among prints of blocks is a list of several.
  expectTeachesShape(
    driver,
    frames.filter(({ text }) => !text.includes('"BT":true')),
  )
})

test('a best price or a trade with a byte that may not stand in a text is read as key by key', () => {
  expectBrokenAsByKeys(driver, bookFramesOf('bybit', driver, ['bbo', 'trade']))
})
