import { describe, expect, test } from 'vitest'
import { InstrumentSlot, instrumentIndex, type RestCall } from '../../../src/core/index.ts'
import { hyperliquid } from '../../../src/drivers/hyperliquid/index.ts'
import { answer, LISTED } from './listed.ts'

const { rest } = hyperliquid()
const instrument = LISTED.perp
const slot = new InstrumentSlot(instrumentIndex(0), instrument)
const MINUTE_US = 60_000_000

const asked = <T>(call: RestCall<T> | undefined): unknown =>
  JSON.parse(call?.request.body ?? 'null')
const texts = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

test('everything is a POST to one path, and may be sent twice', () => {
  const calls = [
    ...rest.instruments(['perp', 'hip3', 'spot']),
    rest.bookSnapshot?.(slot, 'l2Book'),
    rest.candles?.(instrument, '1m', {}),
    rest.trades?.(slot, {}),
    rest.funding?.(instrument, { fromTimeUs: 0 }),
    rest.serverTime?.('info'),
  ]
  for (const call of calls)
    expect(call?.request).toMatchObject({
      service: 'info',
      method: 'POST',
      path: '/info',
      headers: { 'content-type': 'application/json' },
      isIdempotent: true,
    })
})

test.each([
  ['listing', rest.instruments(['perp'])[0], 20],
  ['book', rest.bookSnapshot?.(slot, 'l2Book'), 2],
  ['clock', rest.serverTime?.('info'), 2],
  ['5000 bars', rest.candles?.(instrument, '1m', {}), 20 + 84],
  [
    '60 bars and the one before',
    rest.candles?.(instrument, '1m', { fromTimeUs: 0, limit: 60 }),
    22,
  ],
  ['an hour of bars', rest.candles?.(instrument, '1h', { fromTimeUs: 0, toTimeUs: 1 }), 21],
  ['trades', rest.trades?.(slot, {}), 25],
  ['fundings', rest.funding?.(instrument, { fromTimeUs: 0 }), 45],
] as const)('the %s call costs what it and its rows may cost', (_what, call, weight) => {
  expect(call?.request.weight).toBe(weight)
})

describe('bars', () => {
  const bar = (t: number, close: string) => ({
    t,
    T: t + 59_999,
    s: 'BTC',
    i: '1m',
    o: '84143.0',
    c: close,
    h: '84144.0',
    l: '84140.0',
    v: '14.27847',
    n: 114,
  })
  const rows = [bar(60_000, '1.0'), bar(120_000, '2.0'), bar(180_000, '3.0')]
  const closes = (range: Parameters<NonNullable<typeof rest.candles>>[2]) =>
    rest
      .candles?.(instrument, '1m', range)
      .parse(answer(rows), 5)
      .map(({ close }) => close)

  test('ask for a span in ms, both ends included; one without a beginning begins with time', () => {
    const span = { fromTimeUs: 1_500, toTimeUs: 600_000_999 }
    expect(asked(rest.candles?.(instrument, '4h', span))).toEqual({
      type: 'candleSnapshot',
      req: { coin: 'BTC', interval: '4h', startTime: 2, endTime: 600_000 },
    })
    expect(asked(rest.candles?.(instrument, '1m', { limit: 5 }))).toEqual({
      type: 'candleSnapshot',
      req: { coin: 'BTC', interval: '1m', startTime: 0 },
    })
  })

  test('of a beginning end where those wanted do', () => {
    const range = { fromTimeUs: MINUTE_US, limit: 3 }
    expect(asked(rest.candles?.(instrument, '1m', range))).toMatchObject({
      req: { startTime: 60_000, endTime: 240_000 },
    })
  })

  test('are cut from the beginning of a span, or from its end where it has none', () => {
    expect(closes({ fromTimeUs: MINUTE_US, limit: 2 })).toEqual(['1', '2'])
    expect(closes({ limit: 2 })).toEqual(['2', '3'])
    // The bar that the beginning falls into comes too, and opened before it.
    expect(closes({ fromTimeUs: MINUTE_US + 1 })).toEqual(['2', '3'])
    expect(closes({ toTimeUs: 2 * MINUTE_US })).toEqual(['1', '2'])
  })

  test('say how many trades they had, and not whether they are closed', () => {
    const [first] = rest.candles?.(instrument, '1m', {}).parse(answer(rows), 5) ?? []
    expect(first).toEqual({
      type: 'candle',
      venue: 'hyperliquid',
      market: 'futures',
      pair: 'BTC/USDC:USDC',
      symbol: 'BTC',
      localTimeUs: 5,
      interval: '1m',
      openTimeUs: MINUTE_US,
      open: '84143',
      high: '84144',
      low: '84140',
      close: '1',
      volume: '14.27847',
      tradeCount: 114,
    })
  })
})

