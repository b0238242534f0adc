import { describe, expect, test } from 'vitest'
import { InstrumentSlot, instrumentIndex, type RestCall } from '../../../src/core/index.ts'
import { coinbase } from '../../../src/drivers/coinbase/index.ts'
import { LISTED } from './listed.ts'

const driver = coinbase()
const { rest } = driver

const response = (body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}) => ({
  status,
  headers,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
})
const slotOf = (symbol: string, product = 'spot'): InstrumentSlot => {
  const instrument = driver.inferInstrument('spot', symbol)
  if (instrument === undefined) throw new Error(`no instrument ${symbol}`)
  return new InstrumentSlot(instrumentIndex(0), { ...instrument, product })
}
const SPOT = slotOf('BTC-USD')
const EXCHANGE = slotOf('BTC-USD', 'exchange')
const parse = <T>(call: RestCall<T> | undefined, body: unknown): unknown =>
  JSON.parse(JSON.stringify(call?.parse(response(body), 1)))
const S = 1_000_000
const MINUTE = 60
/** A full minute. */
const NOW_S = 1_775_521_800

describe('bars of Advanced Trade', () => {
  const query = (
    range: Parameters<NonNullable<typeof rest.candles>>[2],
    interval = '1m' as const,
  ) => rest.candles?.(SPOT.instrument, interval, range).request.query

  test('have both ends of their span, whatever was said of it', () => {
    const nowUs = (NOW_S + 12) * S
    expect(query({ fromTimeUs: NOW_S * S, limit: 3, nowUs })).toEqual({
      start: NOW_S,
      end: NOW_S + 2 * MINUTE,
      granularity: 'ONE_MINUTE',
    })
    expect(query({ toTimeUs: (NOW_S + 12) * S, limit: 3, nowUs })).toEqual({
      start: NOW_S - 2 * MINUTE,
      end: NOW_S + 12,
      granularity: 'ONE_MINUTE',
    })
    expect(query({ fromTimeUs: (NOW_S - 60) * S, toTimeUs: NOW_S * S, nowUs })).toEqual({
      start: NOW_S - 60,
      end: NOW_S,
      granularity: 'ONE_MINUTE',
    })
  })

  test.each([undefined, 1, 350, 1000])(
    'of no span at all (%s of them) reach the moment by a clock that is behind, within a page',
    (limit) => {
      const found = query({ nowUs: NOW_S * S, ...(limit === undefined ? {} : { limit }) })
      const [start, end] = [Number(found?.['start']), Number(found?.['end'])]
      expect((end - start) / MINUTE).toBe(349)
      expect(start).toBeLessThanOrEqual(NOW_S - (Math.min(limit ?? 350, 350) - 1) * MINUTE)
      expect(end).toBeGreaterThanOrEqual(NOW_S)
    },
  )

  test('of a long span are its newest page', () => {
    const found = query({ fromTimeUs: 0, toTimeUs: NOW_S * S })
    expect(found).toMatchObject({ start: NOW_S - 349 * MINUTE, end: NOW_S })
  })

  test('come oldest first, no more than were asked for', () => {
    const bar = (start: number) => ({
      start: String(start),
      low: '66055.14',
      high: '66331.99',
      open: '66312.40',
      close: '66181.6',
      volume: '355.82896243',
    })
    const call = rest.candles?.(SPOT.instrument, '1h', { limit: 2, nowUs: NOW_S * S })
    expect(call?.request.query?.['granularity']).toBe('ONE_HOUR')
    const candles = [1_712_192_400, 1_712_188_800, 1_712_185_200].map(bar)
    expect(parse(call, { candles })).toMatchObject([
      { openTimeUs: 1_712_188_800 * S, interval: '1h', open: '66312.4', volume: '355.82896243' },
      { openTimeUs: 1_712_192_400 * S, low: '66055.14', high: '66331.99', close: '66181.6' },
    ])
  })
})

