import { describe, expect, test } from 'vitest'
import type { ChannelRequest } from '../../../src/core/index.ts'
import { mexc } from '../../../src/drivers/mexc/index.ts'
import { LISTED } from './listed.ts'

const { facts, topics } = mexc()

describe('spot', () => {
  test.each([
    [{ channel: 'book' }, 'spot@public.aggre.depth.v3.api.pb@100ms@BTCUSDT', 'depth', 'full'],
    [
      { channel: 'book', depth: 50 },
      'spot@public.aggre.depth.v3.api.pb@100ms@BTCUSDT',
      'depth',
      'full',
    ],
    [{ channel: 'book', depth: 20 }, 'spot@public.limit.depth.v3.api.pb@BTCUSDT@20', 'depth20', 20],
    [{ channel: 'book', depth: 'bbo' }, 'spot@public.limit.depth.v3.api.pb@BTCUSDT@5', 'depth5', 5],
    [
      { channel: 'bbo' },
      'spot@public.aggre.bookTicker.v3.api.pb@10ms@BTCUSDT',
      undefined,
      undefined,
    ],
    [{ channel: 'trade' }, 'spot@public.aggre.deals.v3.api.pb@100ms@BTCUSDT', undefined, undefined],
    [
      { channel: 'candle', interval: '1w' },
      'spot@public.kline.v3.api.pb@BTCUSDT@Week1',
      undefined,
      undefined,
    ],
  ] as const)('%o is one topic', (request, name, feed, depth) => {
    const [topic, ...others] = topics(LISTED.spot, request)
    expect(others).toEqual([])
    expect([topic?.name, topic?.endpoint, topic?.symbol, topic?.feed, topic?.depth]).toEqual([
      name,
      'spot',
      'BTCUSDT',
      feed,
      depth,
    ])
  })

  test('statistics are asked for by REST', () => {
    const [topic] = topics(LISTED.spot, { channel: 'ticker' })
    expect(topic?.poll).toMatchObject({
      everyMs: 5000,
      call: { request: { path: '/api/v3/ticker/24hr', query: { symbol: 'BTCUSDT' } } },
    })
  })
})

describe('futures', () => {
  test.each([
    [{ channel: 'book' }, 'depth:BTC_USD', 'depth', 'full'],
    [{ channel: 'book', depth: 20 }, 'depth.full:BTC_USD', 'depth.full', 20],
    [{ channel: 'book', depth: 'bbo' }, 'depth.full:BTC_USD', 'depth.full', 20],
    [{ channel: 'trade' }, 'deal:BTC_USD', undefined, undefined],
    [{ channel: 'ticker' }, 'ticker:BTC_USD', undefined, undefined],
    [{ channel: 'openInterest' }, 'ticker:BTC_USD', undefined, undefined],
    [{ channel: 'candle', interval: '1h' }, 'kline:BTC_USD:Min60', undefined, undefined],
    [{ channel: 'funding' }, 'funding.rate:BTC_USD', undefined, undefined],
    [{ channel: 'markPrice' }, 'fair.price:BTC_USD', undefined, undefined],
    [{ channel: 'indexPrice' }, 'index.price:BTC_USD', undefined, undefined],
  ] as const)('%o is one topic', (request, name, feed, depth) => {
    const [topic, ...others] = topics(LISTED.inverse, request)
    expect(others).toEqual([])
    expect([topic?.name, topic?.endpoint, topic?.symbol, topic?.feed, topic?.depth]).toEqual([
      name,
      'futures',
      'BTC_USD',
      feed,
      depth,
    ])
  })

  test('changes of instruments are one topic for all of them', () => {
    const [topic] = topics(LISTED.linear, { channel: 'instrument' })
    expect([topic?.name, topic?.symbol]).toEqual(['contract', undefined])
  })
})

test.each([
  ['spot', { channel: 'markPrice' }, 'UNKNOWN_CHANNEL'],
  ['linear', { channel: 'bbo' }, 'UNKNOWN_CHANNEL'],
  ['linear', { channel: 'liquidation' }, 'UNKNOWN_CHANNEL'],
  ['spot', { channel: 'candle', interval: '3m' }, 'UNKNOWN_INTERVAL'],
] as const)('%s has no %o, and says what it has', (product, request, code) => {
  expect(() => topics(LISTED[product], request)).toThrow(expect.objectContaining({ code }))
})

test('every channel of the facts has a topic, on an endpoint of the facts', () => {
  const endpoints = new Set(facts.streams.map(({ id }) => id))
  for (const { product, channel, intervals = [] } of facts.channels) {
    const instrument = LISTED[product as keyof typeof LISTED]
    const requests: ChannelRequest[] =
      channel === 'candle' ? intervals.map((interval) => ({ channel, interval })) : [{ channel }]
    for (const request of requests) {
      const [topic] = topics(instrument, request)
      expect(endpoints).toContain(topic?.endpoint)
      expect(topic?.name).not.toContain('undefined')
    }
  }
})
