import { describe, expect, test } from 'vitest'
import {
  type HttpResponse,
  type Instrument,
  InstrumentSlot,
  instrumentIndex,
  type RestCall,
} from '../../../src/core/index.ts'
import { bybit } from '../../../src/drivers/bybit/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'

const driver = bybit()
const { rest, facts } = driver
const instrument = driver.inferInstrument('futures', 'BTCUSDT') as Instrument // inferred from its name
const slot = new InstrumentSlot(instrumentIndex(0), instrument)
const inverse = driver.inferInstrument('futures', 'BTCUSD') as Instrument // inferred from its name
const spot = driver.inferInstrument('spot', 'BTCUSDT') as Instrument // inferred from its name
const spotSlot = new InstrumentSlot(instrumentIndex(1), spot)

const answer = (result: unknown, retCode = 0, status = 200): HttpResponse => ({
  status,
  headers: {},
  body: Buffer.from(
    JSON.stringify({ retCode, retMsg: retCode === 0 ? 'OK' : 'refused', result, time: 1 }),
  ),
})
const list = (rows: readonly unknown[]): HttpResponse => answer({ category: 'linear', list: rows })
const shown = <T>(call: RestCall<T> | undefined): string =>
  `${call?.request.path}?${Object.entries(call?.request.query ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join('&')}`
const texts = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

test('every call costs one of a budget below the 600 in 5 s that the venue allows', () => {
  const [service] = facts.rest
  expect(service?.budget.perMs).toBe(5000)
  expect(service?.budget.count).toBeLessThan(600)
  const calls = [
    ...rest.instruments(['spot', 'linear']),
    rest.bookSnapshot?.(slot, 'orderbook.full'),
    rest.candles?.(instrument, '1m', {}),
    rest.trades?.(slot, {}),
    rest.funding?.(instrument, {}),
    rest.serverTime?.('v5'),
  ]
  for (const call of calls)
    expect(call?.request).toMatchObject({ service: 'v5', weight: 1, isIdempotent: true })
})

test('listings ask for whole pages, and for linear contracts before their launch', () => {
  expect(rest.instruments(['spot', 'linear', 'inverse']).map(shown)).toEqual([
    '/v5/market/instruments-info?category=spot',
    '/v5/market/instruments-info?category=linear&limit=1000',
    '/v5/market/instruments-info?category=linear&limit=1000&status=PreLaunch',
    '/v5/market/instruments-info?category=inverse&limit=1000',
  ])
})

test('a listing that has more names the call for its next page, the cursor encoded once when it is sent', () => {
  const [, linear] = rest.instruments(['spot', 'linear'])
  const page = (nextPageCursor: unknown) => linear?.next?.(answer({ list: [], nextPageCursor }))
  expect(shown(page('first%3DBTC%26last%3DETH'))).toBe(
    '/v5/market/instruments-info?category=linear&limit=1000&cursor=first=BTC&last=ETH',
  )
  expect(page('100%')?.request.query).toMatchObject({ cursor: '100%' })
  expect([page(''), page(null), page(undefined)]).toEqual([undefined, undefined, undefined])
})

describe('bars', () => {
  test('of a span have both its ends, in ms', () => {
    const range = { fromTimeUs: 1_000_000_000_001, toTimeUs: 1_000_060_000_999, limit: 2000 }
    expect(shown(rest.candles?.(instrument, '1d', range))).toBe(
      '/v5/market/kline?category=linear&symbol=BTCUSDT&interval=D&start=1000000001&end=1000060000&limit=1000',
    )
  })

  test('of a span without an end stop where the limit is reached, else the newest would come', () => {
    const range = { fromTimeUs: 1_700_000_000_000_000, limit: 3 }
    expect(shown(rest.candles?.(instrument, '5m', range))).toBe(
      '/v5/market/kline?category=linear&symbol=BTCUSDT&interval=5&start=1700000000000&end=1700000899999&limit=3',
    )
    const months = rest.candles?.(instrument, '1M', { fromTimeUs: 0, limit: 2 })
    expect(months?.request.query).toMatchObject({ start: 0, end: 2 * 28 * 86_400_000 - 1 })
  })

  test('without a span are the newest', () => {
    expect(shown(rest.candles?.(spot, '4h', { limit: 5 }))).toBe(
      '/v5/market/kline?category=spot&symbol=BTCUSDT&interval=240&limit=5',
    )
  })

  test('come oldest first; the turnover of an inverse contract is not its quote', () => {
    const rows = [
      ['1670608800000', '17071', '17073', '17027', '17055.5', '268611', '15.74462667'],
      ['1670605200000', '17071.5', '17071.5', '17061', '17071', '4177', '0.24469757'],
    ]
    expect(rest.candles?.(instrument, '1h', {}).parse(list(rows), 5)).toMatchObject([
      { openTimeUs: 1_670_605_200_000_000, close: '17071', quoteVolume: '0.24469757' },
      { openTimeUs: 1_670_608_800_000_000, open: '17071', volume: '268611', localTimeUs: 5 },
    ])
    const [first] = rest.candles?.(inverse, '1h', {}).parse(list(rows), 5) ?? []
    expect(first).not.toHaveProperty('quoteVolume')
    expect(first).not.toHaveProperty('isClosed')
  })
})

