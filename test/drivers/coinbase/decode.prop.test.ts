import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { coinbase } from '../../../src/drivers/coinbase/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { decodeOne, fixturesOf } from '../run-fixtures.ts'
import { bookFramesOf, expectReadsAsByKeys } from '../small-changes.ts'
import { naiveEvents } from './naive.ts'

const driver = coinbase()
const HOT = /^(l2_data|market_trades|exchange-(snapshot|l2update|match|last_match))\./

const frames = fixturesOf('coinbase').map(([name, { frame }]) => ({
  name,
  text: typeof frame === 'string' ? frame : JSON.stringify(frame),
}))
// Sizes that are none are left out of the levels, which is more than the naive reader knows.
const hot = fixturesOf('coinbase')
  .filter(([name, { outcome }]) => HOT.test(name) && outcome === 'event' && !name.includes('odd'))
  .map(([name, { frame }]) => ({ name, frame }))

const told = (events: readonly unknown[]): readonly unknown[] =>
  events.filter((event) => (event as { type: string }).type !== 'instrumentChanged')

/** What a damaged frame may become: refused, or exactly what its bytes say. */
function check(bytes: Uint8Array): void {
  const text = Buffer.from(bytes).toString('utf8')
  const { outcome, events } = decodeOne(driver, 'spot', bytes)
  if (!isJson(text)) expect(outcome).toBe('fault')
  if (outcome !== 'event' || /"-|"N/.test(text)) return
  const expected = naiveEvents(text)
  // As JSON writes it: `-0` is 0.
  if (expected !== undefined) expect(told(events)).toEqual(JSON.parse(JSON.stringify(expected)))
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
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
  test.each(frames)('of $name, cut anywhere, is refused', ({ text }) => {
    const bytes = Buffer.from(text)
    for (let end = 0; end < bytes.length; end += 1) check(bytes.subarray(0, end))
  })

  test('with any bits flipped is refused, or becomes exactly what its bytes say', () => {
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
        ({ text }, at, count, junk) => {
          const bytes = Buffer.from(text)
          const start = at % bytes.length
          const damaged = Buffer.concat([
            bytes.subarray(0, start),
            junk,
            bytes.subarray(start + count),
          ])
          expect(['event', 'control', 'ignored', 'fault']).toContain(
            decodeOne(driver, 'spot', damaged).outcome,
          )
        },
      ),
      { numRuns: 5000 },
    )
  })
})

test.each(hot)('$name reads the same whatever the order of its keys', ({ frame }) => {
  const expected = naiveEvents(JSON.stringify(frame))
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat(1000)), (numbers) => {
      const pick = (count: number): number => (numbers.next().value ?? 0) % count
      const { events } = decodeOne(driver, 'spot', JSON.stringify(shuffled(frame, pick)))
      expect(told(events)).toEqual(expected)
    }),
    { numRuns: 60 },
  )
})

test('a decoder with a past reads every frame as a fresh one does', () => {
  const plain = frames.map(({ text }) => text.replace(/"sequence_num":\d+,/, ''))
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...plain), { minLength: 2, maxLength: 12 }), (texts) => {
      const table = createInstrumentTable({
        infer: (market, symbol) => driver.inferInstrument(market, symbol),
      })
      const decoder = driver.createDecoder(table, 'spot')
      for (const text of texts) {
        const events: unknown[] = []
        const push = (event: unknown): void => void events.push(JSON.parse(JSON.stringify(event)))
        const sink = { book: push, bbo: push, trade: push, event: push, lost: () => {} }
        const outcome = decoder.decode(Buffer.from(text), 1, sink)
        const fresh = decodeOne(driver, 'spot', text)
        expect([outcome, told(events)]).toEqual([fresh.outcome, told(fresh.events)])
      }
    }),
    { numRuns: 400 },
  )
})

test('a book frame that differs little from one before it is read as key by key', () => {
  expectReadsAsByKeys(driver, bookFramesOf('coinbase', driver))
})
