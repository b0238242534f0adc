import type {
  MarketData,
  MarketEvent,
  OrderBook,
  ScaledPrice,
  ScaledSize,
  Side,
  Trade,
} from 'crossbook'
import { loadDriver } from 'crossbook'
import { expectTypeOf, test } from 'vitest'

declare const book: OrderBook
declare const market: MarketData
declare const price: ScaledPrice
declare const size: ScaledSize
declare const event: MarketEvent

test('levels of a book type-check only after narrowing to live', () => {
  // @ts-expect-error a book that may be stale has no bids
  void book.bids
  if (book.state === 'live') expectTypeOf(book.bids.price(0)).toEqualTypeOf<ScaledPrice>()
  if (book.state !== 'live')
    expectTypeOf(book.state).toEqualTypeOf<'syncing' | 'stale' | 'corrupt' | 'closed'>()
})

test('prices and sizes do not mix', () => {
  const takesPrice = (_: ScaledPrice): void => {}
  takesPrice(price)
  // @ts-expect-error a size is no price
  takesPrice(size)
  // @ts-expect-error a plain number is no price
  takesPrice(1)
})

test('a typo in a venue, side, kind or state does not compile', () => {
  void loadDriver('binance')
  // @ts-expect-error there is no such venue
  void loadDriver('binanse')
  // @ts-expect-error there is no such side
  const side: Side = 'bui'
  void side
  // @ts-expect-error there is no such kind of event
  market.subscribe('trades', {}, () => {})
  // @ts-expect-error there is no such state
  if (book.state === 'lively') return
  // @ts-expect-error there is no such depth
  market.book('BTC/USDT', 21)
})

test('a handler gets the event of its kind', () => {
  market.subscribe('trade', {}, (trade) => expectTypeOf(trade).toEqualTypeOf<Trade>())
  market.subscribe('ticker', {}, ({ windowMs }) => expectTypeOf(windowMs).toEqualTypeOf<number>())
})

test('events are a union on type, and read-only', () => {
  if (event.type === 'trade') expectTypeOf(event.takerSide).toEqualTypeOf<Side>()
  if (event.type === 'liquidation') {
    expectTypeOf(event.closedSide).toEqualTypeOf<'long' | 'short'>()
    // @ts-expect-error a published event is never changed
    event.closedSide = 'long'
  }
})
