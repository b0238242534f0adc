import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FrameSink, Market } from '../../../src/core/index.ts'
import { binance } from '../../../src/drivers/binance/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { decodeOne, fixturesOf } from '../run-fixtures.ts'
import { naiveEvents } from './naive.ts'

const driver = binance()
const OUTCOMES = ['event', 'control', 'ignored', 'fault']

const frames = fixturesOf('binance').map(([name, { frame, market, outcome }]) => ({
  name,
  market,
  outcome,
  frame,
  text: typeof frame === 'string' ? frame : JSON.stringify(frame),
}))
/** Frames whose events the naive reader knows too; µs times are left to their fixture. */
const hot = frames.filter(
  ({ name, outcome, text, market }) =>
    outcome === 'event' && !name.includes('micro') && naiveEvents(text, market) !== undefined,
)

const isTold = (event: unknown): boolean => (event as { type: string }).type !== 'instrumentChanged'

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

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('a damaged frame', () => {
  test.each(frames)('of $name, cut anywhere, is refused', ({ text, market }) => {
    const bytes = Buffer.from(text)
    for (let end = 0; end < bytes.length; end += 1) {
      const cut = bytes.subarray(0, end)
      const { outcome, events, fault } = decodeOne(driver, market, cut)
      if (isJson(cut.toString())) continue // nothing is lost but a newline
      const isBinary = text.startsWith('2\u0000') && end >= 8
      expect(outcome).toBe(isBinary ? 'ignored' : 'fault')
      expect(events).toEqual([])
      if (!isBinary) expect(fault?.offsetBytes).toBeLessThanOrEqual(end)
    }
  })

  test('with any bytes changed has an outcome, and tells nothing unless it is one', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(fc.constantFrom(...frames), changes, ({ text, market }, places) => {
        const bytes = Buffer.from(text)
        for (const [at, value] of places) bytes[at % bytes.length] = value
        const { outcome, events } = decodeOne(driver, market, bytes)
        expect(OUTCOMES).toContain(outcome)
        if (outcome !== 'event') expect(events).toEqual([])
        if (outcome === 'event' || outcome === 'control')
          expect(isJson(bytes.toString())).toBe(true)
      }),
      { numRuns: 20_000 },
    )
  })

  test('with a digit of its prices changed becomes exactly what its bytes say', () => {
    fc.assert(
      fc.property(fc.constantFrom(...hot), fc.nat(), fc.nat(9), ({ text, market }, nth, digit) => {
        // Digits between quotes only: in a symbol they would name another instrument.
        const places = [...text.matchAll(/"\d+(?:\.\d+)?"/g)]
        const place = places[nth % places.length]
        if (place === undefined) return
        const changed = `${text.slice(0, place.index + 1)}${digit}${text.slice(place.index + 1)}`
        const { events } = decodeOne(driver, market, changed)
        expect(events.filter(isTold)).toEqual(naiveEvents(changed, market))
      }),
      { numRuns: 2000 },
    )
  })
})

test.each(hot)('$name reads the same whatever the order of its keys', ({ frame, text, market }) => {
  const expected = naiveEvents(text, market)
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat(1000)), (numbers) => {
      const pick = (count: number): number => (numbers.next().value ?? 0) % count
      const { events } = decodeOne(driver, market, JSON.stringify(shuffled(frame, pick)))
      expect(events.filter(isTold)).toEqual(expected)
    }),
    { numRuns: 60 },
  )
})

test('a decoder reads a frame as a fresh one does, whatever it has read before', () => {
  const markets: readonly Market[] = ['spot', 'futures']
  for (const market of markets) {
    const some = frames.filter((frame) => frame.market === market)
    const damage = fc.option(fc.tuple(fc.nat(), fc.nat(255)), { nil: undefined, freq: 6 })
    const feed = fc.array(fc.tuple(fc.constantFrom(...some), damage), { maxLength: 30 })
    fc.assert(
      fc.property(feed, (pieces) => {
        const events: unknown[] = []
        const push = (event: unknown): void => void events.push(JSON.parse(JSON.stringify(event)))
        const sink: FrameSink = { book: push, bbo: push, trade: push, event: push, lost: () => {} }
        const table = createInstrumentTable({
          infer: (of, symbol) => driver.inferInstrument(of, symbol),
        })
        const decoder = driver.createDecoder(table, market)
        for (const [{ text }, change] of pieces) {
          const bytes = Buffer.from(text)
          if (change !== undefined) bytes[change[0] % bytes.length] = change[1]
          events.length = 0
          const outcome = decoder.decode(bytes, 1, sink)
          const fresh = decodeOne(driver, market, bytes)
          expect(outcome).toBe(fresh.outcome)
          expect(events.filter(isTold)).toEqual(fresh.events.filter(isTold))
        }
      }),
      { numRuns: 400 },
    )
  }
})