test('trades come oldest first, with the side of the order that took', () => {
  const call = rest.trades?.(SPOT, { limit: 20 })
  expect(call?.request).toMatchObject({
    path: '/api/v3/brokerage/market/products/BTC-USD/ticker',
    query: { limit: 20 },
  })
  const row = (trade_id: string, side: string, time: string) => ({
    trade_id,
    product_id: 'BTC-USD',
    price: '68923.67',
    size: '0.00064',
    time,
    side,
    bid: '',
    ask: '',
  })
  const trades = [
    row('995098663', 'SELL', '2026-04-07T00:28:58.544778Z'),
    row('995098661', 'BUY', '2026-04-07T00:28:57.296283Z'),
  ]
  const body = { trades, best_bid: '68923.66', best_ask: '68923.67' }
  expect(parse(call, body)).toMatchObject([
    { tradeId: '995098661', takerSide: 'sell', price: '68923.67', size: '0.00064' },
    { tradeId: '995098663', takerSide: 'buy', venueTimeUs: 1_775_521_738_544_778 },
  ])
  const asTold = coinbase({ tradeSideIsMaker: false }).rest.trades?.(SPOT, {})
  expect(parse(asTold, body)).toMatchObject([{ takerSide: 'buy' }, { takerSide: 'sell' }])
})

test('trades of a span are asked for in whole seconds, and cut to it', () => {
  const fromTimeUs = 1_775_521_737_500_000
  const call = rest.trades?.(SPOT, { fromTimeUs, nowUs: 1_775_521_800_000_000 })
  expect(call?.request.query).toEqual({ limit: 1000, start: 1_775_521_737, end: 1_775_521_800 })
  const row = { product_id: 'BTC-USD', price: '1', size: '1', side: 'BUY' }
  const trades = [
    { ...row, trade_id: '2', time: '2026-04-07T00:28:57.5Z' },
    { ...row, trade_id: '1', time: '2026-04-07T00:28:57.4Z' },
  ]
  expect(parse(call, { trades })).toMatchObject([{ tradeId: '2' }])
})

test('a book is whole, exact and without an id', () => {
  const call = rest.bookSnapshot?.(SPOT, 'level2')
  expect(call?.request.query).toEqual({ product_id: 'BTC-USD' })
  const pricebook = {
    product_id: 'BTC-USD',
    bids: [{ price: '68923.66', size: '0.17189468' }],
    asks: [{ price: '68923.67', size: '0.16987193' }],
    time: '2026-04-07T00:28:59.662782Z',
  }
  expect(parse(call, { pricebook, last: '68923.665' })).toMatchObject({
    type: 'bookSnapshot',
    feed: 'level2',
    venueTimeUs: 1_775_521_739_662_782,
    bids: [['68923.66', '0.17189468']],
    asks: [['68923.67', '0.16987193']],
  })
  expect(call?.parse(response({ pricebook }), 1).lastId).toBeUndefined()
})

describe('facts of a contract', () => {
  const [futures, , intx] = driver.rest.instruments(['futures', 'spot', 'intx'])
  const events = (row: unknown, localTimeUs: number) => {
    const list = response({ products: [row] })
    const [instrument] = [futures, intx].flatMap((call) => call?.parse(list, 1) ?? [])
    if (instrument === undefined) throw new Error('not listed')
    const [topic] = driver.topics(instrument, { channel: 'openInterest' })
    return topic?.poll?.call.parse(response(row), localTimeUs)
  }

  test('are the rate charged, the index price and the open interest', () => {
    expect(events(LISTED.perpetual, 1_775_521_739_000_000)).toMatchObject([
      {
        type: 'funding',
        kind: 'settled',
        rate: '0.000013',
        fundingTimeUs: 1_775_520_000_000_000,
        intervalMs: 3_600_000,
        pair: 'BTC/USD:USD',
      },
      { type: 'indexPrice', price: '68899.882564' },
      { type: 'openInterest', size: '183283' },
    ])
  })

  test('of international perpetuals stand one level deeper; a rate to come is an estimate', () => {
    expect(events(LISTED.intx, 1_775_521_739_000_000)).toMatchObject([
      {
        type: 'funding',
        kind: 'estimate',
        rate: '0.000006',
        fundingTimeUs: 1_775_523_600_000_000,
      },
      { type: 'indexPrice' },
      { type: 'openInterest', size: '1203.4' },
    ])
  })

  test('of dated ones are what there is', () => {
    expect(events(LISTED.dated, 1)).toMatchObject([{ type: 'openInterest', size: '35445' }])
  })
})

