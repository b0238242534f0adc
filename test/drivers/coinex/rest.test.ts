import { describe, expect, test } from 'vitest'
import {
  type HttpResponse,
  type Instrument,
  InstrumentSlot,
  instrumentIndex,
  type RestCall,
} from '../../../src/core/index.ts'
import { coinex } from '../../../src/drivers/coinex/index.ts'
import { venueStatus } from '../../../src/drivers/coinex/rest.ts'

const driver = coinex()
const { rest } = driver
const spot = driver.inferInstrument('spot', 'BTCUSDT') as Instrument // inferred from its name
const linear = driver.inferInstrument('futures', 'BTCUSDT') as Instrument // likewise
const inverse = driver.inferInstrument('futures', 'BTCUSD') as Instrument // likewise
const slot = new InstrumentSlot(instrumentIndex(0), linear)

const answer = (data: unknown, code = 0, status = 200): HttpResponse => ({
  status,
  headers: {},
  body: Buffer.from(JSON.stringify({ code, data, message: code === 0 ? 'OK' : 'refused' })),
})
const shown = <T>(call: RestCall<T> | undefined): string => {
  const query = Object.entries(call?.request.query ?? {})
  return `${call?.request.path}?${query.map(([key, value]) => `${key}=${value}`).join('&')}`
}
const texts = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

test('every call costs one of the 400 a second that all endpoints share', () => {
  expect(driver.facts.rest).toEqual([{ id: 'public', budget: { count: 400, perMs: 1000 } }])
  const calls = [
    rest.instruments(['spot'])[0],
    rest.bookSnapshot?.(slot, 'depth'),
    rest.candles?.(spot, '1m', {}),
    rest.trades?.(slot, {}),
    rest.funding?.(linear, {}),
    rest.serverTime?.('public'),
  ]
  for (const call of calls)
    expect(call?.request).toMatchObject({ weight: 1, service: 'public', isIdempotent: true })
})

