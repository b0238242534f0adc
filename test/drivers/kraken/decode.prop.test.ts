import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Market } from '../../../src/core/index.ts'
import { parseJson } from '../../../src/drivers/kit/fields.ts'
import { kraken } from '../../../src/drivers/kraken/index.ts'
import { JsonNumber, type JsonValue } from '../../../src/wire/index.ts'
import { decodeOne, fixturesOf } from '../run-fixtures.ts'
import { bookFramesOf, expectReadsAsByKeys } from '../small-changes.ts'
import { inOrderTold, naiveEvents } from './naive.ts'

const driver = kraken()
const HOT = new Set(['bookSnapshot', 'bookDelta', 'bbo', 'trade', 'liquidation'])

const frames = fixturesOf('kraken').map(([name, { frame, market, outcome }]) => ({
  name,
  market,
  outcome,
  text: typeof frame === 'string' ? frame : JSON.stringify(frame),
}))
const read = frames.filter(({ outcome }) => outcome === 'event')

/** What a frame was told to be, of the kinds that are read hot. */
function hotEvents(bytes: Uint8Array, market: Market) {
  const { outcome, events } = decodeOne(driver, market, bytes)
  const told = (events as { type: string }[]).filter(({ type }) => HOT.has(type))
  return { outcome, told }
}

/** What a damaged frame may become: refused, or exactly what its bytes say. */
function check(bytes: Uint8Array, market: Market): void {
  const { outcome, told } = hotEvents(bytes, market)
  if (!isJson(bytes)) expect(outcome).toBe('fault')
  if (outcome !== 'event') return
  const expected = naiveEvents(bytes, market)
  if (expected !== undefined) expect(told).toEqual(inOrderTold(expected))
}

function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(Buffer.from(bytes).toString('utf8'))
    return true
  } catch {
    return false
  }
}

/** The same message with the keys of its objects in another order and every number as it was written. */
function shuffled(value: JsonValue, pick: (count: number) => number): string {
  if (value instanceof JsonNumber) return value.text
  if (Array.isArray(value)) return `[${value.map((item) => shuffled(item, pick)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const left = Object.entries(value)
  const mixed: string[] = []
  while (left.length > 0) {
    const [entry] = left.splice(pick(left.length), 1)
    if (entry === undefined) continue
    mixed.push(`${JSON.stringify(entry[0])}:${shuffled(entry[1] ?? null, pick)}`)
  }
  return `{${mixed.join(',')}}`
}

describe('a damaged frame', () => {
  test.each(frames)('of $name, cut anywhere, is refused', ({ text, market }) => {
    const bytes = Buffer.from(text)
    for (let end = 0; end < bytes.length; end += 1) {
      expect(decodeOne(driver, market, bytes.subarray(0, end)).outcome).toBe('fault')
    }
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
        check(bytes, market)
      }),
      { numRuns: 10_000 },
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
          const rest = bytes.subarray(start + count)
          const damaged = Buffer.concat([bytes.subarray(0, start), junk, rest])
          expect(['event', 'control', 'ignored', 'fault']).toContain(
            decodeOne(driver, market, damaged).outcome,
          )
        },
      ),
      { numRuns: 10_000 },
    )
  })
})

test.each(read)('$name reads the same whatever the order of its keys', ({ text, market }) => {
  const message = parseJson(Buffer.from(text))
  const expected = decodeOne(driver, market, text)
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat(1000)), (numbers) => {
      const pick = (count: number): number => (numbers.next().value ?? 0) % count
      const found = decodeOne(driver, market, shuffled(message, pick))
      expect(found.outcome).toBe('event')
      expect(found.events).toEqual(expected.events)
    }),
    { numRuns: 60 },
  )
})

test.each(read)('$name reads as the obvious way reads it', ({ text, market }) => {
  const { told } = hotEvents(Buffer.from(text), market)
  expect(told).toEqual(inOrderTold(naiveEvents(Buffer.from(text), market) ?? []))
})

test('a book frame that differs little from one before it is read as key by key', () => {
  expectReadsAsByKeys(driver, bookFramesOf('kraken', driver))
})
