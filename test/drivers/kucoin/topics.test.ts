import { expect, test } from 'vitest'
import type { ChannelRequest, Instrument, Market } from '../../../src/core/index.ts'
import { kucoin } from '../../../src/drivers/kucoin/index.ts'
import { readUnifiedName } from '../../../src/drivers/kucoin/topics.ts'

const driver = kucoin()
const of = (symbol: string): Instrument => {
  const market: Market = symbol.includes('-') ? 'spot' : 'futures'
  const instrument = driver.inferInstrument(market, symbol)
  if (instrument === undefined) throw new Error(`no instrument ${symbol}`)
  return instrument
}
const names = (symbol: string, request: ChannelRequest) =>
  driver.topics(of(symbol), request).map(({ endpoint, name }) => `${endpoint} ${name}`)

test.each<readonly [string, ChannelRequest, string]>([
  ['BTC-USDT', { channel: 'book' }, 'spot obu:BTC-USDT:increment@10ms'],
  ['XBTUSDTM', { channel: 'book', depth: 'full' }, 'futures obu:XBTUSDTM:increment@10ms'],
  ['XBTMZ26', { channel: 'book', depth: 50 }, 'futures obu:XBTMZ26:50'],
  ['BTC-USDT', { channel: 'book', depth: 20 }, 'spot obu:BTC-USDT:50'],
  ['BTC-USDT', { channel: 'book', depth: 'bbo' }, 'spot obu:BTC-USDT:5'],
  ['XBTUSDM', { channel: 'bbo' }, 'futures obu:XBTUSDM:1'],
  ['BTC-USDT', { channel: 'trade' }, 'spot trade:BTC-USDT'],
  ['BTC-USDT', { channel: 'ticker' }, 'spot-classic /market/snapshot:BTC-USDT'],
  ['XBTUSDTM', { channel: 'ticker' }, 'futures-classic /contractMarket/snapshot:XBTUSDTM'],
  ['BTC-USDT', { channel: 'candle', interval: '1m' }, 'spot kline:BTC-USDT:1min'],
  ['XBTUSDTM', { channel: 'candle', interval: '4h' }, 'futures kline:XBTUSDTM:4hour'],
  ['BTC-USDT', { channel: 'candle', interval: '1d' }, 'spot kline:BTC-USDT:1day'],
  ['BTC-USDT', { channel: 'candle', interval: '1w' }, 'spot kline:BTC-USDT:1week'],
  ['BTC-USDT', { channel: 'candle', interval: '1M' }, 'spot kline:BTC-USDT:1month'],
  ['XBTUSDTM', { channel: 'funding' }, 'futures funding-fee:XBTUSDTM'],
  ['XBTMZ26', { channel: 'markPrice' }, 'futures mark-price:XBTMZ26'],
  ['XBTUSDTM', { channel: 'indexPrice' }, 'futures mark-price:XBTUSDTM'],
  ['XBTUSDTM', { channel: 'openInterest' }, 'futures mark-price:XBTUSDTM'],
  ['BTC-USDT', { channel: 'status' }, 'spot status:spot'],
])('%s %o is %s', (symbol, request, expected) => {
  expect(names(symbol, request)).toEqual([expected])
})

test('a book says its feed and the depth that it really has', () => {
  const book = (depth: 'bbo' | 20 | 50 | 'full') =>
    driver.topics(of('BTC-USDT'), { channel: 'book', depth })[0]
  expect(book('full')).toMatchObject({ feed: 'obu.increment@10ms', depth: 500, symbol: 'BTC-USDT' })
  expect(book(20)).toMatchObject({ feed: 'obu.50', depth: 50 })
  expect(book(50)).toMatchObject({ feed: 'obu.50', depth: 50 })
  expect(book('bbo')).toMatchObject({ feed: 'obu.5', depth: 5 })
})

test('the state of the venue is asked for again and again', () => {
  const [topic] = driver.topics(of('XBTUSDTM'), { channel: 'status' })
  expect(topic).not.toHaveProperty('symbol')
  expect(topic?.poll?.everyMs).toBe(60_000)
  expect(topic?.poll?.call.request).toMatchObject({ service: 'futures', path: '/api/v1/status' })
})

test.each<readonly [string, ChannelRequest, string]>([
  ['BTC-USDT', { channel: 'funding' }, 'UNKNOWN_CHANNEL'],
  ['XBTMZ26', { channel: 'funding' }, 'UNKNOWN_CHANNEL'],
  ['XBTUSDTM', { channel: 'liquidation' }, 'UNKNOWN_CHANNEL'],
  ['BTC-USDT', { channel: 'instrument' }, 'UNKNOWN_CHANNEL'],
  ['BTC-USDT', { channel: 'candle', interval: '1s' }, 'UNKNOWN_INTERVAL'],
])('%s %o is refused as %s', (symbol, request, code) => {
  expect(() => names(symbol, request)).toThrow(expect.objectContaining({ code }))
})

test('a name leads back to what it was made from', () => {
  const [book] = driver.topics(of('BTC-USDT'), { channel: 'book' })
  const [trade] = driver.topics(of('XBTUSDTM'), { channel: 'trade' })
  expect([book, trade].map((topic) => topic && readUnifiedName(topic))).toEqual([
    { channel: 'obu', symbol: 'BTC-USDT', param: 'increment@10ms' },
    { channel: 'trade', symbol: 'XBTUSDTM', param: '' },
  ])
})

test('every channel of every product in the facts has a topic on an endpoint that exists', () => {
  const samples: Readonly<Record<string, string>> = {
    spot: 'BTC-USDT',
    linear: 'XBTUSDTM',
    inverse: 'XBTUSDM',
    delivery: 'XBTMZ26',
  }
  const endpoints = driver.facts.streams.map(({ id }) => id)
  for (const { product, channel, intervals, via } of driver.facts.channels) {
    const request = (
      channel === 'candle' ? { channel, interval: intervals?.[0] } : { channel }
    ) as ChannelRequest // the kinds of the facts are those of requests
    const instrument = of(samples[product] ?? '')
    expect(instrument.product).toBe(product)
    const topics = driver.topics(instrument, request)
    expect(topics).toHaveLength(1)
    expect(endpoints).toContain(topics[0]?.endpoint)
    expect(topics[0]?.poll === undefined).toBe(via === 'stream')
  }
  for (const regions of Object.values(driver.facts.urls))
    for (const { streams } of Object.values(regions))
      expect(Object.keys(streams)).toEqual(endpoints)
})
