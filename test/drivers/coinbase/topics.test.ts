import { expect, test } from 'vitest'
import { type ChannelRequest, type Instrument, venueSymbol } from '../../../src/core/index.ts'
import { coinbase } from '../../../src/drivers/coinbase/index.ts'

const driver = coinbase()

function of(symbol: string, over: Partial<Instrument> = {}): Instrument {
  const instrument = driver.inferInstrument('spot', symbol)
  if (instrument === undefined) throw new Error(`no instrument ${symbol}`)
  return { ...instrument, ...over }
}

const SPOT = of('BTC-USD')
const ALIAS = of('BTC-USDC', { aliasOf: venueSymbol('BTC-USD') })
const INTX = of('BTC-PERP-INTX')
const FUTURE = { ...INTX, symbol: venueSymbol('BIP-20DEC30-CDE'), product: 'futures' }
const EXCHANGE = of('BTC-USD', { product: 'exchange' })

test.each<readonly [string, Instrument, ChannelRequest, string]>([
  ['spot', SPOT, { channel: 'book' }, 'advanced level2:BTC-USD'],
  ['spot', SPOT, { channel: 'book', depth: 20 }, 'advanced level2:BTC-USD'],
  ['spot', SPOT, { channel: 'bbo' }, 'advanced ticker:BTC-USD'],
  ['spot', SPOT, { channel: 'trade' }, 'advanced market_trades:BTC-USD'],
  ['spot', SPOT, { channel: 'ticker' }, 'advanced ticker:BTC-USD'],
  ['spot', SPOT, { channel: 'candle', interval: '5m' }, 'advanced candles:BTC-USD'],
  ['spot', SPOT, { channel: 'instrument' }, 'advanced status:BTC-USD'],
  ['an alias', ALIAS, { channel: 'book' }, 'advanced level2:BTC-USD'],
  ['an alias', ALIAS, { channel: 'trade' }, 'advanced market_trades:BTC-USD'],
  ['intx', INTX, { channel: 'book' }, 'advanced level2:BTC-PERP-INTX'],
  ['intx', INTX, { channel: 'funding' }, 'advanced product:BTC-PERP-INTX'],
  ['futures', FUTURE, { channel: 'trade' }, 'advanced market_trades:BIP-20DEC30-CDE'],
  ['futures', FUTURE, { channel: 'indexPrice' }, 'advanced product:BIP-20DEC30-CDE'],
  ['futures', FUTURE, { channel: 'openInterest' }, 'advanced product:BIP-20DEC30-CDE'],
  ['exchange', EXCHANGE, { channel: 'book' }, 'exchange level2_batch:BTC-USD'],
  ['exchange', EXCHANGE, { channel: 'bbo' }, 'exchange ticker:BTC-USD'],
  ['exchange', EXCHANGE, { channel: 'trade' }, 'exchange matches:BTC-USD'],
  ['exchange', EXCHANGE, { channel: 'ticker' }, 'exchange ticker:BTC-USD'],
])('%s: %o %o is %s', (_what, instrument, request, expected) => {
  const names = driver
    .topics(instrument, request)
    .map(({ endpoint, name }) => `${endpoint} ${name}`)
  expect(names).toEqual([expected])
})

test('a book says its feed and that it is whole', () => {
  expect(driver.topics(SPOT, { channel: 'book', depth: 'bbo' })).toMatchObject([
    { feed: 'level2', depth: 'full', symbol: 'BTC-USD' },
  ])
  expect(driver.topics(EXCHANGE, { channel: 'book' })).toMatchObject([
    { feed: 'level2_batch', depth: 'full' },
  ])
})

test('what only REST tells of a contract is polled, far below the limit of calls', () => {
  const [topic] = driver.topics(FUTURE, { channel: 'funding' })
  expect(topic?.poll?.everyMs).toBeGreaterThanOrEqual(5000)
  expect(topic?.poll?.call.request.path).toBe('/api/v3/brokerage/market/products/BIP-20DEC30-CDE')
})

test.each<readonly [Instrument, ChannelRequest, string]>([
  [SPOT, { channel: 'funding' }, 'UNKNOWN_CHANNEL'],
  [SPOT, { channel: 'candle', interval: '1m' }, 'UNKNOWN_INTERVAL'],
  [INTX, { channel: 'markPrice' }, 'UNKNOWN_CHANNEL'],
  [INTX, { channel: 'liquidation' }, 'UNKNOWN_CHANNEL'],
  [EXCHANGE, { channel: 'candle', interval: '5m' }, 'UNKNOWN_CHANNEL'],
])('%o %o is refused as %s', (instrument, request, code) => {
  expect(() => driver.topics(instrument, request)).toThrow(expect.objectContaining({ code }))
})

test.each(['advanced', 'exchange'] as const)(
  'every channel of every product of %s has a topic on its endpoint',
  (feed) => {
    const { facts, topics } = coinbase({ feed })
    const samples: Readonly<Record<string, Instrument>> = {
      spot: SPOT,
      futures: FUTURE,
      intx: INTX,
      exchange: EXCHANGE,
    }
    for (const { product, channel, intervals } of facts.channels) {
      const request = (
        channel === 'candle' ? { channel, interval: intervals?.[0] } : { channel }
      ) as ChannelRequest // the kinds of the facts are those of requests
      const [topic] = topics(samples[product] ?? SPOT, request)
      expect(topic?.endpoint).toBe(feed)
    }
    const { streams, rest } = facts.urls.production?.['default'] ?? { streams: {}, rest: {} }
    expect(Object.keys(streams)).toEqual(facts.streams.map(({ id }) => id))
    expect(Object.keys(rest)).toEqual(facts.rest.map(({ id }) => id))
  },
)
