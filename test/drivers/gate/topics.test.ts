import { expect, test } from 'vitest'
import type { ChannelRequest, Instrument } from '../../../src/core/index.ts'
import { type BookKind, gate } from '../../../src/drivers/gate/index.ts'

const drivers = { v2: gate(), v1: gate({ books: 'v1' }) }
const SYMBOLS = {
  spot: 'BTC_USDT',
  usdt: 'BTC_USDT',
  btc: 'BTC_USD',
  delivery: 'BTC_USDT_20261225',
} as const
type Product = keyof typeof SYMBOLS

const of = (product: Product): Instrument => {
  const market = product === 'spot' ? 'spot' : 'futures'
  const instrument = drivers.v2.inferInstrument(market, SYMBOLS[product])
  if (instrument?.product !== product) throw new Error(`no instrument of ${product}`)
  return instrument
}
const names = (product: Product, request: ChannelRequest, books: BookKind = 'v2') =>
  drivers[books].topics(of(product), request).map(({ endpoint, name }) => `${endpoint} ${name}`)

test.each<readonly [Product, ChannelRequest, string]>([
  ['spot', { channel: 'book' }, 'spot spot.obu:ob.BTC_USDT.400'],
  ['spot', { channel: 'book', depth: 20 }, 'spot spot.obu:ob.BTC_USDT.50'],
  ['usdt', { channel: 'book', depth: 50 }, 'usdt futures.obu:ob.BTC_USDT.50'],
  ['usdt', { channel: 'book', depth: 'full' }, 'usdt futures.obu:ob.BTC_USDT.400'],
  ['btc', { channel: 'book' }, 'btc futures.order_book_update:BTC_USD,100ms,100'],
  [
    'delivery',
    { channel: 'book', depth: 'bbo' },
    'delivery futures.order_book_update:BTC_USDT_20261225,100ms,100',
  ],
  ['spot', { channel: 'bbo' }, 'spot spot.book_ticker:BTC_USDT'],
  ['usdt', { channel: 'bbo' }, 'usdt futures.book_ticker:BTC_USDT'],
  ['spot', { channel: 'trade' }, 'spot spot.trades:BTC_USDT'],
  ['delivery', { channel: 'trade' }, 'delivery futures.trades:BTC_USDT_20261225'],
  ['spot', { channel: 'ticker' }, 'spot spot.tickers:BTC_USDT'],
  ['usdt', { channel: 'funding' }, 'usdt futures.tickers:BTC_USDT'],
  ['btc', { channel: 'markPrice' }, 'btc futures.tickers:BTC_USD'],
  ['btc', { channel: 'openInterest' }, 'btc futures.tickers:BTC_USD'],
  ['delivery', { channel: 'indexPrice' }, 'delivery futures.tickers:BTC_USDT_20261225'],
  ['usdt', { channel: 'liquidation' }, 'usdt futures.public_liquidates:BTC_USDT'],
  ['spot', { channel: 'candle', interval: '1m' }, 'spot spot.candlesticks:1m,BTC_USDT'],
  ['usdt', { channel: 'candle', interval: '1w' }, 'usdt futures.candlesticks:7d,BTC_USDT'],
])('%s %o is %s', (product, request, expected) => {
  expect(names(product, request)).toEqual([expected])
})

test('books joined to REST are all levels of spot, a hundred of contracts', () => {
  const book = { channel: 'book' } as const
  expect(names('spot', book, 'v1')).toEqual(['spot spot.order_book_update:BTC_USDT,100ms'])
  expect(names('usdt', book, 'v1')).toEqual(['usdt futures.order_book_update:BTC_USDT,100ms,100'])
})

test('a book says its feed and the depth that it really has', () => {
  const told = (product: Product, books: BookKind = 'v2') => {
    const [topic] = drivers[books].topics(of(product), { channel: 'book', depth: 'full' })
    return [topic?.feed, topic?.depth]
  }
  expect(told('spot')).toEqual(['obu.400', 400])
  expect(told('btc')).toEqual(['order_book_update.100', 100])
  expect(told('spot', 'v1')).toEqual(['order_book_update', 'full'])
  expect(told('usdt', 'v1')).toEqual(['order_book_update.100', 100])
})

test.each<readonly [Product, ChannelRequest, string]>([
  ['spot', { channel: 'funding' }, 'UNKNOWN_CHANNEL'],
  ['delivery', { channel: 'funding' }, 'UNKNOWN_CHANNEL'],
  ['delivery', { channel: 'liquidation' }, 'UNKNOWN_CHANNEL'],
  ['spot', { channel: 'instrument' }, 'UNKNOWN_CHANNEL'],
  ['spot', { channel: 'status' }, 'UNKNOWN_CHANNEL'],
  ['spot', { channel: 'candle', interval: '2h' }, 'UNKNOWN_INTERVAL'],
])('%s %o is refused as %s', (product, request, code) => {
  expect(() => names(product, request)).toThrow(expect.objectContaining({ code }))
})

test.each(['v2', 'v1'] as const)(
  'every channel of every product in the facts of %s has a topic on an endpoint that exists',
  (books) => {
    const { facts, topics } = drivers[books]
    const endpoints = facts.streams.map(({ id }) => id)
    for (const { product, channel, intervals } of facts.channels) {
      const request = (
        channel === 'candle' ? { channel, interval: intervals?.[0] } : { channel }
      ) as ChannelRequest // the kinds of the facts are those of requests
      const found = topics(of(product as Product), request)
      expect(found).toHaveLength(1)
      expect(endpoints).toContain(found[0]?.endpoint)
    }
    for (const regions of Object.values(facts.urls))
      for (const { streams, rest } of Object.values(regions)) {
        expect(Object.keys(streams)).toEqual(endpoints)
        expect(Object.keys(rest)).toEqual(facts.rest.map(({ id }) => id))
      }
  },
)
