import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { okx } from '../../../src/drivers/okx/index.ts'
import { decodeOne, fixturesOf } from '../run-fixtures.ts'
import {
  BOOKS,
  bookFramesOf,
  expectBrokenAsByKeys,
  expectReadsAsByKeys,
  expectTeachesShape,
} from '../small-changes.ts'
import { naiveEvents } from './naive.ts'

const driver = okx()
const HOT = /^(books|bbo|trades)/

const frames = fixturesOf('okx').map(([name, { frame }]) => ({
  name,
  text: typeof frame === 'string' ? frame : JSON.stringify(frame),
}))
const hot = fixturesOf('okx')
  .filter(([name, { outcome }]) => HOT.test(name) && outcome === 'event')
  .map(([name, { frame }]) => ({ name, frame }))

/** What a damaged frame may become: refused, or exactly what its bytes say. */
function check(bytes: Uint8Array): void {
  const text = Buffer.from(bytes).toString('utf8')
  const { outcome, events } = decodeOne(driver, 'spot', bytes)
  if (!isJson(text)) expect(outcome === 'fault' || text === 'pong').toBe(true)
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
  const { arg } = JSON.parse(text) as { arg?: { channel?: string } }
  return HOT.test(arg?.channel ?? '')
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
  const text = JSON.stringify(frame)
  const expected = naiveEvents(text)
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat(1000)), (numbers) => {
      const pick = (count: number): number => (numbers.next().value ?? 0) % count
      const { events } = decodeOne(driver, 'futures', JSON.stringify(shuffled(frame, pick)))
      const told = events.filter(
        (event) => (event as { type: string }).type !== 'instrumentChanged',
      )
      expect(told).toEqual(expected)
    }),
    { numRuns: 60 },
  )
})

test('a frame that differs little from one before it is read as key by key', () => {
  expectReadsAsByKeys(driver, bookFramesOf('okx', driver, [...BOOKS, 'bbo', 'trade']))
})

test('a best price or a trade like one before it is read by its shape', () => {
  expectTeachesShape(driver, bookFramesOf('okx', driver, ['bbo', 'trade']))
})

test('a best price or a trade with a byte that may not stand in a text is read as key by key', () => {
  expectBrokenAsByKeys(driver, bookFramesOf('okx', driver, ['bbo', 'trade']))
})
