import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LadderLevels } from '../../src/book/ladder-levels.ts'
import { LadderRoom } from '../../src/book/ladder-room.ts'
import { NaiveBook } from '../reference/naive-book.ts'
import { bufferOf, type Row } from './support/buffer-of.ts'

type Side = 'bid' | 'ask'
type Step =
  | { readonly does: 'apply' | 'replace'; readonly rows: readonly Row[] }
  | { readonly does: 'truncate'; readonly depth: number }
  | { readonly does: 'rescale' }
  | { readonly does: 'promote' | 'demote' }

/** Prices about a middle that jumps, from the next step to far beyond any ladder: all that makes one move, and grow. */
const PRICES = fc
  .tuple(
    fc.constantFrom(200_000, 200_100, 201_000, 260_000, 400_000),
    fc.constantFrom(3, 40, 700, 3000, 90_000, 199_000),
  )
  .chain(([middle, spread]) =>
    fc.integer({ min: middle - spread, max: Math.min(middle + spread, 500_000) }),
  )
const ROWS = fc.array(
  fc.tuple(PRICES, fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5 }), fc.constant(2 ** 40))),
  { maxLength: 400, size: 'max' },
)
const STEP: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ does: fc.constant('apply'), rows: ROWS }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('replace'), rows: ROWS }) },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('truncate'), depth: fc.constantFrom(0, 1, 10, 200) }),
  },
  { weight: 1, arbitrary: fc.constant({ does: 'rescale' }) },
  { weight: 3, arbitrary: fc.constant({ does: 'promote' }) },
  { weight: 2, arbitrary: fc.constant({ does: 'demote' }) },
)

/** One step done with both. */
function doBoth(side: Side, levels: LadderLevels, naive: NaiveBook, step: Step): void {
  if (step.does === 'truncate') {
    levels.truncate(step.depth)
    naive.truncate(step.depth)
  } else if (step.does === 'rescale') {
    // Prices grow tenfold once, and no more: the naive book keeps them as they were.
    expect(levels.rescale(Math.min(levels.priceScale + 1, 1), 0)).toBe(true)
  } else if ('rows' in step) {
    const factor = 10 ** levels.priceScale
    levels[step.does](bufferOf(step.rows.map(([price, size]) => [price * factor, size])))
    if (step.does === 'replace') naive.clear()
    for (const [price, size] of step.rows) naive.set(side, BigInt(price), BigInt(size))
  } else levels.promote(step.does === 'promote')
}

/** Levels from the best, prices as they were before they were rescaled. */
function rowsOf(levels: LadderLevels): Row[] {
  const factor = 10 ** levels.priceScale
  return Array.from({ length: levels.count }, (_, i) => [levels.price(i) / factor, levels.size(i)])
}

const naiveRows = (naive: NaiveBook, side: Side): Row[] =>
  naive.levels(side).map(([price, size]) => [Number(price), Number(size)])

describe.each(['bid', 'ask'] as const)('a side of %ss', (side) => {
  test('has the levels of the naive book after any changes, promoted and demoted, in a ladder of any width', () => {
    fc.assert(
      fc.property(
        fc.array(STEP, { maxLength: 14 }),
        fc.constantFrom(0, 4096, 1 << 20),
        (steps, roomBytes) => {
          const room = new LadderRoom(roomBytes)
          const levels = new LadderLevels(side, 0, 0, room)
          const naive = new NaiveBook()
          for (const step of steps) {
            doBoth(side, levels, naive, step)
            expect(rowsOf(levels)).toEqual(naiveRows(naive, side))
            if (step.does === 'demote') expect(room.leftBytes).toBe(roomBytes)
          }
        },
      ),
      { numRuns: 150 },
    )
  })

  test('reads its levels in any order as in theirs', () => {
    fc.assert(
      fc.property(ROWS, fc.array(fc.nat(399), { maxLength: 20 }), (rows, indexes) => {
        const levels = new LadderLevels(side, 0, 0, new LadderRoom(0))
        levels.replace(bufferOf(rows))
        const all = rowsOf(levels)
        for (const i of indexes)
          expect([levels.price(i), levels.size(i)]).toEqual(all[i] ?? [Number.NaN, Number.NaN])
      }),
      { numRuns: 200 },
    )
  })
})

describe('a ladder', () => {
  /** Changes at every other price of the `span` below 100,000, many times over. */
  function busySide(span: number, room: LadderRoom, everyOther = 2): LadderLevels {
    const levels = new LadderLevels('bid', 0, 0, room)
    levels.promote(true)
    for (let round = 1; round < 12; round += 1) {
      const rows: Row[] = []
      for (let offset = 0; offset < span; offset += everyOther) rows.push([100_000 - offset, round])
      levels.apply(bufferOf(rows))
    }
    return levels
  }

  test('grows until what is changed is in it, and gives its room back when it is demoted', () => {
    const room = new LadderRoom(1 << 20)
    const levels = busySide(6000, room)
    // 8,192 places of 8 bytes, 512 of which are there from the start.
    expect((1 << 20) - room.leftBytes).toBe(8 * (8192 - 512))
    levels.promote(false)
    expect(room.leftBytes).toBe(1 << 20)
  })

  test('does not grow beyond its room', () => {
    const room = new LadderRoom(8 * 1024)
    expect(busySide(6000, room).count).toBe(3000)
    expect(room.leftBytes).toBe(8 * 512)
  })

  test('does not grow for levels that are many steps apart', () => {
    const room = new LadderRoom(1 << 20)
    expect(busySide(90_000, room, 500).count).toBe(180)
    expect(room.leftBytes).toBe(1 << 20)
  })
})
