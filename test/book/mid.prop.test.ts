import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mid } from '../../src/book/index.ts'
import { LevelBuffer, type LiveOrderBook } from '../../src/core/index.ts'
import { instrument } from '../support/instrument.ts'

const price = fc.oneof(
  fc.integer({ min: 1, max: 1_000_000_000 }),
  fc.integer({ min: Number.MAX_SAFE_INTEGER - 1_000, max: Number.MAX_SAFE_INTEGER }),
)
const scale = fc.integer({ min: 0, max: 12 })

function side(value: number, priceScale: number): LevelBuffer {
  const levels = new LevelBuffer()
  levels.clear(priceScale, 0, false)
  levels.prices[0] = value
  levels.sizes[0] = 1
  levels.count = 1
  return levels
}

test('the mid is exactly half of the sum of the best prices, whatever their scales and sizes', () => {
  fc.assert(
    fc.property(price, price, scale, scale, fc.boolean(), (bid, ask, of, other, isOne) => {
      const bids = side(bid, of)
      const asks = side(ask, isOne ? of : other)
      const book: LiveOrderBook = {
        ...({ feed: 'depth', depth: 'full', state: 'live' } as const),
        ...{ instrument: instrument(), updateCount: 1, bids, asks, localTimeUs: 1 },
      }
      const sum = bids.priceDecimal(0).plus(asks.priceDecimal(0))
      expect(mid(book)?.toFixed()).toBe(sum.div(2).toFixed())
    }),
  )
})
