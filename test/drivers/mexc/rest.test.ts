import { describe, expect, test } from 'vitest'
import { type HttpResponse, InstrumentSlot, instrumentIndex } from '../../../src/core/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { mexc } from '../../../src/drivers/mexc/index.ts'
import { CONTRACT_ROW, INVERSE_ROW, LISTED, SPOT_ROW } from './listed.ts'

const { rest, facts } = mexc()

const answer = (body: unknown, status = 200, headers = {}): HttpResponse => ({
  status,
  headers,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
})
const data = (value: unknown) => answer({ success: true, code: 0, data: value })
const slotOf = (product: keyof typeof LISTED) =>
  new InstrumentSlot(instrumentIndex(0), LISTED[product])
const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('listings', () => {
  test('one call a service; of the contracts only the products asked for', () => {
    const calls = rest.instruments(['spot', 'linear', 'inverse'])
    expect(calls.map(({ request }) => [request.service, request.path, request.weight])).toEqual([
      ['spot', '/api/v3/exchangeInfo', 10],
      ['futures', '/api/v1/contract/detail', 2],
    ])
    expect(calls[0]?.parse(answer({ symbols: [SPOT_ROW] }), 1)).toEqual([LISTED.spot])
    const rows = data([CONTRACT_ROW, INVERSE_ROW, { ...CONTRACT_ROW, futureType: '2' }])
    expect(calls[1]?.parse(rows, 1)).toEqual([LISTED.linear, LISTED.inverse])
    expect(rest.instruments(['inverse'])[0]?.parse(rows, 1)).toEqual([LISTED.inverse])
    expect(rest.instruments(['spot'])).toHaveLength(1)
  })
})

describe('snapshots', () => {
  test('of spot are the deepest there are, with their version', () => {
    const call = rest.bookSnapshot?.(slotOf('spot'), 'depth')
    expect(call?.request).toMatchObject({
      service: 'spot',
      path: '/api/v3/depth',
      query: { symbol: 'BTCUSDT', limit: 5000 },
    })
    const body = {
      lastUpdateId: 744_267_132,
      bids: [['40838.50', '0.387864']],
      asks: [['40838.60', '1']],
      timestamp: 5,
    }
    expect(json(call?.parse(answer(body), 1))).toMatchObject({
      type: 'bookSnapshot',
      feed: 'depth',
      lastId: 744_267_132,
      venueTimeUs: 5000,
      bids: [['40838.5', '0.387864']],
      asks: [['40838.6', '1']],
    })
  })

  test('of futures count contracts, and may have exponents and levels of two items', () => {
    const call = rest.bookSnapshot?.(slotOf('linear'), 'depth')
    expect(call?.request).toMatchObject({
      service: 'futures',
      path: '/api/v1/contract/depth/BTC_USDT',
      query: { limit: 5000 },
      weight: 2,
    })
    const body =
      '{"success":true,"code":0,"data":{"asks":[[7.548E+4,48379,1],[75481.5,2]],"bids":[],"version":2827730444,"timestamp":1634117846232,"cts":null}}'
    expect(json(call?.parse(answer(body), 1))).toMatchObject({
      lastId: 2_827_730_444,
      venueTimeUs: 1_634_117_846_232_000,
      bids: [],
      asks: [
        ['75480', '48379'],
        ['75481.5', '2'],
      ],
    })
  })

  test.each([
    [
      'https://api.mexc.com/api/v3/depth?symbol=BTCUSDT&limit=5000',
      'BTCUSDT',
      { lastUpdateId: 7, bids: [], asks: [] },
    ],
    [
      'https://api.mexc.com/api/v1/contract/depth/BTC_USDT?limit=5000',
      'BTC_USDT',
      { success: true, code: 0, data: { version: 7, bids: [], asks: [] } },
    ],
  ])('that were recorded are known by their URL: %s', (url, symbol, body) => {
    const table = createInstrumentTable()
    for (const instrument of Object.values(LISTED)) table.add(instrument)
    const snapshot = rest.snapshotAt?.(url, answer(body), table, 1)
    expect([snapshot?.symbol, snapshot?.last]).toEqual([symbol, 7])
    expect(
      rest.snapshotAt?.('https://api.mexc.com/api/v3/time', answer({}), table, 1),
    ).toBeUndefined()
  })
})

