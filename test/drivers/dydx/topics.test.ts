import { expect, test } from 'vitest'
import type { ChannelRequest, Instrument } from '../../../src/core/index.ts'
import { dydx } from '../../../src/drivers/dydx/index.ts'
import { topicName, topicWords } from '../../../src/drivers/dydx/topics.ts'

const driver = dydx()
const of = (symbol: string): Instrument => {
  const instrument = driver.inferInstrument('futures', symbol)
  if (instrument === undefined) throw new Error(`no instrument ${symbol}`)
  return instrument
}
const names = (request: ChannelRequest) =>
  driver.topics(of('BTC-USD'), request).map(({ endpoint, name }) => `${endpoint} ${name}`)

test.each<readonly [ChannelRequest, string]>([
  [{ channel: 'book' }, 'v4_orderbook:BTC-USD'],
  [{ channel: 'book', depth: 20 }, 'v4_orderbook:BTC-USD'],
  [{ channel: 'book', depth: 'bbo' }, 'v4_orderbook:BTC-USD'],
  [{ channel: 'trade' }, 'v4_trades:BTC-USD'],
  [{ channel: 'liquidation' }, 'v4_trades:BTC-USD'],
  [{ channel: 'candle', interval: '1m' }, 'v4_candles:BTC-USD/1MIN'],
  [{ channel: 'candle', interval: '15m' }, 'v4_candles:BTC-USD/15MINS'],
  [{ channel: 'candle', interval: '4h' }, 'v4_candles:BTC-USD/4HOURS'],
  [{ channel: 'candle', interval: '1d' }, 'v4_candles:BTC-USD/1DAY'],
  [{ channel: 'ticker' }, 'v4_markets'],
  [{ channel: 'funding' }, 'v4_markets'],
  [{ channel: 'markPrice' }, 'v4_markets'],
  [{ channel: 'indexPrice' }, 'v4_markets'],
  [{ channel: 'openInterest' }, 'v4_markets'],
  [{ channel: 'instrument' }, 'v4_markets'],
])('%o is %s', (request, expected) => {
  expect(names(request)).toEqual([`indexer ${expected}`])
})

test('a book says its feed and that it begins with 100 levels a side', () => {
  for (const depth of ['bbo', 20, 50, 'full'] as const)
    expect(driver.topics(of('BTC-USD'), { channel: 'book', depth })).toMatchObject([
      { feed: 'v4_orderbook', depth: 100, symbol: 'BTC-USD' },
    ])
})

test('the topic of all markets has no symbol', () => {
  expect(driver.topics(of('BTC-USD'), { channel: 'funding' })[0]).not.toHaveProperty('symbol')
})

test.each<readonly [ChannelRequest, string]>([
  [{ channel: 'bbo' }, 'UNKNOWN_CHANNEL'],
  [{ channel: 'status' }, 'UNKNOWN_CHANNEL'],
  [{ channel: 'candle', interval: '3m' }, 'UNKNOWN_INTERVAL'],
])('%o is refused as %s', (request, code) => {
  expect(() => names(request)).toThrow(expect.objectContaining({ code }))
})

test.each([
  ['v4_orderbook', 'A,B,0x1-USD'],
  ['v4_candles', 'BTC-USD/1MIN'],
  ['v4_trades', 'ODD:NAME-USD'],
])('the name of %s %s leads back to it', (channel, id) => {
  expect(topicWords({ name: topicName(channel, id) })).toEqual({ channel, id })
})

test('both environments have the one socket and both services', () => {
  for (const regions of Object.values(driver.facts.urls))
    for (const { streams, rest } of Object.values(regions)) {
      expect(Object.keys(streams)).toEqual(['indexer'])
      expect(Object.keys(rest)).toEqual(['indexer', 'candles'])
    }
})
