import { describe, expect, test } from 'vitest'
import { MaintainedBook, newCursor } from '../../../src/book/index.ts'
import { BookUpdate, type InstrumentSlot, type Market } from '../../../src/core/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { kucoin } from '../../../src/drivers/kucoin/index.ts'
import { FrameReplay } from '../../../src/market/frame-replay.ts'

const driver = kucoin()
const table = createInstrumentTable({
  infer: (market, symbol) => driver.inferInstrument(market, symbol),
})
const slotOf = (market: Market): InstrumentSlot =>
  table.bySymbol(market, market === 'spot' ? 'BTC-USDT' : 'XBTUSDTM') as InstrumentSlot // inferred

/** `[first, last]`; a snapshot has both equal and says so. */
type Ids = readonly [first: number, last: number, kind?: 'snapshot']

function verdicts(market: Market, feed: string, chain: readonly Ids[]): readonly string[] {
  const rule = driver.continuity(market, feed)
  const cursor = newCursor()
  return chain.map(([first, last, kind]) => {
    const update = new BookUpdate(slotOf(market))
    update.begin(slotOf(market), feed, kind === 'snapshot', 1)
    update.first = first
    update.last = last
    return rule.judge(cursor, update)
  })
}

describe.each(['spot', 'futures'] as const)('unified books of %s', (market) => {
  const judge = (chain: readonly Ids[]) => verdicts(market, 'obu.increment@10ms', chain)

  test('a snapshot starts the chain, and O = C + 1 goes on with it', () => {
    expect(
      judge([
        [10, 10, 'snapshot'],
        [11, 14],
        [15, 15],
      ]),
    ).toEqual(['apply', 'apply', 'apply'])
  })

  test('a change before the first snapshot is a gap', () => {
    expect(judge([[11, 14]])).toEqual(['gap'])
  })

  test('a change that was seen is dropped, one that overlaps is applied', () => {
    expect(
      judge([
        [10, 10, 'snapshot'],
        [9, 10],
        [8, 12],
        [11, 12],
      ]),
    ).toEqual(['apply', 'drop', 'apply', 'drop'])
  })

  test('a hole is a gap', () => {
    expect(
      judge([
        [10, 10, 'snapshot'],
        [12, 14],
      ]),
    ).toEqual(['apply', 'gap'])
  })

  test('a later snapshot replaces, though its id be lower', () => {
    expect(
      judge([
        [10, 10, 'snapshot'],
        [11, 14],
        [5, 5, 'snapshot'],
        [6, 7],
      ]),
    ).toEqual(['apply', 'apply', 'apply', 'apply'])
  })

  test('take their snapshot from the stream, and are cut to 500 levels a side', () => {
    expect(driver.continuity(market, 'obu.increment@10ms')).toMatchObject({
      snapshot: 'stream',
      truncateTo: 500,
    })
    expect(driver.continuity(market, 'obu.increment').snapshot).toBe('rest')
  })
})

test('books may cross only on spot, in its call auctions', () => {
  for (const feed of ['obu.increment@10ms', 'obu.5', 'level2']) {
    expect(driver.continuity('spot', feed).crossed).toBe('corruptWhileTrading')
    expect(driver.continuity('futures', feed).crossed).toBe('corrupt')
  }
})

