import { describe, expect, test } from 'vitest'
import type { ChannelRequest, Instrument } from '../../../src/core/index.ts'
import { htx } from '../../../src/drivers/htx/index.ts'

const { topics, facts, inferInstrument } = htx()

const made = (market: 'spot' | 'futures', symbol: string): Instrument => {
  const instrument = inferInstrument(market, symbol)
  if (instrument === undefined) throw new Error(`${symbol} is a name`)
  return instrument
}
const SPOT = made('spot', 'btcusdt')
const SWAP = made('futures', 'BTC-USDT')
const DATED = made('futures', 'BTC-USDT-261225')
const COIN = made('futures', 'BTC-USD')
const COIN_DATED = made('futures', 'BTC261225')

test.each([
  [SPOT, { channel: 'book', depth: 'bbo' }, 'spot', 'market.btcusdt.mbp.refresh.5'],
  [SPOT, { channel: 'book', depth: 20 }, 'spot', 'market.btcusdt.mbp.refresh.20'],
  [SPOT, { channel: 'book', depth: 50 }, 'spot-feed', 'market.btcusdt.mbp.150'],
  [SPOT, { channel: 'book' }, 'spot-feed', 'market.btcusdt.mbp.400'],
  [SPOT, { channel: 'bbo' }, 'spot', 'market.btcusdt.bbo'],
  [SPOT, { channel: 'trade' }, 'spot', 'market.btcusdt.trade.detail'],
  [SPOT, { channel: 'ticker' }, 'spot', 'market.btcusdt.ticker'],
  [SPOT, { channel: 'candle', interval: '1h' }, 'spot', 'market.btcusdt.kline.60min'],
  [SWAP, { channel: 'book', depth: 20 }, 'linear', 'market.BTC-USDT.depth.size_20.high_freq'],
  [SWAP, { channel: 'book' }, 'linear', 'market.BTC-USDT.depth.size_150.high_freq'],
  [SWAP, { channel: 'ticker' }, 'linear', 'market.BTC-USDT.detail'],
  [SWAP, { channel: 'markPrice' }, 'index', 'market.BTC-USDT.mark_price.1min'],
  [SWAP, { channel: 'indexPrice' }, 'index', 'market.BTC-USDT.index.1min'],
  [SWAP, { channel: 'funding' }, 'linear-notification', 'public.BTC-USDT.funding_rate'],
  [SWAP, { channel: 'instrument' }, 'linear-notification', 'public.*.contract_info'],
  [SWAP, { channel: 'status' }, 'center', 'public.linear-swap.heartbeat'],
  [DATED, { channel: 'indexPrice' }, 'index', 'market.BTC-USDT.index.1min'],
  [
    DATED,
    { channel: 'liquidation' },
    'linear-notification',
    'public.BTC-USDT-261225.liquidation_orders',
  ],
  [COIN, { channel: 'trade' }, 'coin-swap', 'market.BTC-USD.trade.detail'],
  [COIN, { channel: 'funding' }, 'coin-swap-notification', 'public.BTC-USD.funding_rate'],
  [COIN, { channel: 'status' }, 'center', 'public.swap.heartbeat'],
  [COIN_DATED, { channel: 'bbo' }, 'coin-futures', 'market.BTC261225.bbo'],
  [
    COIN_DATED,
    { channel: 'candle', interval: '1M' },
    'coin-futures',
    'market.BTC261225.kline.1mon',
  ],
] as const)('%o asked for %o goes to %s as %s', (instrument, request, endpoint, name) => {
  expect(topics(instrument, request)).toMatchObject([{ name, endpoint, channel: request.channel }])
})

test('every channel of the facts has a topic, on an endpoint that exists', () => {
  const of: Readonly<Record<string, Instrument>> = {
    spot: SPOT,
    'linear-swap': SWAP,
    'linear-futures': DATED,
    'coin-swap': COIN,
    'coin-futures': COIN_DATED,
  }
  for (const { product, channel, via } of facts.channels) {
    const request = (
      channel === 'candle' ? { channel, interval: '1m' } : { channel }
    ) as ChannelRequest
    const instrument = of[product]
    if (instrument === undefined) throw new Error(`no instrument of ${product}`)
    for (const topic of topics(instrument, request)) {
      expect(facts.streams.map(({ id }) => id)).toContain(topic.endpoint)
      expect([product, channel, topic.poll === undefined]).toEqual([
        product,
        channel,
        via === 'stream',
      ])
    }
  }
})

test('depths are told as they are', () => {
  const depth = (instrument: Instrument, choice: 'bbo' | 20 | 50 | 'full') =>
    topics(instrument, { channel: 'book', depth: choice })[0]?.depth
  expect((['bbo', 20, 50, 'full'] as const).map((choice) => depth(SPOT, choice))).toEqual([
    5, 20, 150, 400,
  ])
  expect((['bbo', 20, 50, 'full'] as const).map((choice) => depth(SWAP, choice))).toEqual([
    20, 20, 150, 150,
  ])
})

describe('what does not exist is refused', () => {
  test.each([
    [SPOT, { channel: 'funding' }, 'UNKNOWN_CHANNEL'],
    [DATED, { channel: 'markPrice' }, 'UNKNOWN_CHANNEL'],
    [COIN_DATED, { channel: 'liquidation' }, 'UNKNOWN_CHANNEL'],
    [SWAP, { channel: 'candle', interval: '3m' }, 'UNKNOWN_INTERVAL'],
    [SWAP, { channel: 'book', depth: 7 as 20 }, 'UNKNOWN_DEPTH'],
  ] as const)('%o %o is %s', (instrument, request, code) => {
    expect(() => topics(instrument, request)).toThrow(expect.objectContaining({ code }))
  })
})
