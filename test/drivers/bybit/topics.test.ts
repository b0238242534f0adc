import { expect, test } from 'vitest'
import type { ChannelRequest, Instrument, Market } from '../../../src/core/index.ts'
import { bybit } from '../../../src/drivers/bybit/index.ts'

const driver = bybit()
const of = (market: Market, symbol: string): Instrument => {
  const instrument = driver.inferInstrument(market, symbol)
  if (instrument === undefined) throw new Error(`no instrument ${symbol}`)
  return instrument
}
const names = (market: Market, symbol: string, request: ChannelRequest) =>
  driver.topics(of(market, symbol), request).map(({ endpoint, name }) => `${endpoint} ${name}`)

test.each<readonly [Market, string, ChannelRequest, string]>([
  ['spot', 'BTCUSDT', { channel: 'book' }, 'spot orderbook.full.BTCUSDT'],
  ['spot', 'BTCUSDT', { channel: 'book', depth: 50 }, 'spot orderbook.50.BTCUSDT'],
  ['spot', 'BTCUSDT', { channel: 'book', depth: 'bbo' }, 'spot orderbook.50.BTCUSDT'],
  ['futures', 'BTCUSDT', { channel: 'book' }, 'linear orderbook.1000.BTCUSDT'],
  ['futures', 'BTCPERP', { channel: 'book', depth: 20 }, 'linear orderbook.50.BTCPERP'],
  ['futures', 'BTCUSD', { channel: 'book', depth: 'full' }, 'inverse orderbook.1000.BTCUSD'],
  ['futures', 'BTCUSDH27', { channel: 'bbo' }, 'inverse orderbook.1.BTCUSDH27'],
  ['futures', 'BTC-26MAR27', { channel: 'trade' }, 'linear publicTrade.BTC-26MAR27'],
  ['spot', 'BTCUSDT', { channel: 'ticker' }, 'spot tickers.BTCUSDT'],
  ['spot', 'BTCUSDT', { channel: 'candle', interval: '1m' }, 'spot kline.1.BTCUSDT'],
  ['futures', 'BTCUSDT', { channel: 'candle', interval: '4h' }, 'linear kline.240.BTCUSDT'],
  ['futures', 'BTCUSDT', { channel: 'candle', interval: '1M' }, 'linear kline.M.BTCUSDT'],
  ['futures', 'BTCUSD', { channel: 'funding' }, 'inverse tickers.BTCUSD'],
  ['futures', 'BTCUSDT', { channel: 'markPrice' }, 'linear tickers.BTCUSDT'],
  ['futures', 'BTC-26MAR27', { channel: 'indexPrice' }, 'linear tickers.BTC-26MAR27'],
  ['futures', 'BTCUSDT', { channel: 'openInterest' }, 'linear tickers.BTCUSDT'],
  ['futures', 'BTCUSDT', { channel: 'liquidation' }, 'linear allLiquidation.BTCUSDT'],
  ['spot', 'BTCUSDT', { channel: 'status' }, 'status system.status'],
])('%s %s %o is %s', (market, symbol, request, expected) => {
  expect(names(market, symbol, request)).toEqual([expected])
})

test('a book says its feed and the depth that it really has', () => {
  expect(driver.topics(of('spot', 'BTCUSDT'), { channel: 'book' })).toMatchObject([
    { feed: 'orderbook.full', depth: 'full', symbol: 'BTCUSDT' },
  ])
  expect(driver.topics(of('futures', 'BTCUSDT'), { channel: 'book' })).toMatchObject([
    { feed: 'orderbook.1000', depth: 1000 },
  ])
  expect(driver.topics(of('futures', 'BTCUSDT'), { channel: 'book', depth: 20 })).toMatchObject([
    { feed: 'orderbook.50', depth: 50 },
  ])
})

test.each<readonly [Market, string, ChannelRequest, string]>([
  ['spot', 'BTCUSDT', { channel: 'funding' }, 'UNKNOWN_CHANNEL'],
  ['spot', 'BTCUSDT', { channel: 'liquidation' }, 'UNKNOWN_CHANNEL'],
  ['futures', 'BTCUSDT', { channel: 'instrument' }, 'UNKNOWN_CHANNEL'],
  ['futures', 'BTCUSDT', { channel: 'candle', interval: '8h' }, 'UNKNOWN_INTERVAL'],
])('%s %s %o is refused as %s', (market, symbol, request, code) => {
  expect(() => names(market, symbol, request)).toThrow(expect.objectContaining({ code }))
})

test('every channel of every product in the facts has a topic on an endpoint that exists', () => {
  const samples = {
    spot: of('spot', 'BTCUSDT'),
    linear: of('futures', 'BTCUSDT'),
    inverse: of('futures', 'BTCUSD'),
  } as const
  const endpoints = driver.facts.streams.map(({ id }) => id)
  for (const { product, channel, intervals } of driver.facts.channels) {
    const request = (
      channel === 'candle' ? { channel, interval: intervals?.[0] } : { channel }
    ) as ChannelRequest // the kinds of the facts are those of requests
    const topics = driver.topics(samples[product as keyof typeof samples], request)
    expect(topics).toHaveLength(1)
    expect(endpoints).toContain(topics[0]?.endpoint)
  }
  for (const regions of Object.values(driver.facts.urls))
    for (const { streams } of Object.values(regions))
      expect(Object.keys(streams)).toEqual(endpoints)
})

test('an instrument belongs to the market of the endpoint that carries it', () => {
  for (const { id, market } of driver.facts.products)
    expect(driver.facts.streams.find((stream) => stream.id === id)?.market).toBe(market)
})
