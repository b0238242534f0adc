import { describe, expect, test } from 'vitest'
import {
  type HttpResponse,
  type Instrument,
  InstrumentSlot,
  instrumentIndex,
  type RestCall,
} from '../../../src/core/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { kucoin } from '../../../src/drivers/kucoin/index.ts'

const driver = kucoin()
const { rest, facts } = driver
const spot = driver.inferInstrument('spot', 'BTC-USDT') as Instrument // inferred from its name
const contract = driver.inferInstrument('futures', 'XBTUSDTM') as Instrument
const slotOf = (instrument: Instrument) => new InstrumentSlot(instrumentIndex(0), instrument)

/** JSON text, so that numbers beyond 2^53 stay as they are. */
const answer = (data: string, code = '200000', status = 200): HttpResponse => ({
  status,
  headers: {},
  body: Buffer.from(`{"code":"${code}","msg":"words","data":${data}}`),
})
const shown = <T>(call: RestCall<T> | undefined): string => {
  const query = Object.entries(call?.request.query ?? {}).map(([key, value]) => `${key}=${value}`)
  return `${call?.request.service} ${call?.request.path}?${query.join('&')}`
}
const texts = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

test('both hosts share one pool of 2000 in 30 s', () => {
  for (const { budget, budgetGroup } of facts.rest) {
    expect(budget).toEqual({ count: 2000, perMs: 30_000 })
    expect(budgetGroup).toBe('public')
  }
})

describe('bars', () => {
  const range = { fromTimeUs: 1_000_000_000_000, toTimeUs: 1_000_060_000_000 }

  test('of spot are asked for in seconds, the end exclusive on the wire and included here', () => {
    expect(shown(rest.candles?.(spot, '4h', range))).toBe(
      'spot /api/v1/market/candles?symbol=BTC-USDT&type=4hour&startAt=1000000&endAt=1000061',
    )
    expect(shown(rest.candles?.(spot, '1m', {}))).toBe(
      'spot /api/v1/market/candles?symbol=BTC-USDT&type=1min',
    )
  })

  test('from a moment on are the oldest of the span, up to a moment the newest, a page of each', () => {
    const from = rest.candles?.(contract, '1h', { fromTimeUs: 7_200_000_000, limit: 2 })
    expect(shown(from)).toContain('granularity=60&from=7200000&to=14400000')
    const rows = '[[7200000,1,1,1,1,1],[10800000,2,2,2,2,2],[14400000,3,3,3,3,3]]'
    expect(from?.parse(answer(rows), 5).map(({ open }) => open)).toEqual(['1', '2'])
    const to = rest.candles?.(contract, '1h', { toTimeUs: 14_400_000_000, limit: 2 })
    expect(shown(to)).toContain('granularity=60&from=7200000&to=14400000')
    expect(to?.parse(answer(rows), 5).map(({ open }) => open)).toEqual(['2', '3'])
    // No page is longer than the venue's, and none begins before time does.
    expect(shown(rest.candles?.(spot, '1M', { toTimeUs: 1e15, limit: 9999 }))).toContain(
      'startAt=0',
    )
    expect(rest.candles?.(spot, '1m', { limit: 0 }).parse(answer('[]'), 5)).toEqual([])
  })

  test('of spot come newest first with close before high, and leave oldest first', () => {
    const rows =
      '[["1545904980","0.058","0.049","0.059","0.048","0.018","0.000945"],["1545904920","0.058","0.072","0.073","0.057","0.103","0.006986"]]'
    const call = rest.candles?.(spot, '1m', { limit: 5 })
    expect(call?.parse(answer(rows), 5)).toMatchObject([
      { openTimeUs: 1_545_904_920_000_000, close: '0.072', quoteVolume: '0.006986' },
      {
        openTimeUs: 1_545_904_980_000_000,
        open: '0.058',
        high: '0.059',
        low: '0.048',
        close: '0.049',
        volume: '0.018',
        localTimeUs: 5,
      },
    ])
    expect(rest.candles?.(spot, '1m', { limit: 1 }).parse(answer(rows), 5)).toMatchObject([
      { openTimeUs: 1_545_904_980_000_000 },
    ])
  })

  test('of contracts are asked for in minutes and ms, and have the usual order', () => {
    const call = rest.candles?.(contract, '4h', range)
    expect(shown(call)).toBe(
      'futures /api/v1/kline/query?symbol=XBTUSDTM&granularity=240&from=1000000000&to=1000060000',
    )
    const rows =
      '[[1575331200000,7495.01,8309.67,7250,7463.55,0],[1575374400000,7464.37,8297.85,7273.02,7491.44,3]]'
    expect(call?.parse(answer(rows), 5)).toMatchObject([
      { openTimeUs: 1_575_331_200_000_000, open: '7495.01', high: '8309.67', close: '7463.55' },
      { low: '7273.02', close: '7491.44', volume: '3' },
    ])
    expect(call?.parse(answer(rows), 5)[0]).not.toHaveProperty('quoteVolume')
  })

  test('of a month are not to be had of contracts', () => {
    expect(() => rest.candles?.(contract, '1M', {})).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_INTERVAL' }),
    )
    expect(shown(rest.candles?.(contract, '1w', {}))).toContain('granularity=10080')
  })
})

