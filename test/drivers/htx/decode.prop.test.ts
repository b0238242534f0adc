import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FrameSink } from '../../../src/core/index.ts'
import { htx } from '../../../src/drivers/htx/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { decodeOne, fixturesOf } from '../run-fixtures.ts'
import { naiveEvents } from './naive.ts'

const driver = htx()
const HOT = /^(mbp|depth|bbo|trade\.detail)/

const frames = fixturesOf('htx').map(([name, { frame, market, outcome }]) => ({
  name,
  text: String(frame),
  market,
  outcome,
}))
const hot = frames.filter(({ name, outcome }) => HOT.test(name) && outcome === 'event')

type Frame = (typeof frames)[number]

const withoutChanges = (events: readonly unknown[]): unknown[] =>
  events.filter((event) => (event as { type: string }).type !== 'instrumentChanged')

/** What a damaged frame may become: refused, or exactly what its bytes say. */
function check(bytes: Uint8Array, { market }: Frame): void {
  const text = Buffer.from(bytes).toString('utf8')
  const { outcome, events } = decodeOne(driver, market, bytes)
  if (!isJson(text)) expect(outcome).toBe('fault')
  // Several members of one name: the last one counts, which the naive reader sees too.
  if (outcome !== 'event' || !isHot(text)) return
  expect(withoutChanges(events)).toEqual(JSON.parse(JSON.stringify(naiveEvents(text, market))))
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
  const { ch, rep } = JSON.parse(text) as { ch?: unknown; rep?: unknown }
  return HOT.test(/^market\.[^.]+\.(.+)$/u.exec(String(ch ?? rep))?.[1] ?? '')
}

/** The members of every object in another order, decided by `pick`; numbers keep their digits. */
function shuffled(text: string, pick: (count: number) => number): string {
  const numbers: string[] = []
  // Numbers are kept aside as marks: JavaScript would lose their digits.
  const marked = text.replace(
    /(?<=[:[,])-?\d[\d.eE+-]*/g,
    (number) => `"#${numbers.push(number) - 1}"`,
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
  return JSON.stringify(mixed(JSON.parse(marked))).replace(/"#(\d+)"/g, (_, i) => numbers[i] ?? '')
}

describe('a damaged frame', () => {
  test.each(frames)('of $name, cut anywhere, is refused', (frame) => {
    const bytes = Buffer.from(frame.text)
    for (let end = 0; end < bytes.length; end += 1) check(bytes.subarray(0, end), frame)
  })

  test('with any bits flipped is refused, or becomes exactly what its bytes say', () => {
    const flips = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 6 })), {
      minLength: 1,
      maxLength: 3,
    })
    fc.assert(
      fc.property(fc.constantFrom(...frames), flips, (frame, places) => {
        const bytes = Buffer.from(frame.text)
        for (const [at, bit] of places) {
          const i = at % bytes.length
          bytes[i] = (bytes[i] ?? 0) ^ (1 << bit)
        }
        check(bytes, frame)
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

test.each(hot)('$name reads the same whatever the order of its keys', ({ text, market }) => {
  const expected = naiveEvents(text, market)
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat(1000)), (numbers) => {
      const pick = (count: number): number => (numbers.next().value ?? 0) % count
      const { events } = decodeOne(driver, market, shuffled(text, pick))
      expect(withoutChanges(events)).toEqual(expected)
    }),
    { numRuns: 60 },
  )
})

test('a decoder with a past reads a frame like a fresh one', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(frames, { minLength: 2 }), (order) => {
      const market = order[0]?.market ?? 'spot'
      const told: unknown[] = []
      const push = (event: unknown): void => void told.push(JSON.parse(JSON.stringify(event)))
      const sink: FrameSink = { book: push, bbo: push, trade: push, event: push, lost: () => {} }
      const decoder = driver.createDecoder(
        createInstrumentTable({ infer: (of, symbol) => driver.inferInstrument(of, symbol) }),
        market,
      )
      for (const { text } of order) {
        told.length = 0
        const outcome = decoder.decode(Buffer.from(text), 1, sink)
        const fresh = decodeOne(driver, market, text)
        expect([outcome, withoutChanges(told)]).toEqual([
          fresh.outcome,
          withoutChanges(fresh.events),
        ])
      }
    }),
    { numRuns: 200 },
  )
})
