import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SortedLevels } from '../../src/book/sorted-levels.ts'
import { NaiveBook } from '../reference/naive-book.ts'
import { bufferOf, type Row } from './support/buffer-of.ts'

const rowsOf = (levels: SortedLevels): Row[] =>
  Array.from({ length: levels.count }, (_, i) => [levels.price(i), levels.size(i)])

/** Rows of as many prices in a span, all of one size: 0 empties the span. */
const ROWS: fc.Arbitrary<Row[]> = fc
  .record({
    from: fc.nat(4000),
    count: fc.constantFrom(1, 20, 300, 2500),
    stride: fc.constantFrom(1, 2, 7),
    size: fc.constantFrom(0, 0, 1, 3),
  })
  .map(({ from, count, stride, size }) =>
    Array.from({ length: count }, (_, i): Row => [from + i * stride, size]),
  )
const STEP = fc.oneof(
  { weight: 8, arbitrary: fc.record({ does: fc.constant('apply' as const), rows: ROWS }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('replace' as const), rows: ROWS }) },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('truncate' as const), depth: fc.nat(50) }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('fit' as const) }) },
)

describe.each(['bid', 'ask'] as const)('far levels of %ss', (side) => {
  test('are those of the naive book, in memory for two and a quarter times as many at most', () => {
    fc.assert(
      fc.property(fc.array(STEP, { maxLength: 30 }), (steps) => {
        const levels = new SortedLevels(side)
        const naive = new NaiveBook()
        for (const step of steps) {
          if (step.does === 'fit') levels.fit()
          else if (step.does === 'truncate') {
            levels.truncate(step.depth)
            naive.truncate(step.depth)
          } else {
            levels[step.does](bufferOf(step.rows))
            if (step.does === 'replace') naive.clear()
            for (const [price, size] of step.rows) naive.set(side, BigInt(price), BigInt(size))
          }
          expect(rowsOf(levels)).toEqual(
            naive.levels(side).map(([price, size]) => [Number(price), Number(size)]),
          )
        }
        // The first one begins a time in which nothing is asked for, the second one ends it.
        levels.fit()
        levels.fit()
        // A third of the places may be holes, and a third of the memory spare; 152 are for small sides.
        expect(levels.capacity).toBeLessThanOrEqual(2.25 * levels.count + 152)
      }),
      { numRuns: 150 },
    )
  })
})

describe('far levels', () => {
  const rows = (count: number, size = 1): Row[] =>
    Array.from({ length: count }, (_, i) => [i, size])

  test('keep the holes that they opened when memory is given back', () => {
    const levels = new SortedLevels('bid')
    levels.replace(bufferOf(rows(2000).map(([i]) => [10 * i, 1])))
    levels.apply(bufferOf(rows(1600).map(([i]) => [10 * i, 0])))
    levels.fit()
    // None of these finds a hole in reach: each opens eight places.
    levels.apply(bufferOf(rows(12).map(([i]) => [16_005 + 330 * i, 1])))
    levels.fit()
    expect(levels.count).toBe(412)
    expect(rowsOf(levels).at(-1)).toEqual([16_000, 1])
  })

  test('take memory for an eighth more than they need as they grow', () => {
    const levels = new SortedLevels('bid')
    for (let count = 1; count <= 5000; count += 1) {
      levels.apply(bufferOf([[count, 1]]))
      expect(levels.capacity).toBeLessThanOrEqual(count + Math.max(count >> 3, 32) + 1)
    }
  })

  test('keep what was needed since memory was given back last, so that swings move nothing', () => {
    const levels = new SortedLevels('bid')
    levels.apply(bufferOf(rows(5000)))
    levels.apply(bufferOf(rows(5000, 0)))
    levels.apply(bufferOf(rows(5000)))
    const { capacity } = levels
    for (let swing = 0; swing < 10; swing += 1) {
      levels.apply(bufferOf(rows(5000, 0)))
      levels.fit()
      expect(levels.capacity).toBe(capacity)
      levels.apply(bufferOf(rows(5000)))
    }
    expect(levels.capacity).toBe(capacity)
  })
})