describe('trades', () => {
  const row = {
    execId: '2100000000007764263',
    symbol: 'BTCUSDT',
    price: '16618.490',
    size: '0.00012',
    side: 'Buy',
    time: '1672052955758',
    isBlockTrade: false,
    isRPITrade: true,
    seq: '123456',
  }

  test('are the newest only: 60 on spot, 1000 on futures', () => {
    expect(shown(rest.trades?.(spotSlot, { limit: 500 }))).toBe(
      '/v5/market/recent-trade?category=spot&symbol=BTCUSDT&limit=60',
    )
    expect(shown(rest.trades?.(slot, {}))).toBe(
      '/v5/market/recent-trade?category=linear&symbol=BTCUSDT&limit=1000',
    )
  })

  test('come oldest first with the side of the taker and their ids as text, block trades left out', () => {
    const older = { ...row, execId: '2100000000007764262', side: 'Sell', time: '1672052955757' }
    const block = { ...row, execId: 'block', isBlockTrade: true }
    expect(texts(rest.trades?.(spotSlot, {}).parse(list([row, block, older]), 5))).toMatchObject([
      { tradeId: '2100000000007764262', takerSide: 'sell' },
      {
        tradeId: '2100000000007764263',
        takerSide: 'buy',
        price: '16618.49',
        venueTimeUs: 1_672_052_955_758_000,
      },
    ])
  })

  test('of a span are those of the newest that lie in it', () => {
    const rows = [3, 2, 1].map((ms) => ({ ...row, execId: String(ms), time: String(ms) }))
    const call = rest.trades?.(slot, { fromTimeUs: 2000, toTimeUs: 2999 })
    expect(texts(call?.parse(list(rows), 5))).toMatchObject([{ tradeId: '2' }])
  })
})

describe('funding', () => {
  const rows = [
    { symbol: 'BTCUSDT', fundingRate: '0.0001', fundingRateTimestamp: '1709884800000' },
    { symbol: 'BTCUSDT', fundingRate: '-0.00015', fundingRateTimestamp: '1709856000000' },
  ]

  test('is what was charged, oldest first', () => {
    expect(rest.funding?.(instrument, {}).parse(list(rows), 5)).toMatchObject([
      { rate: '-0.00015', kind: 'settled', fundingTimeUs: 1_709_856_000_000_000 },
      { rate: '0.0001', kind: 'settled', fundingTimeUs: 1_709_884_800_000_000 },
    ])
  })

  test('of a span names both its ends', () => {
    const range = { fromTimeUs: 1_000_000, toTimeUs: 9_000_000, limit: 300 }
    expect(shown(rest.funding?.(instrument, range))).toBe(
      '/v5/market/funding/history?category=linear&symbol=BTCUSDT&startTime=1000&endTime=9000&limit=200',
    )
    expect(shown(rest.funding?.(instrument, { toTimeUs: 9_000_000, limit: 5 }))).toBe(
      '/v5/market/funding/history?category=linear&symbol=BTCUSDT&endTime=9000&limit=5',
    )
  })

  test('of a span without an end asks for 200 hours, so that no row is missing, and keeps the oldest', () => {
    const call = rest.funding?.(instrument, { fromTimeUs: 0, limit: 1 })
    expect(shown(call)).toBe(
      '/v5/market/funding/history?category=linear&symbol=BTCUSDT&startTime=0&endTime=719999999&limit=200',
    )
    expect(call?.parse(list(rows), 5)).toMatchObject([{ rate: '-0.00015' }])
  })
})