describe('trades', () => {
  const row = (id: string, ts: string, side: string) =>
    `{"sequence":"${id}","tradeId":"${id}","price":"104608.2","size":"0.00071698","side":"${side}","ts":${ts}}`
  const rows = [
    row('15748767627100161', '1750391995574123456', 'sell'),
    row('15748770969174017', '1750391996000000000', 'BUY'),
  ]
  const list = (texts: readonly string[]) =>
    answer(`{"tradeType":"SPOT","list":[${texts.join(',')}]}`)

  test('have the ids of the streams, beyond 2^53 too', () => {
    const call = rest.trades?.(slotOf(spot), { limit: 1 })
    expect(shown(call)).toBe('spot /api/ua/v1/market/trade?tradeType=SPOT&symbol=BTC-USDT')
    expect(texts(call?.parse(list(rows), 5))).toEqual([
      {
        type: 'trade',
        venue: 'kucoin',
        market: 'spot',
        pair: 'BTC/USDT',
        symbol: 'BTC-USDT',
        venueTimeUs: 1_750_391_996_000_000,
        localTimeUs: 5,
        price: '104608.2',
        size: '0.00071698',
        takerSide: 'buy',
        tradeId: '15748770969174017',
      },
    ])
  })

  test('leave oldest first, however they come', () => {
    const call = rest.trades?.(slotOf(contract), {})
    expect(shown(call)).toBe('spot /api/ua/v1/market/trade?tradeType=FUTURES&symbol=XBTUSDTM')
    const ids = (response: HttpResponse) => call?.parse(response, 5).map((trade) => trade.tradeId())
    const expected = ['15748767627100161', '15748770969174017']
    expect([ids(list(rows)), ids(list(rows.toReversed()))]).toEqual([expected, expected])
    expect(ids(list([]))).toEqual([])
  })
})

test('past fundings are settled rates, oldest first', () => {
  const range = { fromTimeUs: 1_000_000_000_000, toTimeUs: 1_000_060_000_000, limit: 1 }
  expect(shown(rest.funding?.(contract, range))).toBe(
    'futures /api/v1/contract/funding-rates?symbol=XBTUSDTM&from=1000000000&to=1000060000',
  )
  // Both ends are asked for by the venue.
  const call = rest.funding?.(contract, {})
  expect(call?.request.query).toMatchObject({ from: 0, to: 9_999_999_999_999 })
  const rows =
    '[{"symbol":"XBTUSDTM","fundingRate":2.1E-4,"timepoint":1702296000000},{"symbol":"XBTUSDTM","fundingRate":3.47E-4,"timepoint":1702267200000}]'
  expect(call?.parse(answer(rows), 5)).toMatchObject([
    { rate: '0.000347', kind: 'settled', fundingTimeUs: 1_702_267_200_000_000 },
    { rate: '0.00021', fundingTimeUs: 1_702_296_000_000_000 },
  ])
})

test('the clock is told in ms by each host', () => {
  const call = rest.serverTime?.('futures')
  expect(shown(call)).toBe('futures /api/v1/timestamp?')
  expect(call?.parse(answer('1546837113087'), 1)).toBe(1_546_837_113_087_000)
})

