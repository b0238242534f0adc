import { expect, test } from 'vitest'
import type { ChannelRequest, Instrument } from '../../../src/core/index.ts'
import { hyperliquid } from '../../../src/drivers/hyperliquid/index.ts'
import { LISTED } from './listed.ts'

const driver = hyperliquid()
const names = (product: keyof typeof LISTED, request: ChannelRequest) =>
  driver.topics(LISTED[product], request).map(({ endpoint, name }) => `${endpoint} ${name}`)

test.each<readonly [keyof typeof LISTED, ChannelRequest, string]>([
  ['perp', { channel: 'book' }, '{"type":"l2Book","coin":"BTC"}'],
  ['perp', { channel: 'book', depth: 50 }, '{"type":"l2Book","coin":"BTC"}'],
  ['perp', { channel: 'book', depth: 20 }, '{"type":"l2Book","coin":"BTC"}'],
  ['perp', { channel: 'book', depth: 'bbo' }, '{"type":"l2Book","coin":"BTC","fast":true}'],
  ['hip3', { channel: 'book' }, '{"type":"l2Book","coin":"xyz:TSLA"}'],
  ['spot', { channel: 'book', depth: 'bbo' }, '{"type":"l2Book","coin":"@107","fast":true}'],
  ['perp', { channel: 'bbo' }, '{"type":"bbo","coin":"BTC"}'],
  ['spot', { channel: 'trade' }, '{"type":"trades","coin":"@107"}'],
  ['perp', { channel: 'candle', interval: '1m' }, '{"type":"candle","coin":"BTC","interval":"1m"}'],
  [
    'hip3',
    { channel: 'candle', interval: '1M' },
    '{"type":"candle","coin":"xyz:TSLA","interval":"1M"}',
  ],
  ['spot', { channel: 'ticker' }, '{"type":"activeAssetCtx","coin":"@107"}'],
  ['perp', { channel: 'funding' }, '{"type":"activeAssetCtx","coin":"BTC"}'],
])('%s %o is %s', (product, request, expected) => {
  expect(names(product, request)).toEqual([`public ${expected}`])
})

test('five requests of a perpetual are one subscription', () => {
  const channels = ['ticker', 'funding', 'markPrice', 'indexPrice', 'openInterest'] as const
  expect(new Set(channels.flatMap((channel) => names('perp', { channel })))).toHaveProperty(
    'size',
    1,
  )
})

test('a book says its feed and the depth that it really has', () => {
  expect(driver.topics(LISTED.perp, { channel: 'book', depth: 'full' })).toMatchObject([
    { feed: 'l2Book', depth: 20, symbol: 'BTC' },
  ])
  expect(driver.topics(LISTED.perp, { channel: 'book', depth: 'bbo' })).toMatchObject([
    { feed: 'l2BookFast', depth: 5 },
  ])
})

test('an instrument that is not of the listing has no topics: an unknown coin would end the connection', () => {
  const inferred = driver.inferInstrument('futures', 'NOPE') as Instrument // named by the rule
  for (const channel of ['trade', 'ticker', 'book'] as const)
    expect(() => driver.topics(inferred, { channel })).toThrow(
      expect.objectContaining({ name: 'ConfigError', code: 'UNKNOWN_PAIR' }),
    )
})

test.each<readonly [keyof typeof LISTED, ChannelRequest, string]>([
  ['spot', { channel: 'funding' }, 'UNKNOWN_CHANNEL'],
  ['perp', { channel: 'liquidation' }, 'UNKNOWN_CHANNEL'],
  ['perp', { channel: 'instrument' }, 'UNKNOWN_CHANNEL'],
  ['hip3', { channel: 'status' }, 'UNKNOWN_CHANNEL'],
  ['perp', { channel: 'candle', interval: '6h' }, 'UNKNOWN_INTERVAL'],
])('%s %o is refused as %s', (product, request, code) => {
  expect(() => names(product, request)).toThrow(expect.objectContaining({ code }))
})

test('every channel of every product in the facts has a topic on an endpoint that exists', () => {
  const endpoints = driver.facts.streams.map(({ id }) => id)
  for (const { product, channel, intervals } of driver.facts.channels) {
    const request = (
      channel === 'candle' ? { channel, interval: intervals?.[0] } : { channel }
    ) as ChannelRequest // the kinds of the facts are those of requests
    const topics = driver.topics(LISTED[product as keyof typeof LISTED], request)
    expect(topics).toHaveLength(1)
    expect(endpoints).toContain(topics[0]?.endpoint)
  }
  for (const regions of Object.values(driver.facts.urls))
    for (const { streams } of Object.values(regions))
      expect(Object.keys(streams)).toEqual(endpoints)
})