describe('trades', () => {
  const row = (time: number, tid: number, side: string) => ({
    coin: 'BTC',
    side,
    px: '104320.0',
    sz: '0.01500',
    hash: '0x0',
    time,
    tid,
    users: ['0x1', '0x2'],
  })
  const newestFirst = [row(3, 300_003, 'A'), row(2, 300_002, 'B'), row(1, 300_001, 'B')]
  const ids = (range: Parameters<NonNullable<typeof rest.trades>>[1]) =>
    rest
      .trades?.(slot, range)
      .parse(answer(newestFirst), 5)
      .map((trade) => trade.tradeId())

  test('are the recent ones, oldest first, with the side of the taker', () => {
    expect(asked(rest.trades?.(slot, {}))).toEqual({ type: 'recentTrades', coin: 'BTC' })
    expect(texts(rest.trades?.(slot, { limit: 2 }).parse(answer(newestFirst), 5))).toMatchObject([
      { tradeId: '300002', takerSide: 'buy', price: '104320', size: '0.015', venueTimeUs: 2000 },
      { tradeId: '300003', takerSide: 'sell' },
    ])
  })

  test('of a span are those of the recent ones that are in it', () => {
    expect(ids({ fromTimeUs: 2000 })).toEqual(['300002', '300003'])
    expect(ids({ toTimeUs: 2000 })).toEqual(['300001', '300002'])
  })
})

describe('fundings', () => {
  const rows = [
    { coin: 'BTC', fundingRate: '0.0000125', premium: '0.00029005', time: 1_769_908_800_012 },
    { coin: 'BTC', fundingRate: '-0.0000081', time: 1_769_912_400_000 },
  ]

  test('were charged at their own moments, every hour', () => {
    const call = rest.funding?.(instrument, { fromTimeUs: 1_769_900_000_000_000, limit: 5 })
    expect(asked(call)).toEqual({
      type: 'fundingHistory',
      coin: 'BTC',
      startTime: 1_769_900_000_000,
    })
    expect(call?.parse(answer(rows), 5)).toMatchObject([
      {
        rate: '0.0000125',
        kind: 'settled',
        fundingTimeUs: 1_769_908_800_012_000,
        venueTimeUs: 1_769_908_800_012_000,
        intervalMs: 3_600_000,
      },
      { rate: '-0.0000081' },
    ])
  })

  test('of an end alone begin as many hours before it as are wanted', () => {
    const call = rest.funding?.(instrument, { toTimeUs: 36_000_000_000, limit: 3 })
    expect(asked(call)).toMatchObject({ startTime: 7 * 3_600_000 + 1, endTime: 10 * 3_600_000 })
  })

  test('of no span at all are refused: the venue would answer with those of its first days', () => {
    expect(() => rest.funding?.(instrument, { limit: 5 })).toThrow(
      expect.objectContaining({ name: 'ConfigError', code: 'INVALID_OPTIONS' }),
    )
  })
})

test('a snapshot has the book of the block with its time', () => {
  const call = rest.bookSnapshot?.(slot, 'l2Book')
  expect(asked(call)).toEqual({ type: 'l2Book', coin: 'BTC' })
  const levels = [[{ px: '110427.0', sz: '4.11882', n: 12 }], [{ px: '110428.0', sz: '3.72573' }]]
  const body = { coin: 'BTC', time: 1_761_786_491_067, levels }
  expect(texts(call?.parse(answer(body), 5))).toMatchObject({
    type: 'bookSnapshot',
    feed: 'l2Book',
    lastId: 1_761_786_491_067,
    venueTimeUs: 1_761_786_491_067_000,
    bids: [['110427', '4.11882']],
    asks: [['110428', '3.72573']],
  })
})

test('the clock of the venue is in ms', () => {
  const body = { time: 1_790_229_600_123, specialStatuses: null }
  expect(rest.serverTime?.('info').parse(answer(body), 5)).toBe(1_790_229_600_123_000)
})

describe('refusals', () => {
  const parse = (body: unknown) => (): unknown =>
    rest.bookSnapshot?.(slot, 'l2Book').parse(answer(body), 5)

  test('null in an answer of status 200 is a coin that the venue does not know', () => {
    expect(parse(null)).toThrow(
      expect.objectContaining({ name: 'VenueError', code: 'VENUE_REJECTED', retry: 'never' }),
    )
  })

  test('status err in an answer of status 200 is a refusal by its text', () => {
    expect(parse({ status: 'err', response: 'L1 is overloaded' })).toThrow(
      expect.objectContaining({ code: 'VENUE_UNAVAILABLE', retry: 'safe' }),
    )
    expect(parse({ status: 'err', response: 'No such user' })).toThrow(
      expect.objectContaining({ code: 'VENUE_REJECTED' }),
    )
  })

  test.each([
    [429, 'null', 'RATE_LIMITED'],
    [422, 'Failed to deserialize the JSON body into the target type', 'VENUE_REJECTED'],
    [500, 'null', 'VENUE_UNAVAILABLE'],
    [502, '<html>Bad Gateway</html>', 'VENUE_UNAVAILABLE'],
    [403, '<html>Forbidden</html>', 'VENUE_REJECTED'],
    [418, '', 'VENUE_UNAVAILABLE'],
  ])('status %i with %s is %s', (status, body, code) => {
    const error = rest.error(
      { status, headers: { 'retry-after': '2' }, body: Buffer.from(body) },
      'info',
    )
    expect(error).toMatchObject({ code, retryAfterMs: 2000, context: { status } })
  })

  test.each(['[]', '{}', '{"levels":[[]]}', '{"levels":[[{"px":"x","sz":"1"}],[]]}', '{"levels"'])(
    'an answer that is not as documented is malformed: %s',
    (body) => {
      const response = { status: 200, headers: {}, body: Buffer.from(body) }
      expect(() => rest.bookSnapshot?.(slot, 'l2Book').parse(response, 5)).toThrow(
        expect.objectContaining({ code: 'MALFORMED_RESPONSE' }),
      )
    },
  )
})