describe('book snapshots', () => {
  test.each([
    [spot, 'level2', 'spot /api/v1/market/orderbook/level2_100?symbol=BTC-USDT'],
    [contract, 'level2', 'futures /api/v1/level2/snapshot?symbol=XBTUSDTM'],
    [
      contract,
      'obu.increment',
      'spot /api/ua/v1/market/orderbook?tradeType=FUTURES&symbol=XBTUSDTM&limit=100',
    ],
  ] as const)('%o %s need no key: %s', (instrument, feed, expected) => {
    expect(shown(rest.bookSnapshot?.(slotOf(instrument), feed))).toBe(expected)
  })

  test('have the sequence that the changes go on from', () => {
    const body =
      '{"sequence":"3262786978","time":1550653727731,"bids":[["6500.12","0.45054140"]],"asks":[["6500.16","0.57753524"]]}'
    const update = rest.bookSnapshot?.(slotOf(spot), 'level2').parse(answer(body), 5)
    expect(texts(update)).toMatchObject({
      type: 'bookSnapshot',
      feed: 'level2',
      lastId: 3_262_786_978,
      venueTimeUs: 1_550_653_727_731_000,
      bids: [['6500.12', '0.4505414']],
    })
    const ofContract =
      '{"symbol":"XBTUSDTM","sequence":100,"asks":[["5000.0",1000]],"bids":[[3200.5,800]],"ts":1604643655040584408}'
    const other = rest.bookSnapshot?.(slotOf(contract), 'level2').parse(answer(ofContract), 5)
    expect(texts(other)).toMatchObject({
      lastId: 100,
      venueTimeUs: 1_604_643_655_040_584,
      bids: [['3200.5', '800']],
      asks: [['5000', '1000']],
    })
  })

  test('are known by their address in a recording, signed or not', () => {
    const table = createInstrumentTable({
      infer: (market, symbol) => driver.inferInstrument(market, symbol),
    })
    const body = answer('{"sequence":"7","bids":[],"asks":[]}')
    const at = (url: string) => rest.snapshotAt?.(url, body, table, 5)
    for (const path of [
      'api.kucoin.com/api/v3/market/orderbook/level2?symbol=BTC-USDT',
      'api.kucoin.com/api/v1/market/orderbook/level2_20?symbol=BTC-USDT',
    ])
      expect(at(`https://${path}`)).toMatchObject({ market: 'spot', last: 7, feed: 'level2' })
    for (const path of [
      'api-futures.kucoin.com/api/v1/level2/snapshot?symbol=XBTUSDM',
      'api-futures.kucoin.com/api/v1/level2/depth100?symbol=XBTUSDM',
    ])
      expect(at(`https://${path}`)).toMatchObject({ market: 'futures', pair: 'BTC/USD:BTC' })
    expect(at('https://api.kucoin.com/api/v1/market/candles?symbol=BTC-USDT')).toBeUndefined()
    expect(at('https://api.kucoin.com/api/v3/market/orderbook/level2')).toBeUndefined()
    expect(at('https://api.kucoin.com/api/v3/market/orderbook/level2?symbol=NOPE')).toBeUndefined()
  })
})

test.each([
  ['open', 'online'],
  ['close', 'maintenance'],
  ['cancelonly', 'degraded'],
  ['novel', 'unknown'],
])('a host that says %s is %s', (word, status) => {
  const [topic] = driver.topics(contract, { channel: 'status' })
  const events = topic?.poll?.call.parse(answer(`{"status":"${word}","msg":"upgrade"}`), 5)
  expect(events).toEqual([
    {
      type: 'venueStatus',
      venue: 'kucoin',
      status,
      detail: `futures: ${word} upgrade`,
      localTimeUs: 5,
    },
  ])
})

describe('errors', () => {
  const error = (
    code: string,
    { status = 400, service = 'spot', headers = {} as Record<string, string> } = {},
  ) => rest.error({ ...answer('null', code, status), headers }, service)

  test.each([
    ['429000', 429, 'spot', 'RATE_LIMITED'],
    ['1015', 403, 'spot', 'RATE_LIMITED'],
    ['200002', 400, 'futures', 'RATE_LIMITED'],
    ['200002', 400, 'spot', 'VENUE_REJECTED'],
    ['500000', 500, 'spot', 'VENUE_UNAVAILABLE'],
    ['230005', 400, 'spot', 'VENUE_UNAVAILABLE'],
    ['408000', 400, 'spot', 'VENUE_UNAVAILABLE'],
    ['900001', 400, 'spot', 'VENUE_REJECTED'],
    ['777', 502, 'spot', 'VENUE_UNAVAILABLE'],
    ['777', 400, 'spot', 'VENUE_REJECTED'],
  ])('%s with status %i at %s is %s', (venueCode, status, service, code) => {
    expect(error(venueCode, { status, service })).toMatchObject({
      code,
      context: { status, venueCode, service },
    })
  })

  test('the wait is that of the pool, or where an overloaded server says none, none', () => {
    const headers = { 'gw-ratelimit-reset': '1234' }
    expect(error('429000', { status: 429, headers }).retryAfterMs).toBe(1234)
    expect(error('429000', { status: 429 }).retryAfterMs).toBeUndefined()
    expect(error('429000', { status: 429, headers: { 'retry-after': '3' } }).retryAfterMs).toBe(
      3000,
    )
    // Every answer has the header; only of a full pool it is a wait.
    expect(error('900001', { headers }).retryAfterMs).toBeUndefined()
  })

  test('a refusal inside a 2xx answer is thrown, and HTML is no answer of the venue', () => {
    const call = rest.serverTime?.('spot')
    expect(() => call?.parse(answer('null', '900001'), 1)).toThrow(
      expect.objectContaining({ code: 'VENUE_REJECTED' }),
    )
    const html = { status: 503, headers: {}, body: Buffer.from('<html>busy</html>') }
    expect(rest.error(html, 'spot')).toMatchObject({ code: 'VENUE_UNAVAILABLE' })
  })
})