describe('Coinbase Exchange', () => {
  test('has bars as numbers, which stay exact', () => {
    const call = rest.candles?.(EXCHANGE.instrument, '5m', { limit: 2, nowUs: NOW_S * S })
    expect(call?.request).toMatchObject({
      service: 'exchange',
      path: '/products/BTC-USD/candles',
      query: { granularity: 300 },
    })
    const body =
      '[[1415398768,0.32,4.2,0.35,4.2,12.3],[1415398468,0.10,1.000000000000000001,0.2,0.3,1e-8]]'
    expect(parse(call, body)).toMatchObject([
      {
        openTimeUs: 1_415_398_468 * S,
        high: '1.000000000000000001',
        low: '0.1',
        volume: '0.00000001',
      },
      { openTimeUs: 1_415_398_768 * S, open: '0.35', close: '4.2' },
    ])
  })

  test('has trades by the side of the maker', () => {
    const call = rest.trades?.(EXCHANGE, { limit: 2 })
    const row = {
      trade_id: 74,
      price: '10.00',
      size: '0.01',
      side: 'sell',
      time: '2026-04-07T00:28:57Z',
    }
    expect(parse(call, [row, { ...row, trade_id: 73, side: 'buy' }])).toMatchObject([
      { tradeId: '73', takerSide: 'sell' },
      { tradeId: '74', takerSide: 'buy' },
    ])
  })

  test('has a book of all prices', () => {
    const call = rest.bookSnapshot?.(EXCHANGE, 'level2_batch')
    expect(call?.request).toMatchObject({ path: '/products/BTC-USD/book', query: { level: 2 } })
    const book = { sequence: 13051505638, bids: [['6247.58', '6.3578146', 2]], asks: [] }
    expect(parse(call, book)).toMatchObject({ bids: [['6247.58', '6.3578146']], asks: [] })
  })
})

test('the clocks of both services are read exactly', () => {
  const advanced = {
    iso: '2026-04-07T00:28:59Z',
    epochSeconds: '1775521739',
    epochMillis: '1775521739662',
  }
  expect(rest.serverTime?.('advanced').parse(response(advanced), 1)).toBe(1_775_521_739_662_000)
  const exchange = { iso: '2026-04-07T00:28:59.662Z', epoch: 1775521739.662 }
  expect(rest.serverTime?.('exchange').parse(response(exchange), 1)).toBe(1_775_521_739_662_000)
})

test.each([
  [429, { errors: [{ id: 'rate_limit_exceeded', message: 'Too many requests' }] }, 'RATE_LIMITED'],
  [400, { error: 'RESOURCE_EXHAUSTED', message: 'slow down' }, 'RATE_LIMITED'],
  [500, { errors: [{ id: 'internal_server_error', message: 'oops' }] }, 'VENUE_UNAVAILABLE'],
  [502, '<html>Bad Gateway</html>', 'VENUE_UNAVAILABLE'],
  [404, { error: 'NOT_FOUND', message: 'fixture' }, 'VENUE_REJECTED'],
  [400, { error: 'INVALID_ARGUMENT', message: 'fixture' }, 'VENUE_REJECTED'],
  [404, { message: 'NotFound' }, 'VENUE_REJECTED'],
  [403, '<html>Forbidden</html>', 'VENUE_REJECTED'],
])('status %i with %o is %s', (status, body, code) => {
  expect(rest.error(response(body, status), 'advanced')).toMatchObject({ code })
})

test('a refusal says how long to wait where the venue does', () => {
  const error = rest.error(response({}, 429, { 'retry-after': '3' }), 'advanced')
  expect(error.retryAfterMs).toBe(3000)
})