describe('history', () => {
  const range = { fromTimeUs: 1_000_000_000_000, toTimeUs: 1_000_060_000_000, limit: 2 }
  const bar = (openMs: number, value = '6689.21') => ({
    market: 'BTCUSDT',
    created_at: openMs,
    open: '0.008286',
    close: '0.008157',
    high: '0.008390',
    low: '0.008106',
    volume: '807714.49139758',
    value,
  })

  test('bars are the newest there are, oldest first', () => {
    const call = rest.candles?.(spot, '4h', { limit: 5 })
    expect(shown(call)).toBe('/v2/spot/kline?market=BTCUSDT&period=4hour&limit=5')
    expect(call?.parse(answer([bar(1_700_000_000_000), bar(1_700_014_400_000)]), 5)).toEqual([
      {
        type: 'candle',
        venue: 'coinex',
        market: 'spot',
        pair: 'BTC/USDT',
        symbol: 'BTCUSDT',
        localTimeUs: 5,
        interval: '4h',
        openTimeUs: 1_700_000_000_000_000,
        open: '0.008286',
        high: '0.00839',
        low: '0.008106',
        close: '0.008157',
        volume: '807714.49139758',
        quoteVolume: '6689.21',
      },
      expect.objectContaining({ openTimeUs: 1_700_014_400_000_000 }),
    ])
  })

  test('bars of a span are picked out of the largest page, the newest of them where there are too many', () => {
    const call = rest.candles?.(linear, '1m', range)
    expect(shown(call)).toBe('/v2/futures/kline?market=BTCUSDT&period=1min&limit=1000')
    const rows = [999_940, 1_000_000, 1_000_030, 1_000_060, 1_000_120].map((s) => bar(s * 1000))
    expect(call?.parse(answer(rows), 5).map(({ openTimeUs }) => openTimeUs)).toEqual([
      1_000_030_000_000, 1_000_060_000_000,
    ])
    expect(rest.candles?.(linear, '1m', { ...range, limit: 0 }).parse(answer(rows), 5)).toEqual([])
  })

  test.each([
    ['as documented', { volume: '0.1572393', value: '10533.25' }],
    ['as a live answer had it', { volume: '10533.25', value: '0.1572393' }],
  ])('volume and value are told apart by the price, %s', (_name, volumes) => {
    const prices = { open: '66988.53', close: '66999.95', high: '66999.95', low: '66988.53' }
    const row = { ...bar(1000), ...prices, ...volumes }
    const read = (instrument: Instrument) =>
      rest.candles?.(instrument, '1d', {}).parse(answer([row]), 5)[0]
    expect(read(linear)).toMatchObject({ volume: '0.1572393', quoteVolume: '10533.25' })
    // A contract of an inverse one is 1 USD.
    expect(read(inverse)).toMatchObject({ pair: 'BTC/USD:BTC', volume: '10533.25' })
    expect(read(inverse)).not.toHaveProperty('quoteVolume')
  })

  test.each([
    ['below 1', '0.008', '0.009', '800', '6.5', '800', '6.5'],
    ['below 1, exchanged', '0.008', '0.009', '6.5', '800', '800', '6.5'],
    ['on both sides of 1, as documented', '0.999', '1.001', '10.02', '10', '10.02', '10'],
  ])('of a bar %s too', (_name, low, high, volume, value, size, quoteVolume) => {
    const row = { ...bar(1000), low, high, volume, value }
    const [found] = rest.candles?.(spot, '1m', {}).parse(answer([row]), 5) ?? []
    expect(found).toMatchObject({ volume: size, quoteVolume })
    const { value: _value, ...older } = row
    const [alone] = rest.candles?.(spot, '1m', {}).parse(answer([older]), 5) ?? []
    expect(alone).toMatchObject({ volume })
  })

  test('trades come oldest first with the side of the taker', () => {
    const call = rest.trades?.(slot, { limit: 3 })
    expect(shown(call)).toBe('/v2/futures/deals?market=BTCUSDT&limit=3')
    const deal = (id: number, side: string) => ({
      deal_id: id,
      created_at: id * 1000,
      side,
      price: '30718.40',
      amount: '0.00000325',
    })
    const rows = [deal(3, 'buy'), deal(2, 'sell'), deal(1, 'buy')]
    expect(texts(call?.parse(answer(rows), 5))).toMatchObject([
      { tradeId: '1', takerSide: 'buy', venueTimeUs: 1_000_000 },
      { tradeId: '2', takerSide: 'sell', price: '30718.4', size: '0.00000325' },
      { tradeId: '3', takerSide: 'buy', pair: 'BTC/USDT:USDT' },
    ])
    const past = rest.trades?.(slot, { fromTimeUs: 2_000_000 })
    expect(shown(past)).toBe('/v2/futures/deals?market=BTCUSDT&limit=1000')
    expect(past?.parse(answer(rows), 5).map((trade) => trade.tradeId())).toEqual(['2', '3'])
  })

  test('funding is what was charged, oldest first', () => {
    const call = rest.funding?.(linear, { ...range, limit: 1000 })
    expect(shown(call)).toBe(
      '/v2/futures/funding-rate-history?market=BTCUSDT&start_time=1000000000&end_time=1000060000&limit=100',
    )
    const row = (ms: number, actual: string) => ({
      market: 'BTCUSDT',
      funding_time: ms,
      theoretical_funding_rate: '0.0009',
      actual_funding_rate: actual,
    })
    const rows = [row(1_715_731_221_761, '0'), row(1_715_702_400_003, '-0.00012')]
    expect(call?.parse(answer(rows), 5)).toMatchObject([
      { rate: '-0.00012', kind: 'settled', fundingTimeUs: 1_715_702_400_003_000 },
      { rate: '0', kind: 'settled', fundingTimeUs: 1_715_731_221_761_000 },
    ])
  })
})