describe('classic changes', () => {
  test('of spot follow the snapshot where they cover its sequence plus one', () => {
    const judge = (chain: readonly Ids[]) => verdicts('spot', 'level2', chain)
    expect(
      judge([
        [100, 100, 'snapshot'],
        [98, 100],
        [99, 103],
        [104, 104],
        [106, 107],
      ]),
    ).toEqual(['apply', 'drop', 'apply', 'apply', 'gap'])
  })

  test('of contracts are numbered one by one', () => {
    const judge = (...ids: number[]) =>
      verdicts('futures', 'level2', [
        [100, 100, 'snapshot'],
        ...ids.map((id): Ids => [Number.NaN, id]),
      ]).slice(1)
    expect(judge(99, 100, 101, 102, 102, 104)).toEqual([
      'drop',
      'drop',
      'apply',
      'apply',
      'drop',
      'gap',
    ])
  })

  test('that only count move the sequence on, and leave the book as it was', () => {
    const run = new FrameReplay({ driver, market: 'spot' })
    const frame = (start: number, end: number, asks: unknown) =>
      run.frame(
        Buffer.from(
          JSON.stringify({
            topic: '/market/level2:BTC-USDT',
            type: 'message',
            data: { changes: { asks, bids: [] }, sequenceStart: start, sequenceEnd: end },
          }),
        ),
        1,
      )
    frame(11, 11, [['0', '0', '11']])
    run.answer(
      'https://api.kucoin.com/api/v1/market/orderbook/level2_100?symbol=BTC-USDT',
      Buffer.from(
        '{"code":"200000","data":{"time":1550653727731,"sequence":"10","bids":[["99","1"]],"asks":[["101","2"]]}}',
      ),
      1,
    )
    frame(12, 12, [['0', '0', '12']])
    frame(13, 13, [['101', '3', '13']])
    const [book] = run.books
    expect([book?.state, book?.lastId]).toEqual(['live', 13])
    expect(book?.evidence.asks.count).toBe(1)
    expect(book?.evidence.asks.sizeText(0)).toBe('3')
  })

  test('the first message after a snapshot may tell again what the snapshot has', () => {
    const run = new FrameReplay({ driver, market: 'spot' })
    const changes = {
      asks: [
        ['101', '7', '9'],
        ['102', '0', '10'],
        ['103', '4', '12'],
      ],
      bids: [],
    }
    run.frame(
      Buffer.from(
        JSON.stringify({
          topic: '/market/level2:BTC-USDT',
          data: { changes, sequenceStart: 9, sequenceEnd: 12 },
        }),
      ),
      1,
    )
    run.answer(
      'https://api.kucoin.com/api/v3/market/orderbook/level2?symbol=BTC-USDT',
      Buffer.from(
        '{"code":"200000","data":{"sequence":"10","bids":[["99","1"]],"asks":[["101","7"]]}}',
      ),
      1,
    )
    const [book] = run.books
    const asks = book?.evidence.asks
    expect([book?.state, asks?.count]).toEqual(['live', 2])
    expect([asks?.priceText(0), asks?.sizeText(0), asks?.priceText(1)]).toEqual(['101', '7', '103'])
  })
})

test('whole books follow the time they were made at, whatever their numbers', () => {
  for (const [market, feed] of [
    ['spot', 'level2Depth5'],
    ['futures', 'level2Depth50'],
    ['spot', 'obu.5'],
    ['futures', 'obu.50'],
  ] as const) {
    const rule = driver.continuity(market, feed)
    const cursor = newCursor()
    const at = (timeUs: number, last: number): string => {
      const update = new BookUpdate(slotOf(market))
      update.begin(slotOf(market), feed, true, 1)
      update.venueUs = timeUs
      update.last = last
      return rule.judge(cursor, update)
    }
    expect(rule.snapshot).toBe('every')
    expect([at(1000, 50), at(1000, 50), at(900, 60), at(2000, 3)]).toEqual([
      'apply',
      'apply',
      'drop',
      'apply',
    ])
  }
})

test('a level that left the window goes with the change that says so, or by the cut', () => {
  const slot = slotOf('futures')
  const rule = driver.continuity('futures', 'obu.increment@10ms')
  const book = new MaintainedBook(slot, 'obu.increment@10ms', 500)
  const snapshot = new BookUpdate(slot)
  snapshot.begin(slot, 'obu.increment@10ms', true, 1)
  snapshot.bids.reserve(500)
  for (let i = 0; i < 500; i += 1) {
    snapshot.bids.prices[i] = 1000 - i
    snapshot.bids.sizes[i] = 1
  }
  snapshot.bids.count = 500
  book.apply(snapshot, rule)
  const change = new BookUpdate(slot)
  change.begin(slot, 'obu.increment@10ms', false, 2)
  change.bids.prices[0] = 1001
  change.bids.sizes[0] = 5
  change.bids.count = 1
  book.apply(change, rule)
  const { bids } = book.evidence
  expect([bids.count, bids.priceText(0), bids.priceText(499)]).toEqual([500, '1001', '502'])
})
