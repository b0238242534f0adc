import { expect, test } from 'vitest'
import {
  cumulativeSize,
  imbalance,
  MaintainedBook,
  microprice,
  mid,
  spread,
  sweep,
} from '../../src/book/index.ts'
import {
  BookUpdate,
  Decimal,
  InstrumentSlot,
  instrumentIndex,
  type LiveOrderBook,
} from '../../src/core/index.ts'
import { instrument } from '../support/instrument.ts'

function liveBook(
  bids: readonly (readonly [number, number])[],
  asks: readonly (readonly [number, number])[],
): LiveOrderBook {
  const slot = new InstrumentSlot(instrumentIndex(0), instrument({ priceScale: 1, sizeScale: 2 }))
  const update = new BookUpdate(slot)
  update.begin(slot, 'depth', true, 1)
  for (const [buffer, levels] of [
    [update.bids, bids],
    [update.asks, asks],
  ] as const) {
    levels.forEach(([price, size], i) => {
      buffer.prices[i] = price
      buffer.sizes[i] = size
    })
    buffer.count = levels.length
  }
  const book = new MaintainedBook(slot, 'depth', 'full')
  book.apply(update)
  book.state = 'live'
  const { view } = book
  if (view.state !== 'live') throw new Error('unreachable')
  return view
}

const book = liveBook(
  [
    [1000, 300],
    [999, 100],
  ],
  [
    [1010, 100],
    [1020, 500],
  ],
)

test('levels read the same as text, Decimal, scaled integer and nearest number', () => {
  expect([
    book.bids.price(0),
    book.bids.priceText(0),
    book.bids.priceDecimal(0).toFixed(),
    book.bids.priceNumber(0),
  ]).toEqual([1000, '100', '100', 100])
  expect([book.asks.priceText(1), book.asks.sizeText(1)]).toEqual(['102', '5'])
})

test('spread, mid and microprice are exact', () => {
  expect([spread(book)?.toFixed(), mid(book)?.toFixed(), microprice(book)?.toFixed()]).toEqual([
    '1',
    '100.5',
    '100.75',
  ])
})

test('imbalance and cumulative size look at the levels asked for', () => {
  expect([imbalance(book, 1), cumulativeSize(book.asks, 9).toFixed()]).toEqual([0.5, '6'])
})

test('a sweep walks the levels and says what the book does not have', () => {
  const taken = sweep(book, 'buy', new Decimal(2))
  expect([taken.vwap?.toFixed(), taken.levels, taken.notional.toFixed()]).toEqual([
    '101.5',
    2,
    '203',
  ])
  const beyond = sweep(book, 'sell', new Decimal(10))
  expect([beyond.filledQuantity.toFixed(), beyond.vwap?.toFixed()]).toEqual(['4', '99.975'])
})

test('one-sided and empty books have no spread, mid or microprice', () => {
  const oneSided = liveBook([[1000, 1]], [])
  expect([
    spread(oneSided),
    mid(oneSided),
    microprice(oneSided),
    imbalance(liveBook([], []), 5),
  ]).toEqual([undefined, undefined, undefined, undefined])
})

test('levels of a book that is not live throw BOOK_NOT_LIVE even where types were bypassed', () => {
  const slot = new InstrumentSlot(instrumentIndex(0), instrument())
  const unready = new MaintainedBook(slot, 'depth', 'full')
  expect(() => unready.bids).toThrow(expect.objectContaining({ code: 'BOOK_NOT_LIVE' }))
})

test('a narrow update changes a book that a snapshot made wide', () => {
  // An instrument whose whole book by REST needs more than 2^53, and whose changes so far did not.
  const slot = new InstrumentSlot(instrumentIndex(0), instrument({ priceScale: 1, sizeScale: 2 }))
  const snapshot = new BookUpdate(slot)
  snapshot.begin(slot, 'depth', true, 1)
  snapshot.asks.widen()
  snapshot.bids.widen()
  snapshot.asks.widePrices[0] = 1001n
  snapshot.asks.wideSizes[0] = 10n ** 17n
  snapshot.asks.count = 1
  const change = new BookUpdate(slot)
  change.begin(slot, 'depth', false, 2)
  change.asks.prices[0] = 1002
  change.asks.sizes[0] = 250
  change.asks.count = 1
  const kept = new MaintainedBook(slot, 'depth', 'full')
  kept.apply(snapshot)
  kept.apply(change)
  const { asks } = kept.evidence
  expect([asks.count, asks.priceText(1), asks.sizeText(1)]).toEqual([2, '100.2', '2.5'])
})