test('a snapshot has the 50 best levels a side, and nothing to line it up with', () => {
  const call = rest.bookSnapshot?.(slot, 'depth')
  expect(shown(call)).toBe('/v2/futures/depth?market=BTCUSDT&limit=50&interval=0')
  const depth = {
    asks: [['70851.94', '0.2119']],
    bids: [['70851.9', '1.0314']],
    last: '70851.94',
    updated_at: 1_712_824_003_252,
    checksum: 2_956_436_260,
  }
  const found = texts(call?.parse(answer({ market: 'BTCUSDT', is_full: true, depth }), 5))
  expect(found).toMatchObject({
    type: 'bookSnapshot',
    feed: 'depth',
    venueTimeUs: 1_712_824_003_252_000,
    bids: [['70851.9', '1.0314']],
    asks: [['70851.94', '0.2119']],
  })
  expect(found).not.toHaveProperty('lastId')
})

test('the clock of the venue is in ms', () => {
  expect(rest.serverTime?.('public').parse(answer({ timestamp: 1_700_490_703_564 }), 5)).toBe(
    1_700_490_703_564_000,
  )
})

describe('maintenances', () => {
  const announced = {
    started_at: 1000,
    ended_at: 2000,
    protect_duration_start: 2000,
    protect_duration_end: 3000,
    announce_enabled: true,
    announce_url: 'https://example.com/',
    scope: ['SPOT', 'PERPETUAL'],
  }

  test.each([
    [999, 'online'],
    [1000, 'maintenance'],
    [2000, 'degraded'],
    [3000, 'online'],
  ])('at %i ms the venue is %s', (nowMs, status) => {
    const [found] = venueStatus().parse(answer([announced]), nowMs * 1000)
    expect(found).toEqual({
      type: 'venueStatus',
      venue: 'coinex',
      status,
      detail: 'maintenance of SPOT, PERPETUAL from 1000 to 2000',
      localTimeUs: nowMs * 1000,
    })
  })

  test('none announced is online', () => {
    expect(venueStatus().parse(answer([]), 5)).toMatchObject([
      { status: 'online', detail: 'no maintenance is announced' },
    ])
  })
})

describe('refusals', () => {
  test.each([
    [4213, 'RATE_LIMITED', 'safe'],
    [213, 'RATE_LIMITED', 'safe'],
    [3008, 'VENUE_UNAVAILABLE', 'safe'],
    [4001, 'VENUE_UNAVAILABLE', 'safe'],
    [4004, 'VENUE_REJECTED', 'never'],
    [3620, 'VENUE_REJECTED', 'never'],
    [99999, 'VENUE_REJECTED', 'never'],
  ])('code %i in an answer of status 200 is %s', (venueCode, code, retry) => {
    const parse = (): unknown => rest.serverTime?.('public').parse(answer({}, venueCode), 5)
    expect(parse).toThrow(
      expect.objectContaining({
        name: 'VenueError',
        code,
        retry,
        context: { status: 200, venueCode: String(venueCode) },
      }),
    )
  })

  test.each([
    [429, '', 'RATE_LIMITED'],
    [400, '{"code":4004,"data":{},"message":"bad"}', 'VENUE_REJECTED'],
    [503, '<html>no</html>', 'VENUE_UNAVAILABLE'],
    [403, '<html>no</html>', 'VENUE_REJECTED'],
  ])('status %i with %s is %s', (status, body, code) => {
    const error = rest.error(
      { status, headers: { 'retry-after': '2' }, body: Buffer.from(body) },
      'public',
    )
    expect(error).toMatchObject({ code, retryAfterMs: 2000, context: { status } })
  })

  test.each(['[]', '{}', '{"code":0,"data":{}}', '{"code":0', '{"code":0,"data":[]}'])(
    'an answer that is not as documented is malformed: %s',
    (body) => {
      const response = { status: 200, headers: {}, body: Buffer.from(body) }
      expect(() => rest.serverTime?.('public').parse(response, 5)).toThrow(
        expect.objectContaining({ code: 'MALFORMED_RESPONSE' }),
      )
    },
  )
})
