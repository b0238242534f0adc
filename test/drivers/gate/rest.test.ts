import { describe, expect, test } from 'vitest'
import {
  type HttpResponse,
  type Instrument,
  InstrumentSlot,
  instrumentIndex,
  type RestCall,
} from '../../../src/core/index.ts'
import { gate } from '../../../src/drivers/gate/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'

const driver = gate()
const { rest } = driver
const infer = (market: 'spot' | 'futures', symbol: string): Instrument =>
  driver.inferInstrument(market, symbol) as Instrument // each is a name of the rule
const slotOf = (instrument: Instrument) => new InstrumentSlot(instrumentIndex(0), instrument)
const spot = infer('spot', 'BTC_USDT')
const linear = infer('futures', 'BTC_USDT')
const dated = infer('futures', 'BTC_USDT_20261225')

const answer = (value: unknown, status = 200): HttpResponse => ({
  status,
  headers: {},
  body: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
})
const shown = <T>(call: RestCall<T> | undefined): string =>
  `${call?.request.path}?${Object.entries(call?.request.query ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join('&')}`
const texts = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

test('every call costs one of the budget of 200 in 10 s', () => {
  expect(driver.facts.rest).toEqual([{ id: 'public', budget: { count: 200, perMs: 10_000 } }])
  const calls = [
    ...rest.instruments(['spot', 'usdt']),
    rest.bookSnapshot?.(slotOf(spot), 'order_book_update'),
    rest.candles?.(spot, '1m', {}),
    rest.trades?.(slotOf(spot), {}),
    rest.funding?.(linear, {}),
    rest.serverTime?.('public'),
  ]
  for (const call of calls)
    expect(call?.request).toMatchObject({ service: 'public', weight: 1, isIdempotent: true })
})

describe('a book snapshot', () => {
  test.each([
    [spot, 'order_book_update', '/spot/order_book?currency_pair=BTC_USDT&limit=1000&with_id=true'],
    [spot, 'obu.400', '/spot/order_book?currency_pair=BTC_USDT&limit=400&with_id=true'],
    [
      linear,
      'order_book_update.100',
      '/futures/usdt/order_book?contract=BTC_USDT&limit=100&with_id=true',
    ],
    [
      linear,
      'order_book_update.20',
      '/futures/usdt/order_book?contract=BTC_USDT&limit=20&with_id=true',
    ],
    [
      dated,
      'order_book_update.100',
      '/delivery/usdt/order_book?contract=BTC_USDT_20261225&limit=100&with_id=true',
    ],
  ] as const)('of %o and feed %s is as deep as its changes', (instrument, feed, expected) => {
    expect(shown(rest.bookSnapshot?.(slotOf(instrument), feed))).toBe(expected)
  })

  test('of spot has lists, and times in ms', () => {
    const call = rest.bookSnapshot?.(slotOf(spot), 'order_book_update')
    const body = {
      id: 123456,
      current: 1623898993123,
      update: 1623898993121,
      asks: [['1.52', '1.151']],
      bids: [['1.17', '201.863']],
    }
    expect(texts(call?.parse(answer(body), 5))).toMatchObject({
      type: 'bookSnapshot',
      feed: 'order_book_update',
      lastId: 123456,
      venueTimeUs: 1623898993121000,
      localTimeUs: 5,
      bids: [['1.17', '201.863']],
      asks: [['1.52', '1.151']],
    })
  })

  test('of contracts has objects, and times in s with a fraction, read exactly', () => {
    const call = rest.bookSnapshot?.(slotOf(linear), 'order_book_update.100')
    const body =
      '{"id":9,"current":1684930166.384,"update":1684930166.35,"asks":[{"p":"1.5","s":803}],"bids":[{"p":"1.4","s":"0.5"},{"p":"1.3","s":"90071992547409931"}]}'
    expect(texts(call?.parse(answer(body), 5))).toMatchObject({
      lastId: 9,
      venueTimeUs: 1684930166350000,
      bids: [
        ['1.4', '0.5'],
        ['1.3', '90071992547409931'],
      ],
      asks: [['1.5', '803']],
    })
  })

  test('without its id is refused: nothing could be joined to it', () => {
    const call = rest.bookSnapshot?.(slotOf(spot), 'order_book_update')
    expect(() => call?.parse(answer({ asks: [], bids: [] }), 1)).toThrow(
      expect.objectContaining({ code: 'MALFORMED_RESPONSE' }),
    )
  })

  test.each([
    ['https://api.gateio.ws/api/v4/spot/order_book?currency_pair=BTC_USDT&limit=100', 'spot'],
    ['https://api.gateio.ws/api/v4/futures/usdt/order_book?contract=BTC_USDT', 'futures'],
  ])('recorded at %s is one of %s', (url, market) => {
    const table = createInstrumentTable({ infer: (of, name) => driver.inferInstrument(of, name) })
    const body = answer({ id: 7, asks: [], bids: [] })
    expect(rest.snapshotAt?.(url, body, table, 1)).toMatchObject({ market, last: 7 })
    const other = 'https://api.gateio.ws/api/v4/spot/trades?currency_pair=BTC_USDT'
    expect(rest.snapshotAt?.(other, body, table, 1)).toBeUndefined()
  })
})

