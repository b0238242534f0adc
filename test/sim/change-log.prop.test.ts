import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ChangeLog } from '../../src/sim/change-log.ts'

const CAPACITY = 30

type Side = Map<number, number>

const change = fc.record({
  side: fc.constantFrom('bid' as const, 'ask' as const),
  offset: fc.integer({ min: 1, max: 8 }),
  size: fc.integer({ min: 0, max: 3 }),
  // Several changes of one command have one id.
  isSameId: fc.boolean(),
})

function bestFirst(levels: Side, direction: 1 | -1): [number, number][] {
  return [...levels].sort(([a], [b]) => (a - b) * direction)
}

test('a book of the past is what the book was then, as long as the log reaches back', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 80 }), (changes) => {
      const log = new ChangeLog(CAPACITY)
      const sides = { bid: new Map<number, number>(), ask: new Map<number, number>() }
      const now = () => ({ bids: bestFirst(sides.bid, -1), asks: bestFirst(sides.ask, 1) })
      const past = new Map([[0, now()]])
      let id = 0
      for (const [i, { side, offset, size, isSameId }] of changes.entries()) {
        if (!isSameId || id === 0) id += 1
        const price = 100 + (side === 'bid' ? -offset : offset)
        const previous = sides[side].get(price) ?? 0
        if (size === 0) sides[side].delete(price)
        else sides[side].set(price, size)
        log.add(id, i, { side, price, size, previous })
        past.set(id, now())
      }
      for (const [then, book] of past)
        expect(log.rewind(now(), then)).toEqual(log.reaches(then) ? book : undefined)
    }),
  )
})

test('the book of now is left as it is', () => {
  const log = new ChangeLog(CAPACITY)
  log.add(1, 1, { side: 'bid', price: 99, size: 2, previous: 1 })
  const now = { bids: [[99, 2]], asks: [[101, 1]] } as const
  expect(log.rewind(now, 0)).toEqual({ bids: [[99, 1]], asks: [[101, 1]] })
  expect(now).toEqual({ bids: [[99, 2]], asks: [[101, 1]] })
})
