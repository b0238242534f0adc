import { describe, expect, test } from 'vitest'
import {
  type HttpResponse,
  type Instrument,
  InstrumentSlot,
  instrumentIndex,
  type RestCall,
} from '../../../src/core/index.ts'
import { dydx } from '../../../src/drivers/dydx/index.ts'
import { httpUrl } from '../../../src/transport/http-url.ts'

const driver = dydx()
const { rest } = driver
const instrument = driver.inferInstrument('futures', 'BTC-USD') as Instrument // a ticker as they are
const slot = new InstrumentSlot(instrumentIndex(0), instrument)

const answer = (body: unknown): HttpResponse => ({
  status: 200,
  headers: {},
  body: Buffer.from(JSON.stringify(body)),
})
const shown = (call: RestCall<unknown> | undefined): string =>
  call === undefined ? '' : `${call.request.service} ${httpUrl('', call.request)}`
const range = { fromTimeUs: 1_765_209_600_000_000, toTimeUs: 1_765_210_260_000_000, limit: 5000 }

describe('history', () => {
  test('bars are asked for by a span, of the service that has a budget of its own', () => {
    expect(shown(rest.candles?.(instrument, '1m', range))).toBe(
      'candles /candles/perpetualMarkets/BTC-USD?resolution=1MIN&fromISO=2025-12-08T16%3A00%3A00.000Z&toISO=2025-12-08T16%3A11%3A00.001Z&limit=1000',
    )
    expect(shown(rest.candles?.(instrument, '4h', { limit: 3 }))).toBe(
      'candles /candles/perpetualMarkets/BTC-USD?resolution=4HOURS&limit=3',
    )
  })

  test('bars come oldest first, both ends of the span included and nothing beyond', () => {
    const bar = { open: '1', high: '3', low: '0.5', close: '2', baseTokenVolume: '7', trades: 4 }
    const at = (time: string) => ({ ...bar, startedAt: `2025-12-08T${time}.000Z` })
    const candles = ['16:12:00', '16:11:00', '16:10:00', '16:00:00', '15:59:00'].map(at)
    const found = rest.candles?.(instrument, '1m', range).parse(answer({ candles }), 5)
    expect(found?.map(({ openTimeUs }) => openTimeUs)).toEqual([
      range.fromTimeUs,
      range.toTimeUs - 60_000_000,
      range.toTimeUs,
    ])
    expect(found?.[0]).toMatchObject({ open: '1', volume: '7', tradeCount: 4, localTimeUs: 5 })
    expect(found?.[0]).not.toHaveProperty('isClosed')
  })

  test('trades go back from a moment; what is before the span is left out', () => {
    expect(shown(rest.trades?.(slot, range))).toBe(
      'indexer /trades/perpetualMarket/BTC-USD?createdBeforeOrAt=2025-12-08T16%3A11%3A00.000Z&limit=1000',
    )
    const trade = { side: 'SELL', size: '0.0100', price: '89970', type: 'LIMIT' }
    const trades = [
      { ...trade, id: '03f89a53000000020000000b', createdAt: '2025-12-08T16:10:29.425Z' },
      {
        ...trade,
        id: '03f89a530000000200000002',
        side: 'BUY',
        createdAt: '2025-12-08T16:10:29.425Z',
      },
      { ...trade, id: '03f89a4f0000000200000002', createdAt: '2025-12-08T15:59:59.999Z' },
    ]
    const found = rest.trades?.(slot, range).parse(answer({ trades }), 5)
    expect(JSON.parse(JSON.stringify(found))).toMatchObject([
      { tradeId: '03f89a530000000200000002', takerSide: 'buy', size: '0.01' },
      {
        tradeId: '03f89a53000000020000000b',
        takerSide: 'sell',
        venueTimeUs: 1_765_210_229_425_000,
      },
    ])
  })

  test('funding is what was charged, hour by hour', () => {
    expect(shown(rest.funding?.(instrument, { limit: 2 }))).toBe(
      'indexer /historicalFunding/BTC-USD?limit=2',
    )
    const row = { ticker: 'BTC-USD', rate: '0.000002375', price: '89993.8' }
    const historicalFunding = [
      { ...row, effectiveAt: '2025-12-08T16:00:00.219Z' },
      { ...row, rate: '-0.000000375', effectiveAt: '2025-12-08T15:00:00.586Z' },
    ]
    expect(rest.funding?.(instrument, {}).parse(answer({ historicalFunding }), 5)).toMatchObject([
      {
        rate: '-0.000000375',
        kind: 'settled',
        fundingTimeUs: 1_765_206_000_586_000,
        intervalMs: 3_600_000,
      },
      { rate: '0.000002375', kind: 'settled', fundingTimeUs: 1_765_209_600_219_000 },
    ])
  })
})