describe('book snapshots', () => {
  const book = {
    s: 'BTCUSDT',
    a: [['65557.70', '16.606555']],
    b: [['65485.47', '47.081829']],
    ts: 1_716_863_719_031,
    u: 230_704,
    seq: 1_432_604_333,
    cts: 1_716_863_718_905,
  }

  test('of all levels have the id that its stream counts by', () => {
    const call = rest.bookSnapshot?.(spotSlot, 'orderbook.full')
    expect(shown(call)).toBe('/v5/market/full_orderbook?category=spot&symbol=BTCUSDT')
    expect(texts(call?.parse(answer(book), 5))).toMatchObject({
      type: 'bookSnapshot',
      feed: 'orderbook.full',
      lastId: 230_704,
      venueTimeUs: 1_716_863_718_905_000,
      bids: [['65485.47', '47.081829']],
      asks: [['65557.7', '16.606555']],
    })
  })

  test('of the other depths have an id only where the numbering is that of 1000 levels', () => {
    const deep = rest.bookSnapshot?.(slot, 'orderbook.1000')
    expect(shown(deep)).toBe('/v5/market/orderbook?category=linear&symbol=BTCUSDT&limit=1000')
    expect(deep?.parse(answer(book), 5).lastId).toBe(230_704)
    expect(rest.bookSnapshot?.(slot, 'orderbook.50').parse(answer(book), 5).lastId).toBeUndefined()
  })

  test('are found again in recordings by their URL', () => {
    const table = createInstrumentTable()
    table.add(spot)
    const at = (url: string) => rest.snapshotAt?.(url, answer(book), table, 5)
    const base = 'https://api.bybit.com/v5/market'
    const full = at(`${base}/full_orderbook?category=spot&symbol=BTCUSDT`)
    expect(full).toMatchObject({ feed: 'orderbook.full', last: 230_704 })
    expect(at(`${base}/orderbook?symbol=BTCUSDT&limit=50&category=spot`)?.feed).toBe(
      'orderbook.1000',
    )
    expect(at(`${base}/orderbook?category=linear&symbol=BTCUSDT`)).toBeUndefined()
    expect(at(`${base}/orderbook?symbol=BTCUSDT`)).toBeUndefined()
    expect(at(`${base}/kline?category=spot&symbol=BTCUSDT`)).toBeUndefined()
  })
})

test('the clock of the venue is in ns, read without a float', () => {
  const result = { timeSecond: '1688639403', timeNano: '1688639403423213947' }
  expect(rest.serverTime?.('v5').parse(answer(result), 5)).toBe(1_688_639_403_423_213)
})

describe('refusals', () => {
  test.each([
    [10_006, 'RATE_LIMITED', 'safe'],
    [10_016, 'VENUE_UNAVAILABLE', 'safe'],
    [10_001, 'VENUE_REJECTED', 'never'],
    [99_999, 'VENUE_REJECTED', 'never'],
  ])('code %i in an answer of status 200 is %s', (venueCode, code, retry) => {
    const parse = (): unknown => rest.serverTime?.('v5').parse(answer({}, venueCode), 5)
    expect(parse).toThrow(expect.objectContaining({ name: 'VenueError', code, retry }))
  })

  test.each([
    [403, '403, access too frequent', 'RATE_LIMITED', 600_000],
    [
      403,
      '<html>The Amazon CloudFront distribution is configured to block</html>',
      'VENUE_REJECTED',
      undefined,
    ],
    [
      429,
      '{"retCode":10429,"retMsg":"System level frequency protection"}',
      'RATE_LIMITED',
      undefined,
    ],
    [503, '<html>no</html>', 'VENUE_UNAVAILABLE', undefined],
    [404, '{"retCode":10017,"retMsg":"Route not found."}', 'VENUE_REJECTED', undefined],
  ])('status %i with %s is %s', (status, body, code, retryAfterMs) => {
    const error = rest.error({ status, headers: {}, body: Buffer.from(body) }, 'v5')
    expect(error).toMatchObject({ code, context: { status } })
    expect(error.retryAfterMs).toBe(retryAfterMs)
  })

  test.each(['[]', '{}', '{"retCode":0,"result":[]}', '{"retCode":0', '{"retCode":0,"result":{}}'])(
    'an answer that is not as documented is malformed: %s',
    (body) => {
      const response = { status: 200, headers: {}, body: Buffer.from(body) }
      expect(() => rest.serverTime?.('v5').parse(response, 5)).toThrow(
        expect.objectContaining({ code: 'MALFORMED_RESPONSE' }),
      )
    },
  )
})
