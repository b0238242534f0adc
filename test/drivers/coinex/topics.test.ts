import { expect, test } from 'vitest'
import type { ChannelRequest, Instrument } from '../../../src/core/index.ts'
import { coinex } from '../../../src/drivers/coinex/index.ts'

const driver = coinex()
const PAIRS = { spot: 'BTCUSDT', linear: 'BTCUSDC', inverse: 'BTCUSD' } as const
const of = (product: string): Instrument => {
  const market = product === 'spot' ? 'spot' : 'futures'
  const symbol = PAIRS[product as keyof typeof PAIRS] // the tests name no other
  const instrument = driver.inferInstrument(market, symbol)
  if (instrument?.product !== product) throw new Error(`no instrument of ${product}`)
  return instrument
}
const names = (product: string, request: ChannelRequest) =>
  driver.topics(of(product), request).map(({ endpoint, name }) => `${endpoint} ${name}`)

test.each<readonly [string, ChannelRequest, string]>([
  ['spot', { channel: 'book' }, 'spot depth:BTCUSDT'],
  ['spot', { channel: 'book', depth: 20 }, 'spot depth:BTCUSDT'],
  ['linear', { channel: 'book', depth: 'bbo' }, 'futures depth:BTCUSDC'],
  ['inverse', { channel: 'bbo' }, 'futures bbo:BTCUSD'],
  ['spot', { channel: 'trade' }, 'spot deals:BTCUSDT'],
  ['spot', { channel: 'ticker' }, 'spot state:BTCUSDT'],
  ['linear', { channel: 'ticker' }, 'futures state:BTCUSDC'],
  ['linear', { channel: 'openInterest' }, 'futures state:BTCUSDC'],
  ['inverse', { channel: 'funding' }, 'futures state:BTCUSD'],
  ['inverse', { channel: 'markPrice' }, 'futures index:BTCUSD'],
  ['linear', { channel: 'indexPrice' }, 'futures index:BTCUSDC'],
  ['spot', { channel: 'indexPrice' }, 'spot index:BTCUSDT'],
  ['spot', { channel: 'candle', interval: '1h' }, 'spot kline-1hour:BTCUSDT'],
  ['linear', { channel: 'candle', interval: '1w' }, 'futures kline-1week:BTCUSDC'],
  ['spot', { channel: 'status' }, 'spot maintain'],
])('of %s, %o is %s', (product, request, expected) => {
  expect(names(product, request)).toEqual([expected])
})

test('every depth is served by the one feed of 50 levels, as a push does not say its depth', () => {
  for (const depth of ['bbo', 20, 50, 'full'] as const)
    expect(driver.topics(of('spot'), { channel: 'book', depth })).toMatchObject([
      { feed: 'depth', depth: 50, symbol: 'BTCUSDT' },
    ])
})

test('bars and maintenances have no stream and are asked for again and again', () => {
  const [bars] = driver.topics(of('linear'), { channel: 'candle', interval: '5m' })
  expect(bars?.poll).toMatchObject({
    everyMs: 5000,
    call: {
      request: {
        path: '/v2/futures/kline',
        query: { market: 'BTCUSDC', period: '5min', limit: 2 },
      },
    },
  })
  const [status] = driver.topics(of('spot'), { channel: 'status' })
  expect(status).toMatchObject({ poll: { call: { request: { path: '/v2/maintain/info' } } } })
  expect(status).not.toHaveProperty('symbol')
})

test.each<readonly [string, ChannelRequest, string]>([
  ['spot', { channel: 'funding' }, 'UNKNOWN_CHANNEL'],
  ['spot', { channel: 'markPrice' }, 'UNKNOWN_CHANNEL'],
  ['linear', { channel: 'liquidation' }, 'UNKNOWN_CHANNEL'],
  ['linear', { channel: 'instrument' }, 'UNKNOWN_CHANNEL'],
  ['spot', { channel: 'candle', interval: '1s' }, 'UNKNOWN_INTERVAL'],
  ['spot', { channel: 'candle', interval: '1M' }, 'UNKNOWN_INTERVAL'],
])('of %s, %o is refused as %s', (product, request, code) => {
  expect(() => names(product, request)).toThrow(expect.objectContaining({ code }))
})

test('every channel of every product in the facts has a topic on an endpoint that exists', () => {
  const endpoints = driver.facts.streams.map(({ id }) => id)
  for (const { product, channel, intervals, via } of driver.facts.channels) {
    const requests = (
      channel === 'candle'
        ? (intervals ?? []).map((interval) => ({ channel, interval }))
        : [{ channel }]
    ) as readonly ChannelRequest[] // the kinds of the facts are those of requests
    for (const request of requests) {
      const topics = driver.topics(of(product), request)
      expect(topics).toHaveLength(1)
      expect(endpoints).toContain(topics[0]?.endpoint)
      expect(topics[0]?.poll !== undefined).toBe(via === 'poll')
    }
  }
  for (const regions of Object.values(driver.facts.urls))
    for (const { streams } of Object.values(regions))
      expect(Object.keys(streams)).toEqual(endpoints)
})

test('the facts say that the venue has stopped trading', () => {
  expect(driver.facts.closedSince).toBe('2026-09-29')
})
