import { describe, expect, test } from 'vitest'
import {
  type Instrument,
  type InstrumentSlot,
  levelTexts,
  type Market,
  type RestCall,
} from '../../../src/core/index.ts'
import { binance } from '../../../src/drivers/binance/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'

const driver = binance()
const { rest, facts } = driver
const infer = (market: Market, symbol: string) => driver.inferInstrument(market, symbol)

const bytes = (value: unknown): Uint8Array =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))

function slotOf(market: Market, symbol = 'BTCUSDT'): InstrumentSlot {
  const slot = createInstrumentTable({ infer }).bySymbol(market, symbol)
  if (slot === undefined) throw new Error(symbol)
  return slot
}

const instrumentOf = (market: Market, symbol?: string): Instrument =>
  slotOf(market, symbol).instrument

/** What a call would ask. */
function asked<T>(call: RestCall<T> | undefined): string {
  if (call === undefined) throw new Error('the driver has no such call')
  const { service, method, path, query = {}, weight } = call.request
  const text = Object.entries(query).map(([key, value]) => `${key}=${value}`)
  return `${service} ${method} ${path}?${text.join('&')} weight ${weight}`
}

const answer = <T>(call: RestCall<T> | undefined, body: unknown, localTimeUs = 5): T => {
  if (call === undefined) throw new Error('the driver has no such call')
  return call.parse({ status: 200, headers: {}, body: bytes(body) }, localTimeUs)
}

describe('requests', () => {
  const range = { fromTimeUs: 1_638_747_660_000_001, toTimeUs: 1_638_747_719_999_999, limit: 5000 }

  test.each<[string, () => string]>([
    ['spot GET /api/v3/exchangeInfo? weight 20', () => asked(rest.instruments(['spot'])[0])],
    ['coinm GET /dapi/v1/exchangeInfo? weight 1', () => asked(rest.instruments(['coinm'])[0])],
    [
      'spot GET /api/v3/depth?symbol=BTCUSDT&limit=1000 weight 50',
      () => asked(rest.bookSnapshot?.(slotOf('spot'), 'depth')),
    ],
    [
      'usdm GET /fapi/v1/depth?symbol=BTCUSDT&limit=1000 weight 20',
      () => asked(rest.bookSnapshot?.(slotOf('futures'), 'depth')),
    ],
    [
      'usdm GET /fapi/v1/rpiDepth?symbol=BTCUSDT&limit=1000 weight 20',
      () => asked(rest.bookSnapshot?.(slotOf('futures'), 'rpiDepth')),
    ],
    [
      'coinm GET /dapi/v1/depth?symbol=BTCUSD_PERP&limit=1000 weight 20',
      () => asked(rest.bookSnapshot?.(slotOf('futures', 'BTCUSD_PERP'), 'depth')),
    ],
    [
      // Both ends are included: rounded inwards to the ms that the venue knows.
      'spot GET /api/v3/klines?symbol=BTCUSDT&interval=1m&startTime=1638747660001&endTime=1638747719999&limit=1000 weight 2',
      () => asked(rest.candles?.(instrumentOf('spot'), '1m', range)),
    ],
    [
      'usdm GET /fapi/v1/aggTrades?symbol=BTCUSDT&limit=1000 weight 20',
      () => asked(rest.trades?.(slotOf('futures'), {})),
    ],
    [
      'usdm GET /fapi/v1/fundingRate?symbol=BTCUSDT&limit=10 weight 1',
      () => asked(rest.funding?.(instrumentOf('futures'), { limit: 10 })),
    ],
    ['spot GET /api/v3/time? weight 1', () => asked(rest.serverTime?.('spot'))],
  ])('%s', (expected, shown) => {
    expect(shown()).toBe(expected)
  })

  test('both futures services spend from one budget', () => {
    const groups = facts.rest.map(({ id, budgetGroup = id }) => [id, budgetGroup])
    expect(Object.fromEntries(groups)).toEqual({ spot: 'spot', usdm: 'futures', coinm: 'futures' })
  })
})

