import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FrameSink } from '../../../src/core/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { kucoin } from '../../../src/drivers/kucoin/index.ts'
import { decodeOne, fixturesOf } from '../run-fixtures.ts'
import { bookFramesOf, expectReadsAsByKeys } from '../small-changes.ts'
import { naiveEvents } from './naive.ts'

const driver = kucoin()
const HOT_TOPIC =
  /^\/(market\/(level2|match)|spotMarket\/(level1|level2Depth\d+)|contractMarket\/(level2|level2Depth\d+|tickerV2|execution)):/
const HOT_CHANNEL = /^(obu|trade)\./

const frames = fixturesOf('kucoin').map(([name, { frame }]) => ({
  name,
  text: typeof frame === 'string' ? frame : JSON.stringify(frame),
}))
const hot = fixturesOf('kucoin').flatMap(([name, { frame, outcome }]) => {
  const text = typeof frame === 'string' ? frame : JSON.stringify(frame)
  return outcome === 'event' && isHot(text) ? [{ name, text }] : []
})

/** What a damaged frame may become: refused, or exactly what its bytes say. */
function check(bytes: Uint8Array): void {
  const text = Buffer.from(bytes).toString('utf8')
  const { outcome, events } = decodeOne(driver, 'spot', bytes)
  if (!isJson(text)) expect(outcome).toBe('fault')
  if (outcome !== 'event' || !isHot(text)) return
  const told = events.filter((event) => (event as { type: string }).type !== 'instrumentChanged')
  // As JSON writes it: `-0` is 0.
  expect(told).toEqual(JSON.parse(JSON.stringify(naiveEvents(text))))
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
  if (!isJson(text)) return false
  const { T, topic } = JSON.parse(text) as { T?: string; topic?: string }
  return topic === undefined ? HOT_CHANNEL.test(String(T)) : HOT_TOPIC.test(String(topic))
}

/** The same JSON text with the keys of its objects in another order, its numbers digit by digit as they were. */
function shuffled(text: string, pick: (count: number) => number): string {
  const marked = text.replace(/("(?:[^"\\]|\\.)*")|(-?\d[\d.eE+-]*)/g, (_all, string, number) =>
    string === undefined ? `"#${number}"` : string,
  )
  const mixed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(mixed)
    if (typeof value !== 'object' || value === null) return value
    const left = Object.entries(value)
    const entries: [string, unknown][] = []
    while (left.length > 0) {
      const [entry] = left.splice(pick(left.length), 1)
      if (entry !== undefined) entries.push([entry[0], mixed(entry[1])])
    }
    return Object.fromEntries(entries)
  }
  return JSON.stringify(mixed(JSON.parse(marked))).replace(/"#([^"]*)"/g, '$1')
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

test.each(hot)('$name reads the same whatever the order of its keys', ({ text }) => {
  const expected = naiveEvents(text)
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat(1000)), (numbers) => {
      const pick = (count: number): number => (numbers.next().value ?? 0) % count
      const { events } = decodeOne(driver, 'futures', shuffled(text, pick))
      const told = events.filter(
        (event) => (event as { type: string }).type !== 'instrumentChanged',
      )
      expect(told).toEqual(expected)
    }),
    { numRuns: 60 },
  )
})

test('a decoder with a past reads a frame like a fresh one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...frames), { minLength: 1, maxLength: 12 }),
      fc.constantFrom(...hot),
      (past, { text }) => {
        const table = createInstrumentTable({
          infer: (market, symbol) => driver.inferInstrument(market, symbol),
        })
        const decoder = driver.createDecoder(table, 'spot')
        let told: unknown[] = []
        const push = (event: unknown): void => void told.push(JSON.parse(JSON.stringify(event)))
        const sink: FrameSink = { book: push, bbo: push, trade: push, event: push, lost: () => {} }
        for (const frame of past) decoder.decode(Buffer.from(frame.text), 1, sink)
        told = []
        decoder.decode(Buffer.from(text), 1, sink)
        const events = told.filter(
          (each) => (each as { type: string }).type !== 'instrumentChanged',
        )
        expect(events).toEqual(naiveEvents(text))
      },
    ),
    { numRuns: 1000 },
  )
})

test('a book frame that differs little from one before it is read as key by key', () => {
  expectReadsAsByKeys(driver, bookFramesOf('kucoin', driver))
})