describe('bars', () => {
  const row = (ms: number) => [ms, '1', '3', '0.5', '2', '10', ms + 60_000, '20']

  test.each([
    [{}, { limit: 500 }],
    [{ limit: 3 }, { limit: 3 }],
    [
      { fromTimeUs: 120_000_000_000, limit: 2 },
      { startTime: 120_000_000, endTime: 120_120_000, limit: 2 },
    ],
    [
      { toTimeUs: 120_000_000_000, limit: 2 },
      { startTime: 119_880_000, endTime: 120_000_001, limit: 2 },
    ],
    [
      { fromTimeUs: 1000, toTimeUs: 5000, limit: 9000 },
      { startTime: 1, endTime: 6, limit: 500 },
    ],
  ])('of spot in %o are asked for with both ends or none: %o', (range, query) => {
    const call = rest.candles?.(LISTED.spot, '1m', range)
    expect(call?.request).toMatchObject({ path: '/api/v3/klines', weight: 1 })
    expect(call?.request.query).toEqual({ symbol: 'BTCUSDT', interval: '1m', ...query })
  })

  test('of spot are told oldest first and within the span', () => {
    const call = rest.candles?.(LISTED.spot, '1m', { fromTimeUs: 60_000_000, limit: 2 })
    const bars = call?.parse(answer([row(180_000), row(120_000), row(60_000), row(0)]), 1)
    expect(bars?.map(({ openTimeUs }) => openTimeUs)).toEqual([60_000_000, 120_000_000])
    expect(bars?.[0]).toMatchObject({
      interval: '1m',
      open: '1',
      high: '3',
      low: '0.5',
      close: '2',
      volume: '10',
      quoteVolume: '20',
    })
  })

  test('of spot have other words than the streams, and none for eight hours', () => {
    const word = (interval: '1h' | '1w') =>
      rest.candles?.(LISTED.spot, interval, {}).request.query?.['interval']
    expect([word('1h'), word('1w')]).toEqual(['60m', '1W'])
    expect(() => rest.candles?.(LISTED.spot, '8h', {})).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_INTERVAL' }),
    )
  })

  test('of futures come as columns, in seconds; value in quote of linear contracts only', () => {
    const range = { fromTimeUs: 60_000_000, limit: 2 }
    const columns = data({
      time: [60, 120],
      open: [1, 2],
      close: [2, 3],
      high: [3, 4],
      low: [0.5, 1],
      vol: [10, 11],
      amount: [20, 21],
    })
    const linear = rest.candles?.(LISTED.linear, '1m', range)
    expect(linear?.request).toMatchObject({
      path: '/api/v1/contract/kline/BTC_USDT',
      query: { interval: 'Min1', start: 60, end: 179 },
    })
    expect(linear?.parse(columns, 1)).toMatchObject([
      {
        openTimeUs: 60_000_000,
        open: '1',
        high: '3',
        low: '0.5',
        close: '2',
        volume: '10',
        quoteVolume: '20',
      },
      { openTimeUs: 120_000_000, volume: '11' },
    ])
    const inverse = rest.candles?.(LISTED.inverse, '1m', range).parse(columns, 1)
    expect(inverse?.[0]).not.toHaveProperty('quoteVolume')
  })

  test('of futures without a span are the newest of the page', () => {
    const call = rest.candles?.(LISTED.linear, '1m', { limit: 1 })
    expect(call?.request.query).toEqual({ interval: 'Min1' })
    const columns = {
      time: [60, 120],
      open: [1, 2],
      close: [1, 2],
      high: [1, 2],
      low: [1, 2],
      vol: [1, 2],
      amount: [1, 2],
    }
    expect(call?.parse(data(columns), 1).map(({ openTimeUs }) => openTimeUs)).toEqual([120_000_000])
  })
})

describe('trades', () => {
  test('of spot without a span are the newest, without ids, told oldest first', () => {
    const call = rest.trades?.(slotOf('spot'), { limit: 2 })
    expect(call?.request).toMatchObject({
      path: '/api/v3/trades',
      query: { symbol: 'BTCUSDT', limit: 2 },
      weight: 5,
    })
    const row = { id: null, price: '23', qty: '0.5', time: 2000, isBuyerMaker: true }
    const trades = call?.parse(answer([row, { ...row, time: 1000, isBuyerMaker: false }]), 1)
    expect(json(trades)).toMatchObject([
      { takerSide: 'buy', venueTimeUs: 1_000_000, tradeId: '' },
      { takerSide: 'sell', venueTimeUs: 2_000_000, price: '23', size: '0.5' },
    ])
  })

  test('of a span of spot are merged ones; an open end is an hour away', () => {
    const call = rest.trades?.(slotOf('spot'), { fromTimeUs: 5_000_000 })
    expect(call?.request).toMatchObject({
      path: '/api/v3/aggTrades',
      query: { symbol: 'BTCUSDT', startTime: 5000, endTime: 3_605_000, limit: 1000 },
    })
    const row = { a: null, p: '46782.67', q: '0.0038', T: 1_641_380_483_000, m: false, M: true }
    expect(json(call?.parse(answer([row]), 1))).toMatchObject([
      { price: '46782.67', takerSide: 'buy' },
    ])
  })

  test('of futures are the newest, told oldest first, those of the span', () => {
    const call = rest.trades?.(slotOf('inverse'), { fromTimeUs: 2_000_000 })
    expect(call?.request).toMatchObject({
      path: '/api/v1/contract/deals/BTC_USD',
      query: { limit: 100 },
      weight: 1,
    })
    const row = { p: 31_199, v: 18, T: 1, O: 3, M: 2, t: 3000, i: '13064218826' }
    const trades = call?.parse(data([row, { ...row, T: 2, t: 2000 }, { ...row, t: 1000 }]), 1)
    expect(json(trades)).toMatchObject([
      { takerSide: 'sell', venueTimeUs: 2_000_000 },
      { takerSide: 'buy', size: '18', tradeId: '13064218826', venueTimeUs: 3_000_000 },
    ])
  })
})