describe('answers', () => {
  const spotDepth = {
    lastUpdateId: 1027024,
    bids: [['4.00000000', '431.00000000']],
    asks: [['4.00000200', '12.00000000']],
  }

  test('a spot snapshot has an id and no time', () => {
    const book = answer(rest.bookSnapshot?.(slotOf('spot'), 'depth'), spotDepth)
    expect(book).toMatchObject({ isSnapshot: true, feed: 'depth', lastId: 1027024 })
    expect(book.venueTimeUs).toBeUndefined()
    expect(levelTexts(book.bids)).toEqual([['4', '431']])
    expect(levelTexts(book.asks)).toEqual([['4.000002', '12']])
  })

  test("a futures snapshot carries the engine's time", () => {
    const body = { ...spotDepth, E: 1589436922972, T: 1589436922959 }
    const book = answer(rest.bookSnapshot?.(slotOf('futures'), 'depth'), body)
    expect(book.venueTimeUs).toBe(1589436922959000)
  })

  test.each<[string, Market, string | undefined]>([
    ['https://api.binance.com/api/v3/depth?symbol=BTCUSDT&limit=1000', 'spot', 'BTCUSDT'],
    ['https://fapi.binance.com/fapi/v1/depth?limit=1000&symbol=ETHUSDT', 'futures', 'ETHUSDT'],
    [
      'https://dapi.binance.com/dapi/v1/depth?symbol=BTCUSD_PERP&limit=1000',
      'futures',
      'BTCUSD_PERP',
    ],
    ['https://api.binance.com/api/v3/trades?symbol=BTCUSDT', 'spot', undefined],
  ])('a recorded answer of %s is told by its URL', (url, market, symbol) => {
    const table = createInstrumentTable({ infer })
    const response = { status: 200, headers: {}, body: bytes(spotDepth) }
    const book = rest.snapshotAt?.(url, response, table, 1)
    expect(book?.symbol).toBe(symbol)
    if (symbol !== undefined) expect(book?.market).toBe(market)
  })

  test('bars', () => {
    const row = [
      1499040000000,
      '0.01634790',
      '0.80000000',
      '0.01575800',
      '0.01577100',
      '148976.11427815',
      1499644799999,
      '2434.19055334',
      308,
      '1756.87402397',
      '28.46694368',
      '0',
    ]
    const call = rest.candles?.(instrumentOf('spot'), '1w', {})
    const expected = {
      type: 'candle',
      pair: 'BTC/USDT',
      interval: '1w',
      openTimeUs: 1499040000000000,
      open: '0.0163479',
      high: '0.8',
      low: '0.015758',
      close: '0.015771',
      volume: '148976.11427815',
      quoteVolume: '2434.19055334',
      tradeCount: 308,
    }
    expect(answer(call, [row], 1499644800000000)).toMatchObject([{ ...expected, isClosed: true }])
    expect(answer(call, [row], 1499644799000000)).toMatchObject([{ ...expected, isClosed: false }])
  })

  test('past trades: the buyer was the maker, so the taker sold', () => {
    const row = {
      a: 26129,
      p: '0.01633102',
      q: '4.70443515',
      f: 27781,
      l: 27781,
      T: 1498793709153,
      m: true,
      M: true,
    }
    const [sold, bought] = answer(rest.trades?.(slotOf('spot'), {}), [row, { ...row, m: false }])
    expect(JSON.parse(JSON.stringify(sold))).toMatchObject({
      price: '0.01633102',
      size: '4.70443515',
      takerSide: 'sell',
      tradeId: '26129',
      venueTimeUs: 1498793709153000,
    })
    expect(bought?.takerSide).toBe('buy')
  })

  test('past funding rates are settled ones', () => {
    const row = { symbol: 'BTCUSDT', fundingRate: '-0.03750000', fundingTime: 1570608000000 }
    expect(answer(rest.funding?.(instrumentOf('futures'), {}), [row])).toMatchObject([
      { type: 'funding', rate: '-0.0375', kind: 'settled', fundingTimeUs: 1570608000000000 },
    ])
  })

  test("the venue's clock", () => {
    expect(answer(rest.serverTime?.('spot'), { serverTime: 1499827319559 })).toBe(1499827319559000)
  })

  test('what is not documented is refused, with the byte or the field', () => {
    const call = rest.bookSnapshot?.(slotOf('spot'), 'depth')
    expect(() => answer(call, '{"lastUpdateId":1027024,"bids":[')).toThrow(
      expect.objectContaining({ code: 'MALFORMED_RESPONSE' }),
    )
    expect(() => answer(call, { lastUpdateId: 1, bids: [['x', '1']], asks: [] })).toThrow(
      expect.objectContaining({ message: 'Reading price: expected a decimal, was "x"' }),
    )
  })
})

describe('refusals', () => {
  const refusal = (status: number, body: unknown, headers: Record<string, string> = {}) =>
    rest.error({ status, headers, body: bytes(body) }, 'spot')

  test.each<[number, unknown, string, string]>([
    [429, { code: -1003, msg: 'Too much request weight used.' }, 'RATE_LIMITED', 'safe'],
    [418, { code: -1003, msg: 'Way too much; IP banned until 1770123456789.' }, 'BANNED', 'safe'],
    [403, '<html>Forbidden</html>', 'RATE_LIMITED', 'safe'],
    [400, { code: -1015, msg: 'Too many new orders.' }, 'RATE_LIMITED', 'safe'],
    [400, { code: -1121, msg: 'Invalid symbol.' }, 'VENUE_REJECTED', 'never'],
    [
      503,
      { code: -1008, msg: 'Request throttled by system-level protection.' },
      'VENUE_UNAVAILABLE',
      'safe',
    ],
    [503, 'Service Unavailable', 'VENUE_UNAVAILABLE', 'safe'],
    [
      400,
      { code: -1016, msg: 'This service is no longer available.' },
      'VENUE_UNAVAILABLE',
      'safe',
    ],
    [400, { code: -99999, msg: 'A code of next year' }, 'VENUE_REJECTED', 'never'],
  ])('status %i, %j is %s', (status, body, code, retry) => {
    expect(refusal(status, body)).toMatchObject({ code, retry, context: { status } })
  })

  test('say when to come back', () => {
    const error = refusal(429, { code: -1003, msg: 'Too many requests' }, { 'retry-after': '7' })
    expect(error.retryAfterMs).toBe(7000)
  })

  test('quote at most 160 characters of the venue', () => {
    expect(refusal(400, { code: -1, msg: 'x'.repeat(5000) }).message.length).toBeLessThan(250)
  })
})