describe('bars', () => {
  const minute = 60_000_000
  const from = 1_700_000_000 * 1_000_000

  test.each([
    [{}, 'limit=1000'],
    [{ limit: 5 }, 'limit=5'],
    [{ fromTimeUs: from, limit: 3 }, 'from=1700000040&to=1700000160'],
    [{ toTimeUs: from, limit: 3 }, 'from=1699999860&to=1699999980'],
    [{ fromTimeUs: from, toTimeUs: from + 5 * minute }, 'from=1700000040&to=1700000280'],
    [{ fromTimeUs: from, toTimeUs: from + 50 * minute, limit: 2 }, 'from=1700000040&to=1700000100'],
  ])('of %o are asked for by %s', (range, query) => {
    expect(shown(rest.candles?.(spot, '1m', range))).toBe(
      `/spot/candlesticks?currency_pair=BTC_USDT&interval=1m&${query}`,
    )
  })

  test('of a week are those of seven days', () => {
    expect(shown(rest.candles?.(dated, '1w', { limit: 1 }))).toBe(
      '/delivery/usdt/candlesticks?contract=BTC_USDT_20261225&interval=7d&limit=1',
    )
  })

  test('of spot stand in the order of the venue: quote volume, close, high, low, open, base', () => {
    const rows = [
      ['1717246800', '1157762.8', '67772.5', '67839.9', '67715', '67715.1', '17.0779', 'true'],
      ['1717246860', '5', '4', '6', '1', '2', '3', 'false'],
    ]
    expect(rest.candles?.(spot, '1m', {}).parse(answer(rows), 5)).toMatchObject([
      {
        interval: '1m',
        openTimeUs: 1717246800000000,
        open: '67715.1',
        high: '67839.9',
        low: '67715',
        close: '67772.5',
        volume: '17.0779',
        quoteVolume: '1157762.8',
        isClosed: true,
        localTimeUs: 5,
      },
      { open: '2', high: '6', low: '1', close: '4', volume: '3', isClosed: false },
    ])
  })

  test('of contracts are objects, and do not say whether they are final', () => {
    const row = { t: 1539852480, v: '97151.5', c: '1.032', h: '1.04', l: '1', o: '1.01', sum: '9' }
    const [bar] = rest.candles?.(linear, '1m', {}).parse(answer([row]), 5) ?? []
    expect(bar).toMatchObject({
      openTimeUs: 1539852480000000,
      open: '1.01',
      high: '1.04',
      low: '1',
      close: '1.032',
      volume: '97151.5',
      quoteVolume: '9',
    })
    expect(bar).not.toHaveProperty('isClosed')
  })
})