test('fundings are settled ones, oldest first, cut out of the newest page', () => {
  const rows = [5, 4, 3, 2].map((hour) => ({
    symbol: 'BTC_USDT',
    fundingRate: 0.0001 * hour,
    settleTime: hour * 1000,
  }))
  const page = data({ pageSize: 4, totalCount: 4, totalPage: 1, currentPage: 1, resultList: rows })
  const newest = rest.funding?.(LISTED.linear, { limit: 2 })
  expect(newest?.request.query).toEqual({ symbol: 'BTC_USDT', page_num: 1, page_size: 2 })
  expect(newest?.parse(page, 1).map(({ fundingTimeUs }) => fundingTimeUs)).toEqual([
    4_000_000, 5_000_000,
  ])
  const span = rest.funding?.(LISTED.linear, { fromTimeUs: 2_500_000, limit: 1 })
  expect(span?.request.query).toMatchObject({ page_size: 1000 })
  expect(span?.parse(page, 1)).toMatchObject([{ fundingTimeUs: 3_000_000, kind: 'settled' }])
})

test('each service has a clock', () => {
  const spot = rest.serverTime?.('spot')
  expect([spot?.request.path, spot?.parse(answer({ serverTime: 1_645_539_742_000 }), 1)]).toEqual([
    '/api/v3/time',
    1_645_539_742_000_000,
  ])
  const futures = rest.serverTime?.('futures')
  expect([futures?.request.path, futures?.parse(data(1_587_442_022_003), 1)]).toEqual([
    '/api/v1/contract/ping',
    1_587_442_022_003_000,
  ])
})

test('statistics of spot leave out what is null or empty', () => {
  const [topic] = mexc().topics(LISTED.spot, { channel: 'ticker' })
  const row = {
    symbol: 'BTCUSDT',
    lastPrice: '46263.71',
    bidPrice: '46260.38',
    bidQty: '',
    openPrice: '46079.37',
    volume: '1732.461487',
    quoteVolume: null,
    closeTime: 1_641_349_582_808,
  }
  expect(topic?.poll?.call.parse(answer(row), 1)).toEqual([
    {
      type: 'ticker',
      venue: 'mexc',
      market: 'spot',
      pair: 'BTC/USDT',
      symbol: 'BTCUSDT',
      venueTimeUs: 1_641_349_582_808_000,
      localTimeUs: 1,
      lastPrice: '46263.71',
      bidPrice: '46260.38',
      openPrice: '46079.37',
      volume: '1732.461487',
      windowMs: 86_400_000,
    },
  ])
})

describe('refusals', () => {
  test.each([
    ['spot', 429, { code: 429, msg: 'Too many requests' }, 'RATE_LIMITED'],
    ['spot', 418, '<html>', 'BANNED'],
    ['spot', 403, '<html>Access Denied</html>', 'VENUE_REJECTED'],
    ['spot', 400, { code: -1121, msg: 'Invalid symbol.' }, 'VENUE_REJECTED'],
    ['spot', 400, { code: 11_444, msg: 'maintenance' }, 'VENUE_UNAVAILABLE'],
    ['spot', 500, { code: 0, msg: '' }, 'VENUE_UNAVAILABLE'],
    ['futures', 503, '', 'VENUE_UNAVAILABLE'],
    ['futures', 400, { success: false, code: 510, message: 'too frequent' }, 'RATE_LIMITED'],
    ['futures', 400, { success: false, code: 9999, message: 'busy' }, 'VENUE_UNAVAILABLE'],
  ])('of %s with status %i and %o are %s', (service, status, body, code) => {
    expect(rest.error(answer(body, status), service).code).toBe(code)
  })

  test('say how long to wait where the venue does', () => {
    const error = rest.error(answer({}, 429, { 'retry-after': '3' }), 'spot')
    expect(error).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 3000 })
  })

  test.each([
    [{ success: false, code: 510, message: 'Requests are too frequent' }, 'RATE_LIMITED'],
    [{ success: false, code: 1001, message: 'Contract does not exist!' }, 'VENUE_REJECTED'],
  ])('of futures come as status 200 too: %o', (body, code) => {
    const call = rest.bookSnapshot?.(slotOf('linear'), 'depth')
    expect(() => call?.parse(answer(body), 1)).toThrow(expect.objectContaining({ code }))
  })

  test('an answer that is not as documented says what was expected', () => {
    const call = rest.bookSnapshot?.(slotOf('spot'), 'depth')
    expect(() => call?.parse(answer({ bids: [] }), 1)).toThrow(
      expect.objectContaining({ code: 'MALFORMED_RESPONSE' }),
    )
  })
})

test('no call costs more than its budget has', () => {
  for (const { id, budget } of facts.rest) expect([id, budget.count >= 20]).toEqual([id, true])
})
