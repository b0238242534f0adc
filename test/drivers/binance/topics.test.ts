import { describe, expect, test } from 'vitest'
import type { ChannelRequest, Instrument, Market } from '../../../src/core/index.ts'
import { binance } from '../../../src/drivers/binance/index.ts'
import { streamInfo } from '../../../src/drivers/binance/streams.ts'
import { topics } from '../../../src/drivers/binance/topics.ts'
import { FACTS } from '../../../src/drivers/binance/venue.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'

const driver = binance()

function instrument(market: Market, symbol: string): Instrument {
  const found = driver.inferInstrument(market, symbol)
  if (found === undefined) throw new Error(`no instrument ${symbol}`)
  return found
}

const SPOT = instrument('spot', 'BTCUSDT')
const USDM = instrument('futures', 'BTCUSDT')
const COINM = instrument('futures', 'BTCUSD_PERP')

/** `endpoint name` of each topic, as one text. */
const of = (from: Instrument, request: ChannelRequest): string =>
  topics(from, request)
    .map(({ endpoint, name }) => `${endpoint} ${name}`)
    .join(', ')

describe('books', () => {
  test.each([
    [SPOT, 'bbo', 'spot btcusdt@depth5@100ms', 'depth5', 5],
    [SPOT, 20, 'spot btcusdt@depth20@100ms', 'depth20', 20],
    [SPOT, 50, 'spot btcusdt@depth@100ms', 'depth', 'full'],
    [SPOT, 'full', 'spot btcusdt@depth@100ms', 'depth', 'full'],
    [USDM, 20, 'usdm-public btcusdt@depth20@100ms', 'depth20', 20],
    [USDM, 'full', 'usdm-public btcusdt@depth@100ms', 'depth', 'full'],
    [COINM, 'full', 'coinm btcusd_perp@depth@100ms', 'depth', 'full'],
  ] as const)('%j at depth %s', (from, depth, expected, feed, levels) => {
    expect(of(from, { channel: 'book', depth })).toBe(expected)
    expect(topics(from, { channel: 'book', depth })[0]).toMatchObject({ feed, depth: levels })
  })

  test('of no depth named is the full one', () => {
    expect(of(SPOT, { channel: 'book' })).toBe('spot btcusdt@depth@100ms')
  })
})

describe('other channels', () => {
  test.each<[Instrument, ChannelRequest, string]>([
    [SPOT, { channel: 'bbo' }, 'spot btcusdt@bookTicker'],
    [SPOT, { channel: 'trade' }, 'spot btcusdt@trade'],
    [SPOT, { channel: 'ticker' }, 'spot btcusdt@ticker'],
    [SPOT, { channel: 'candle', interval: '1s' }, 'spot btcusdt@kline_1s'],
    // USDⓈ-M is split by path: BBO with the books, everything else on the other socket.
    [USDM, { channel: 'bbo' }, 'usdm-public btcusdt@bookTicker'],
    [USDM, { channel: 'trade' }, 'usdm-market btcusdt@aggTrade'],
    [USDM, { channel: 'ticker' }, 'usdm-market btcusdt@ticker'],
    [USDM, { channel: 'candle', interval: '1M' }, 'usdm-market btcusdt@kline_1M'],
    [USDM, { channel: 'funding' }, 'usdm-market btcusdt@markPrice@1s'],
    [USDM, { channel: 'markPrice' }, 'usdm-market btcusdt@markPrice@1s'],
    [USDM, { channel: 'indexPrice' }, 'usdm-market btcusdt@markPrice@1s'],
    [USDM, { channel: 'liquidation' }, 'usdm-market btcusdt@forceOrder'],
    [USDM, { channel: 'instrument' }, 'usdm-market !contractInfo'],
    [COINM, { channel: 'bbo' }, 'coinm btcusd_perp@bookTicker'],
    [COINM, { channel: 'trade' }, 'coinm btcusd_perp@trade'],
  ])('%j %j', (from, request, expected) => {
    expect(of(from, request)).toBe(expected)
  })

  test('open interest has no stream: a call is repeated', () => {
    const [topic] = topics(USDM, { channel: 'openInterest' })
    expect(topic?.poll?.everyMs).toBe(15_000)
    expect(topic?.poll?.call.request).toMatchObject({
      service: 'usdm',
      path: '/fapi/v1/openInterest',
      query: { symbol: 'BTCUSDT' },
    })
  })
})

describe('what does not exist is named with what does', () => {
  test.each<[Instrument, ChannelRequest, string, RegExp]>([
    [SPOT, { channel: 'funding' }, 'UNKNOWN_CHANNEL', /it has book, bbo, trade, ticker, candle$/],
    [SPOT, { channel: 'status' }, 'UNKNOWN_CHANNEL', /no channel "status"/],
    [USDM, { channel: 'candle', interval: '1s' }, 'UNKNOWN_INTERVAL', /it has 1m, 3m, /],
    [SPOT, { channel: 'candle', interval: '3M' }, 'UNKNOWN_INTERVAL', /it has 1s, 1m, /],
  ])('%j %j', (from, request, code, message) => {
    expect(() => topics(from, request)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    )
  })
})

test('every channel that the facts offer has topics whose names lead back to it', () => {
  const table = createInstrumentTable({
    infer: (market, symbol) => driver.inferInstrument(market, symbol),
  })
  for (const { product, channel, intervals, depths } of FACTS.channels) {
    const from = { spot: SPOT, usdm: USDM, coinm: COINM }[product]
    if (from === undefined) throw new Error(product)
    const requests: readonly ChannelRequest[] =
      channel === 'candle'
        ? (intervals ?? []).map((interval) => ({ channel, interval }))
        : channel === 'book'
          ? Object.keys(depths ?? {}).map((key) => ({
              channel,
              depth: key === 'bbo' || key === 'full' ? key : (Number(key) as 20 | 50),
            }))
          : [{ channel }]
    for (const request of requests) {
      for (const topic of topics(from, request)) {
        expect(topic.channel).toBe(channel)
        if (topic.poll !== undefined) continue
        expect(FACTS.streams.map(({ id }) => id)).toContain(topic.endpoint)
        const info = streamInfo(topic.name, table, from.market)
        expect(info.feed).toBe(topic.feed ?? '')
        expect(info.slot?.instrument.symbol).toBe(topic.symbol)
      }
    }
  }
})