describe('trades', () => {
  const range = { fromTimeUs: 1_000_500_000, toTimeUs: 2_000_500_000, limit: 5000 }

  test('of a span cover it to the second', () => {
    expect(shown(rest.trades?.(slotOf(spot), range))).toBe(
      '/spot/trades?currency_pair=BTC_USDT&from=1000&to=2001&limit=1000',
    )
    expect(shown(rest.trades?.(slotOf(linear), {}))).toBe(
      '/futures/usdt/trades?contract=BTC_USDT&limit=1000',
    )
  })

  test('of spot come oldest first, with the taker side and microseconds', () => {
    const row = {
      id: '1232893232',
      create_time: '1548000000',
      create_time_ms: '1548000000123.456',
      side: 'sell',
      amount: '0.15',
      price: '0.03',
    }
    const rows = [{ ...row, id: '1232893233', side: 'buy' }, row]
    const found = rest.trades?.(slotOf(spot), {}).parse(answer(rows), 5)
    expect(texts(found)).toMatchObject([
      {
        tradeId: '1232893232',
        takerSide: 'sell',
        price: '0.03',
        size: '0.15',
        venueTimeUs: 1548000000123456,
        localTimeUs: 5,
      },
      { tradeId: '1232893233', takerSide: 'buy' },
    ])
  })

  test('of contracts have the side in the sign, s where their names say ms, and ids of any length', () => {
    const rows = [
      '{"id":3,"size":7,"price":"95594.8","create_time":1514764800}',
      '{"id":2,"size":3,"price":"95594.8","create_time":1,"create_time_ms":1514764800123}',
      '{"id":9223372036854775807,"size":"-105.5","price":"95594.8","create_time_ms":1739814676.707}',
      '{"id":1,"size":"-105.5","price":"95594.8","create_time":1,"is_internal":true}',
    ]
    const found = rest.trades?.(slotOf(linear), {}).parse(answer(`[${rows.join(',')}]`), 5)
    expect(texts(found)).toMatchObject([
      {
        tradeId: '9223372036854775807',
        size: '105.5',
        takerSide: 'sell',
        venueTimeUs: 1739814676707000,
      },
      { size: '3', takerSide: 'buy', venueTimeUs: 1514764800123000 },
      { size: '7', takerSide: 'buy', venueTimeUs: 1514764800000000 },
    ])
    expect(found).toHaveLength(3)
  })
})

test('fundings charged come oldest first', () => {
  const call = rest.funding?.(linear, { limit: 2 })
  expect(shown(call)).toBe('/futures/usdt/funding_rate?contract=BTC_USDT&limit=2')
  const rows = [
    { t: 1543996800, r: '-0.0001' },
    { t: 1543968000, r: '0.000157' },
  ]
  expect(call?.parse(answer(rows), 5)).toMatchObject([
    { rate: '0.000157', kind: 'settled', fundingTimeUs: 1543968000000000 },
    { rate: '-0.0001', kind: 'settled', fundingTimeUs: 1543996800000000 },
  ])
})

test("the venue's clock is in ms", () => {
  const call = rest.serverTime?.('public')
  expect(call?.request.path).toBe('/spot/time')
  expect(call?.parse(answer({ server_time: 1731447921098 }), 1)).toBe(1731447921098000)
})

describe('an error', () => {
  test.each([
    [429, { label: 'TOO_MANY_REQUESTS', message: 'x' }, 'RATE_LIMITED', 'safe'],
    [400, { label: 'TOO_FAST', message: 'x' }, 'RATE_LIMITED', 'safe'],
    [500, { label: 'SERVER_ERROR', message: 'x' }, 'VENUE_UNAVAILABLE', 'safe'],
    [400, { label: 'TOO_BUSY', message: 'x' }, 'VENUE_UNAVAILABLE', 'safe'],
    [400, { label: 'INVALID_CURRENCY_PAIR', message: 'x' }, 'VENUE_REJECTED', 'never'],
    [400, { label: 'INVALID_ARGUMENT', detail: 'invalid size' }, 'VENUE_REJECTED', 'never'],
    [404, { label: 'UNHEARD_OF', message: 'x' }, 'VENUE_REJECTED', 'never'],
    [502, '<html>Bad Gateway</html>', 'VENUE_UNAVAILABLE', 'safe'],
    [403, '<html>Forbidden</html>', 'VENUE_REJECTED', 'never'],
  ] as const)('of status %i and body %o is %s', (status, body, code, retry) => {
    expect(rest.error(answer(body, status), 'public')).toMatchObject({ code, retry })
  })

  test('says what the venue said, and how long it asked to wait', () => {
    const body = { label: 'INVALID_ARGUMENT', detail: 'invalid size' }
    const response = { ...answer(body, 429), headers: { 'retry-after': '3' } }
    const error = rest.error(response, 'public')
    expect(error.message).toContain('invalid size')
    expect(error).toMatchObject({
      retryAfterMs: 3000,
      context: { status: 429, label: 'INVALID_ARGUMENT' },
    })
  })
})
