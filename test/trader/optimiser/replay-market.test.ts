import { describe, expect, it } from 'vitest'
import type { DecimalText, OrderBook } from '../../../src/core/index.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import type {
  BookDeltaRow,
  BookSnapshotRow,
  LevelChange,
  LevelPair,
  Row,
} from '../../../src/storage/index.ts'
import { ReplayMarket } from '../../../src/trader/optimiser/replay-market.ts'
import { instrument } from '../../support/instrument.ts'

const BTC = instrument()
const { venue, market, pair, symbol } = BTC
const of = { venue, market, pair, symbol, localTimeUs: 1 }
const book = { ...of, feed: 'depth', priceScale: 2, sizeScale: 5 }

function open() {
  const replay = new ReplayMarket({
    instruments: [BTC],
    feeds: new Map([[symbol, 'depth']]),
    ports: new VirtualRuntime({ seed: 1 }).ports(),
  })
  const handle = replay.book(pair)
  const states: string[] = []
  handle.onChange(() => states.push(levels(handle.view)))
  return {
    replay,
    states,
    tell: (...rows: readonly Row[]) => rows.forEach((row) => replay.apply(row)),
  }
}

function levels(view: OrderBook): string {
  if (view.state !== 'live') return view.state
  const { bids, asks } = view
  const prices = Array.from({ length: bids.count }, (_, i) => bids.priceText(i))
  return `${prices.join(',')} ${asks.count}`
}

const text = (value: string): DecimalText => value as DecimalText
const level = (price: string, size = '1'): LevelPair => [text(price), text(size)]
const snapshot = (
  bids: readonly LevelPair[],
  over: Partial<BookSnapshotRow> = {},
): BookSnapshotRow => ({
  ...book,
  type: 'bookSnapshot',
  source: 'venue',
  bids,
  asks: [level('200')],
  ...over,
})
const delta = (bids: readonly LevelChange[], over: Partial<BookDeltaRow> = {}): BookDeltaRow => ({
  ...book,
  type: 'bookDelta',
  bids,
  asks: [],
  ...over,
})
const update = (price: string, size = '1'): LevelChange => ['update', text(price), text(size)]
const gone = (price: string): LevelChange => ['delete', text(price), text('0')]

describe('a replayed market', () => {
  it('tells one book, change by change, from its first snapshot on', () => {
    const { states, tell } = open()
    tell(delta([update('99')]), snapshot([level('100')]), delta([update('101'), gone('100')]))
    expect(states).toEqual(['100 1', '101 1'])
  })

  it('keeps the book of one feed, and of its own instruments', () => {
    const { states, tell } = open()
    tell(
      snapshot([level('100')]),
      snapshot([level('90')], { feed: 'books5' }),
      snapshot([level('80')], { symbol: instrument({ symbol: 'X' as typeof symbol }).symbol }),
    )
    expect(states).toEqual(['100 1'])
  })

  it.each<readonly [string, Row]>([
    [
      'rows are missing',
      {
        type: 'recording',
        venue,
        part: market,
        event: 'rowsLost',
        reason: 'overflow',
        localTimeUs: 2,
      },
    ],
    [
      'the recorder began anew',
      { type: 'recording', venue, part: market, event: 'started', localTimeUs: 2 },
    ],
    [
      'the book was stale',
      { ...of, type: 'bookState', feed: 'depth', state: 'stale', previous: 'live', reason: 'gap' },
    ],
  ])('vouches for no book until its next snapshot where %s', (_, row) => {
    const { states, tell } = open()
    tell(snapshot([level('100')]), row, delta([update('101')]), snapshot([level('102')]))
    expect(states).toEqual(['100 1', 'stale', '102 1'])
  })

  it('cuts a book as its snapshots say', () => {
    const { states, tell } = open()
    tell(snapshot([level('100'), level('99')], { truncateTo: 2 }), delta([update('101')]))
    expect(states).toEqual(['100,99 1', '101,100 1'])
  })

  it('takes digits that the listing did not have', () => {
    const { states, tell } = open()
    tell(snapshot([level('100')]), delta([update('100.1234')], { priceScale: 4 }))
    expect(states).toEqual(['100 1', '100.1234,100 1'])
  })

  it('refuses what does not fit: nothing is rounded', () => {
    const { tell } = open()
    expect(() => tell(snapshot([level('12345678901234567')]))).toThrow(
      'Replaying BTC/USDT: expected a decimal that fits 2^53 at 2 digits, was "12345678901234567"',
    )
  })

  it('knows the pairs it has', () => {
    const { replay } = open()
    expect(replay.instrument(pair)).toBe(BTC)
    expect(() => replay.book('ETH/USDT')).toThrow('Replaying ETH/USDT: expected one of BTC/USDT')
  })

  it('tells best prices and trades as they were', () => {
    const { replay, tell } = open()
    const told: unknown[] = []
    replay.subscribe('bbo', { pair }, (bbo) =>
      told.push(bbo.priceText('bid'), bbo.priceText('ask')),
    )
    replay.subscribe('trade', {}, (trade) =>
      told.push([
        trade.tradeId(),
        trade.priceText(),
        trade.sizeText(),
        trade.takerSide,
        trade.venueTimeUs,
      ]),
    )
    tell(
      { ...of, type: 'bbo', bidPrice: text('99.5'), bidSize: text('1') },
      {
        ...of,
        type: 'trade',
        price: text('99.5'),
        size: text('0.25'),
        takerSide: 'sell',
        tradeId: 't1',
        venueTimeUs: 7,
      },
    )
    expect(told).toEqual(['99.5', undefined, ['t1', '99.5', '0.25', 'sell', 7]])
  })
})
