import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MaintainedBook } from '../../src/book/index.ts'
import {
  BookUpdate,
  InstrumentSlot,
  instrumentIndex,
  type LevelBuffer,
  type Levels,
  scaledText,
} from '../../src/core/index.ts'
import { NaiveBook } from '../reference/naive-book.ts'
import { instrument } from '../support/instrument.ts'

interface Change {
  readonly side: 'bid' | 'ask'
  readonly price: bigint
  readonly size: bigint
}

/** Prices around a touch that moves, so that inserts, updates and removals all happen near and far from it. */
const change: fc.Arbitrary<Change> = fc.record({
  side: fc.constantFrom('bid', 'ask'),
  price: fc.bigInt({ min: 1n, max: 400n }),
  size: fc.oneof(fc.constant(0n), fc.bigInt({ min: 1n, max: 10n ** 15n })),
})
const frame = fc.record({
  isSnapshot: fc.boolean(),
  changes: fc.array(change, { maxLength: 60 }),
  growPrice: fc.constantFrom(0, 0, 0, 0, 1, 2),
  growSize: fc.constantFrom(0, 0, 0, 0, 1, 3),
  isWide: fc.boolean(),
  // A second: often. A minute and more, or back in time: quiet, and judged.
  passedUs: fc.constantFrom(1_000_000, 1_000_000, 61_000_000, -5_000_000),
})

function fill(
  buffer: LevelBuffer,
  changes: readonly Change[],
  side: 'bid' | 'ask',
  factors: readonly [bigint, bigint],
): void {
  for (const { side: of, price, size } of changes) {
    if (of !== side) continue
    const i = buffer.count
    buffer.reserve(i + 1)
    buffer.count = i + 1
    if (buffer.isWide) {
      buffer.widePrices[i] = price * factors[0]
      buffer.wideSizes[i] = size * factors[1]
    } else {
      buffer.prices[i] = Number(price * factors[0])
      buffer.sizes[i] = Number(size * factors[1])
    }
  }
}

const texts = (levels: Levels) =>
  Array.from({ length: levels.count }, (_, i) => [levels.priceText(i), levels.sizeText(i)])

test.each([false, true])(
  'equals the naive book after any frames, at any scales (values beyond 2^53: %s)',
  (mayBeWide) => {
    fc.assert(
      fc.property(
        fc.array(frame, { maxLength: 25 }),
        fc.constantFrom(undefined, 10),
        (frames, truncateTo) => {
          const slot = new InstrumentSlot(
            instrumentIndex(0),
            instrument({ priceScale: 0, sizeScale: 0 }),
          )
          const book = new MaintainedBook(slot, 'depth', 'full')
          const naive = new NaiveBook()
          let nowUs = 1e15
          for (const { isSnapshot, changes, growPrice, growSize, isWide, passedUs } of frames) {
            const update = new BookUpdate(slot)
            slot.priceScale = Math.min(slot.priceScale + growPrice, 6)
            slot.sizeScale = Math.min(slot.sizeScale + growSize, 6)
            slot.isWide ||= mayBeWide && isWide
            nowUs += passedUs
            update.begin(slot, 'depth', isSnapshot, nowUs)
            const factors = [10n ** BigInt(slot.priceScale), 10n ** BigInt(slot.sizeScale)] as const
            const small = slot.isWide
              ? changes
              : changes.map((item) => ({ ...item, size: item.size % 10n ** 9n }))
            fill(update.bids, small, 'bid', factors)
            fill(update.asks, small, 'ask', factors)
            book.apply(update, truncateTo === undefined ? {} : { truncateTo })
            if (isSnapshot) naive.clear()
            for (const { side, price, size } of small) naive.set(side, price, size)
            if (truncateTo !== undefined) naive.truncate(truncateTo)
            for (const side of ['bid', 'ask'] as const) {
              const expected = naive
                .levels(side)
                .map(([price, size]) => [scaledText(price, 0), scaledText(size, 0)])
              expect(texts(side === 'bid' ? book.evidence.bids : book.evidence.asks)).toEqual(
                expected,
              )
            }
          }
        },
      ),
      { numRuns: 300 },
    )
  },
)
