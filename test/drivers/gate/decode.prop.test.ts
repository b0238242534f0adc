import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Market } from '../../../src/core/index.ts'
import { gate } from '../../../src/drivers/gate/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { decodeOne, fixturesOf } from '../run-fixtures.ts'
import { bookFramesOf, expectBrokenAsByKeys, expectReadsAsByKeys } from '../small-changes.ts'
import { naiveEvents } from './naive.ts'

const driver = gate()
const HOT = /^(spot|futures)\.(obu|order_book|order_book_update|book_ticker|trades)$/

interface Frame {
  readonly name: string
  readonly market: Market
  readonly text: string
}

const frames: readonly Frame[] = fixturesOf('gate').map(([name, { market, frame }]) => ({
  name,
  market,
  text: typeof frame === 'string' ? frame : JSON.stringify(frame),
}))
const hot = fixturesOf('gate')
  .filter(([, { frame, outcome }]) => outcome === 'event' && isHot(JSON.stringify(frame)))
  .map(([name, { market, frame }]) => ({ name, market, frame }))

const told = (events: readonly unknown[]): readonly unknown[] =>
  events.filter((event) => (event as { type: string }).type !== 'instrumentChanged')

/** What a damaged frame may become: refused, or exactly what its bytes say. */
function check(market: Market, bytes: Uint8Array): void {
  const text = Buffer.from(bytes).toString('utf8')
  const { outcome, events } = decodeOne(driver, market, bytes)
  if (!isJson(text)) expect(outcome).toBe('fault')
  if (outcome !== 'event' || !isHot(text)) return
  // As JSON writes it: `-0` is 0.
  expect(told(events)).toEqual(JSON.parse(JSON.stringify(naiveEvents(market, text))))
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
  const { channel } = JSON.parse(text) as { channel?: string }
  return HOT.test(channel ?? '')
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
  test.each(frames)('of $name, cut anywhere, is refused', ({ market, text }) => {
    const bytes = Buffer.from(text)
    for (let end = 0; end < bytes.length; end += 1) check(market, bytes.subarray(0, end))
  })

  test('with any bits flipped is refused, or becomes exactly what its bytes say', () => {
    const flips = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 6 })), {
      minLength: 1,
      maxLength: 3,
    })
    fc.assert(
      fc.property(fc.constantFrom(...frames), flips, ({ market, text }, places) => {
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
        ({ market, text }, at, count, junk) => {
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

test.each(hot)('$name reads the same whatever the order of its keys', ({ market, frame }) => {
  const expected = naiveEvents(market, JSON.stringify(frame))
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat(1000)), (numbers) => {
      const pick = (count: number): number => (numbers.next().value ?? 0) % count
      const { events } = decodeOne(driver, market, JSON.stringify(shuffled(frame, pick)))
      expect(told(events)).toEqual(expected)
    }),
    { numRuns: 60 },
  )
})

test('a decoder with a past reads each frame like a fresh one', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...frames), { maxLength: 12 }), (past) => {
      for (const market of ['spot', 'futures'] as const) {
        const events: unknown[] = []
        const push = (event: unknown): void => void events.push(JSON.parse(JSON.stringify(event)))
        const sink = { book: push, bbo: push, trade: push, event: push, lost: () => {} }
        const table = createInstrumentTable({
          infer: (of, symbol) => driver.inferInstrument(of, symbol),
        })
        const decoder = driver.createDecoder(table, market)
        for (const { text } of past) {
          events.length = 0
          const outcome = decoder.decode(Buffer.from(text), 1, sink)
          const fresh = decodeOne(driver, market, text)
          expect([outcome, told(events)]).toEqual([fresh.outcome, told(fresh.events)])
        }
      }
    }),
    { numRuns: 200 },
  )
})

test('a book frame that differs little from one before it is read as key by key', () => {
  expectReadsAsByKeys(driver, bookFramesOf('gate', driver))
})

test('a book frame with one byte that no text may have is read as key by key', () => {
  expectBrokenAsByKeys(driver, bookFramesOf('gate', driver))
})
