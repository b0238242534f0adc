import { expect, test } from 'vitest'
import type { ChannelRequest, Instrument } from '../../../src/core/index.ts'
import { okx } from '../../../src/drivers/okx/index.ts'

const driver = okx()
const of = (symbol: string): Instrument => {
  const instrument = driver.inferInstrument('spot', symbol)
  if (instrument === undefined) throw new Error(`no instrument ${symbol}`)
  return instrument
}
const names = (symbol: string, request: ChannelRequest) =>
  driver.topics(of(symbol), request).map(({ endpoint, name }) => `${endpoint} ${name}`)

test.each<readonly [string, ChannelRequest, string]>([
  ['BTC-USDT', { channel: 'book' }, 'public books:BTC-USDT'],
  ['BTC-USDT', { channel: 'book', depth: 20 }, 'public books:BTC-USDT'],
  ['BTC-USDT-SWAP', { channel: 'book', depth: 'bbo' }, 'public books5:BTC-USDT-SWAP'],
  ['BTC-USDT', { channel: 'bbo' }, 'public bbo-tbt:BTC-USDT'],
  ['BTC-USDT', { channel: 'trade' }, 'public trades:BTC-USDT'],
  ['BTC-USDT', { channel: 'ticker' }, 'public tickers:BTC-USDT'],
  ['BTC-USDT', { channel: 'candle', interval: '1s' }, 'business candle1s:BTC-USDT'],
  ['BTC-USDT', { channel: 'candle', interval: '4h' }, 'business candle4H:BTC-USDT'],
  ['BTC-USDT', { channel: 'candle', interval: '6h' }, 'business candle6Hutc:BTC-USDT'],
  ['BTC-USDT', { channel: 'candle', interval: '12h' }, 'business candle12Hutc:BTC-USDT'],
  ['BTC-USDT', { channel: 'candle', interval: '1d' }, 'business candle1Dutc:BTC-USDT'],
  ['BTC-USDT', { channel: 'candle', interval: '1w' }, 'business candle1Wutc:BTC-USDT'],
  ['BTC-USDT', { channel: 'candle', interval: '1m' }, 'business candle1m:BTC-USDT'],
  ['BTC-USDT', { channel: 'candle', interval: '1M' }, 'business candle1Mutc:BTC-USDT'],
  ['BTC-USD-SWAP', { channel: 'funding' }, 'public funding-rate:BTC-USD-SWAP'],
  [
    'BTC-USD_UM_XPERP-310404',
    { channel: 'funding' },
    'public funding-rate:BTC-USD_UM_XPERP-310404',
  ],
  ['BTC-USD-261225', { channel: 'markPrice' }, 'public mark-price:BTC-USD-261225'],
  ['BTC-USD-261225', { channel: 'openInterest' }, 'public open-interest:BTC-USD-261225'],
  ['BTC-USDT-SWAP', { channel: 'indexPrice' }, 'public index-tickers:BTC-USDT'],
  ['BTC-USD_UM-261225', { channel: 'indexPrice' }, 'public index-tickers:BTC-USD'],
  ['BTC-USDT-SWAP', { channel: 'liquidation' }, 'public liquidation-orders:SWAP'],
  ['BTC-USDT-261225', { channel: 'liquidation' }, 'public liquidation-orders:FUTURES'],
  ['BTC-USD_UM_XPERP-310404', { channel: 'instrument' }, 'public instruments:FUTURES'],
  ['BTC-USDT', { channel: 'instrument' }, 'public instruments:SPOT'],
  ['BTC-USDT', { channel: 'status' }, 'public status'],
])('%s %o is %s', (symbol, request, expected) => {
  expect(names(symbol, request)).toEqual([expected])
})

test('a book says its feed and the depth that it really has', () => {
  expect(driver.topics(of('BTC-USDT'), { channel: 'book', depth: 'full' })).toMatchObject([
    { feed: 'books', depth: 400, symbol: 'BTC-USDT' },
  ])
  expect(driver.topics(of('BTC-USDT'), { channel: 'book', depth: 'bbo' })).toMatchObject([
    { feed: 'books5', depth: 5 },
  ])
})

test('topics that cover many instruments have no symbol', () => {
  for (const request of [
    { channel: 'liquidation' },
    { channel: 'instrument' },
    { channel: 'indexPrice' },
  ] as const)
    expect(driver.topics(of('BTC-USDT-SWAP'), request)[0]).not.toHaveProperty('symbol')
})

test.each<readonly [string, ChannelRequest, string]>([
  ['BTC-USDT', { channel: 'funding' }, 'UNKNOWN_CHANNEL'],
  // An index is told of the contracts on it, so a spot instrument would never hear of it.
  ['BTC-USDT', { channel: 'indexPrice' }, 'UNKNOWN_CHANNEL'],
  ['BTC-USDT-261225', { channel: 'funding' }, 'UNKNOWN_CHANNEL'],
  ['BTC-USDT', { channel: 'candle', interval: '8h' }, 'UNKNOWN_INTERVAL'],
])('%s %o is refused as %s', (symbol, request, code) => {
  expect(() => names(symbol, request)).toThrow(expect.objectContaining({ code }))
})

test('every channel of every product in the facts has a topic on an endpoint that exists', () => {
  const samples: Readonly<Record<string, string>> = {
    spot: 'BTC-USDT',
    swap: 'BTC-USDT-SWAP',
    futures: 'BTC-USDT-261225',
    xperp: 'BTC-USD_UM_XPERP-310404',
  }
  const endpoints = driver.facts.streams.map(({ id }) => id)
  for (const { product, channel, intervals } of driver.facts.channels) {
    const request = (
      channel === 'candle' ? { channel, interval: intervals?.[0] } : { channel }
    ) as ChannelRequest // the kinds of the facts are those of requests
    const topics = driver.topics(of(samples[product] ?? ''), request)
    expect(topics).toHaveLength(1)
    expect(endpoints).toContain(topics[0]?.endpoint)
  }
  for (const regions of Object.values(driver.facts.urls))
    for (const { streams } of Object.values(regions))
      expect(Object.keys(streams)).toEqual(endpoints)
})