test('the names of permissionless markets are encoded', () => {
  const long = driver.inferInstrument('futures', 'A,B,0X1-USD') as Instrument
  expect(shown(rest.funding?.(long, {}))).toBe(
    'indexer /historicalFunding/A%2CB%2C0X1-USD?limit=1000',
  )
})

test('a book for audits has levels as objects, and no id', () => {
  const call = rest.bookSnapshot?.(slot, 'v4_orderbook')
  expect(shown(call)).toBe('indexer /orderbooks/perpetualMarket/BTC-USD')
  const body = {
    bids: [{ price: '89947', size: '0.0002' }],
    asks: [{ price: '89958.5', size: '0.1177' }],
  }
  const found = JSON.parse(JSON.stringify(call?.parse(answer(body), 5)))
  expect(found).toMatchObject({
    type: 'bookSnapshot',
    feed: 'v4_orderbook',
    bids: [['89947', '0.0002']],
    asks: [['89958.5', '0.1177']],
  })
  expect(found).not.toHaveProperty('lastId')
})

test.each([
  ['1765210316.125', 1_765_210_316_125_000],
  ['1765210316', 1_765_210_316_000_000],
  ['1765210316.1234567', 1_765_210_316_123_456],
])('the clock of the venue is in seconds with a fraction: %s', (epoch, expected) => {
  const body = Buffer.from(`{"iso":"2025-12-08T16:11:56.125Z","epoch":${epoch}}`)
  for (const service of ['indexer', 'candles']) {
    const call = rest.serverTime?.(service)
    expect(call?.request).toMatchObject({ service, path: '/time' })
    expect(call?.parse({ status: 200, headers: {}, body }, 5)).toBe(expected)
  }
})

describe('refusals', () => {
  const error = (status: number, body: string, headers = {}) =>
    rest.error({ status, headers, body: Buffer.from(body) }, 'indexer')

  test('of one call too many say in ms when to come back', () => {
    const body = '{"errors":[{"msg":"Too many requests"}]}'
    expect(error(429, body, { 'retry-after': '5130' })).toMatchObject({
      code: 'RATE_LIMITED',
      retry: 'safe',
      retryAfterMs: 5130,
    })
    expect(error(429, body)).not.toHaveProperty('retryAfterMs', expect.any(Number))
  })

  test.each([
    [403, '{"errors":[{"msg":"no","code":"GEOBLOCKED"}]}', 'VENUE_REJECTED', 'GEOBLOCKED'],
    [400, '{"errors":[{"msg":"limit must be a positive integer"}]}', 'VENUE_REJECTED', undefined],
    [404, '{"errors":[{"msg":"Not Found"}]}', 'VENUE_REJECTED', undefined],
    [502, '<html></html>', 'VENUE_UNAVAILABLE', undefined],
    [500, '{"errors":[]}', 'VENUE_UNAVAILABLE', undefined],
  ])('of status %i with %s are %s', (status, body, code, venueCode) => {
    expect(error(status, body)).toMatchObject({ code, context: { status, venueCode } })
  })

  test.each(['[]', '{}', '{"epoch":"soon"}', '{"epoch":1'])(
    'an answer that is not as documented is malformed: %s',
    (body) => {
      const response = { status: 200, headers: {}, body: Buffer.from(body) }
      expect(() => rest.serverTime?.('indexer').parse(response, 5)).toThrow(
        expect.objectContaining({ code: 'MALFORMED_RESPONSE' }),
      )
    },
  )
})
