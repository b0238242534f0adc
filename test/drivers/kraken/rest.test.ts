import { describe, expect, test } from 'vitest'
import type { Instrument, InstrumentSlot } from '../../../src/core/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { kraken } from '../../../src/drivers/kraken/index.ts'

const driver = kraken()
const { rest } = driver

const table = createInstrumentTable({
  infer: (market, symbol) => driver.inferInstrument(market, symbol),
})
function slot(symbol: string): InstrumentSlot {
  const found = table.bySymbol(symbol.includes('/') ? 'spot' : 'futures', symbol)
  if (found === undefined) throw new Error(`no instrument ${symbol}`)
  return found
}
const BTC: Instrument = slot('BTC/USD').instrument
const PERPETUAL: Instrument = slot('PF_XBTUSD').instrument

const answer = (body: unknown, status = 200) => ({
  status,
  headers: {},
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
})
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
const NOW_US = Date.UTC(2026, 10, 21) * 1000

describe('bars', () => {
  const body = {
    error: [],
    result: {
      XXBTZUSD: [
        [1688671200, '30306.1', '30306.2', '30305.7', '30305.7', '30306.1', '3.39243896', 23],
        [1688671260, '30304.5', '30304.5', '30300.0', '30300.0', '30300.0', '4.42996871', 18],
      ],
      last: 1688671200,
    },
  }

  test('of spot are asked for by the pair of REST', () => {
    const call = rest.candles?.(BTC, '1h', { fromTimeUs: 1_688_671_200_000_000 })
    expect(call?.request).toMatchObject({
      service: 'spot',
      path: '/0/public/OHLC',
      query: { pair: 'XBTUSD', interval: 60, since: 1_688_671_199 },
    })
  })

  test('of spot are read, the last one open', () => {
    const call = rest.candles?.(BTC, '1m', {})
    const bars = call?.parse(answer(body), 1_688_671_270_000_000)
    expect(bars).toMatchObject([
      {
        type: 'candle',
        interval: '1m',
        openTimeUs: 1_688_671_200_000_000,
        open: '30306.1',
        high: '30306.2',
        low: '30305.7',
        close: '30305.7',
        volume: '3.39243896',
        tradeCount: 23,
        isClosed: true,
      },
      { open: '30304.5', isClosed: false },
    ])
  })

  test('of spot are cut to the range', () => {
    const range = { toTimeUs: 1_688_671_230_000_000 }
    expect(rest.candles?.(BTC, '1m', range).parse(answer(body), NOW_US)).toHaveLength(1)
  })

  // Found by ccxt: three bars of BTC/USD were the three oldest of the twelve hours that Kraken answers.
  test.each([
    [{ limit: 1 }, '30304.5'],
    [{ limit: 1, fromTimeUs: 1_688_671_200_000_000 }, '30306.1'],
  ] as const)('of spot within %j are the newest, or the first from its start', (range, open) => {
    expect(rest.candles?.(BTC, '1m', range).parse(answer(body), NOW_US)).toMatchObject([{ open }])
  })

  test.each([
    [{ limit: 1 }, '2'],
    [{ limit: 1, fromTimeUs: 1_731_715_200_000_000 }, '1'],
  ] as const)('of futures within %j are the newest, or the first from its start', (range, open) => {
    const bar = (time: number, price: string) => ({
      time,
      ...{ open: price, high: price, low: price, close: price, volume: '1' },
    })
    const candles = [bar(1_731_715_200_000, '1'), bar(1_731_715_260_000, '2')]
    const call = rest.candles?.(PERPETUAL, '1m', range)
    expect(call?.parse(answer({ candles }), NOW_US)).toMatchObject([{ open }])
  })

  test('of futures come from the charts', () => {
    const call = rest.candles?.(PERPETUAL, '1h', {
      fromTimeUs: 1_731_715_200_000_000,
      toTimeUs: 1_731_718_800_000_000,
    })
    expect(call?.request).toMatchObject({
      service: 'futures',
      path: '/api/charts/v1/trade/PF_XBTUSD/1h',
      query: { from: 1_731_715_200, to: 1_731_718_800 },
    })
    const candle = {
      time: 1731715200000,
      open: '91069',
      high: '91373.5',
      low: '90956',
      close: '91045.5',
      volume: '319499',
    }
    expect(call?.parse(answer({ candles: [candle], more_candles: false }), NOW_US)).toMatchObject([
      {
        openTimeUs: 1_731_715_200_000_000,
        close: '91045.5',
        volume: '319499',
        isClosed: true,
        pair: 'BTC/USD:USD',
      },
    ])
  })

  test.each([BTC, PERPETUAL])('%# of a length that there is none of are refused', (instrument) => {
    expect(() => rest.candles?.(instrument, '3d', {})).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_INTERVAL' }),
    )
  })
})

describe('past trades', () => {
  test('of spot keep their time to the µs', () => {
    const call = rest.trades?.(slot('BTC/USD'), { fromTimeUs: 1_762_795_433_000_001, limit: 5000 })
    expect(call?.request.query).toEqual({
      pair: 'XBTUSD',
      since: '1762795433000001000',
      count: 1000,
    })
    const row = '["105433.60000","0.00027625",1762795433.9717445,"b","l","",10218208]'
    const body = `{"error":[],"result":{"XXBTZUSD":[${row}],"last":"1762795457000000000"}}`
    expect(plain(call?.parse(answer(body), 1))).toMatchObject([
      {
        type: 'trade',
        price: '105433.6',
        size: '0.00027625',
        takerSide: 'buy',
        tradeId: '10218208',
        venueTimeUs: 1_762_795_433_971_744,
      },
    ])
  })

  test('of futures are told oldest first, without what is no trade', () => {
    const call = rest.trades?.(slot('PF_XBTUSD'), { toTimeUs: 1_714_741_600_000_000 })
    expect(call?.request).toMatchObject({
      path: '/derivatives/api/v3/history',
      query: { symbol: 'PF_XBTUSD', lastTime: '2024-05-03T13:06:40.000Z' },
    })
    const row = (time: string, uid: string, type = 'fill') => ({
      time,
      trade_id: 100,
      price: 61081,
      size: 25,
      side: 'sell',
      type,
      uid,
    })
    const history = [
      row('2024-05-03T13:05:44.974Z', 'c'),
      row('2024-05-03T13:05:44Z', 'b', 'assignment'),
      row('2024-05-03T13:05:43.974Z', 'a'),
    ]
    expect(plain(call?.parse(answer({ result: 'success', history }), 1))).toMatchObject([
      { tradeId: 'a', venueTimeUs: 1_714_741_543_974_000, takerSide: 'sell', size: '25' },
      { tradeId: 'c' },
    ])
  })
})

test('past funding is the relative rate, oldest first, within the range', () => {
  const rates = [
    { timestamp: '2025-07-11T08:00:00.000Z', relativeFundingRate: 0.0001, fundingRate: 0.00005 },
    { timestamp: '2025-07-11T00:00:00.000Z', relativeFundingRate: -5e-5, fundingRate: -0.000025 },
    { timestamp: '2025-07-10T16:00:00.000Z', relativeFundingRate: 0.00015, fundingRate: 0.000075 },
  ]
  const call = rest.funding?.(PERPETUAL, { fromTimeUs: Date.UTC(2025, 6, 11) * 1000 })
  expect(call?.request.path).toBe('/derivatives/api/v3/historical-funding-rates')
  expect(call?.parse(answer({ result: 'success', rates }), 1)).toMatchObject([
    { kind: 'settled', rate: '-0.00005', fundingTimeUs: Date.UTC(2025, 6, 11) * 1000 },
    { kind: 'settled', rate: '0.0001', fundingTimeUs: Date.UTC(2025, 6, 11, 8) * 1000 },
  ])
})

test('the clocks are read in µs', () => {
  const time = { error: [], result: { unixtime: 1762820224, rfc1123: 'Tue, 11 Nov 25 00:17:04' } }
  expect(rest.serverTime?.('spot').parse(answer(time), 1)).toBe(1_762_820_224_000_000)
  const status = { result: 'success', serverTime: '2024-05-03T13:15:34.1Z', instrumentStatus: [] }
  expect(rest.serverTime?.('futures').parse(answer(status), 1)).toBe(1_714_742_134_100_000)
})

test('there is no book snapshot: it could not be joined', () => {
  expect(rest).not.toHaveProperty('bookSnapshot')
})

describe('a refusal', () => {
  const [listing] = rest.instruments(['spot'])
  const [contracts] = rest.instruments(['futures'])

  test.each([
    [['EQuery:Unknown asset pair'], 'VENUE_REJECTED'],
    [['EAPI:Rate limit exceeded'], 'RATE_LIMITED'],
    [['EGeneral:Too many requests'], 'RATE_LIMITED'],
    [['EService:Throttled: 1700000000'], 'RATE_LIMITED'],
    [['EGeneral:Temporary lockout'], 'BANNED'],
    [['EService:Unavailable'], 'VENUE_UNAVAILABLE'],
    [['EGeneral:Internal error'], 'VENUE_UNAVAILABLE'],
    ['EService:Unavailable', 'VENUE_UNAVAILABLE'],
    [[69420], 'VENUE_REJECTED'],
    [['WGeneral:Danger', 'EService:Busy'], 'VENUE_UNAVAILABLE'],
  ])('%j inside a 200 of spot is %s', (error, code) => {
    expect(() => listing?.parse(answer({ error, result: {} }), 1)).toThrow(
      expect.objectContaining({ code }),
    )
  })

  test.each([[['WGeneral:Danger']], 'WGeneral:Unknown warning'])('%j is a warning', (error) => {
    expect(listing?.parse(answer({ error, result: {} }), 1)).toEqual([])
  })

  test.each([
    [{ result: 'error', error: 'apiLimitExceeded' }, 'RATE_LIMITED'],
    [{ result: 'error', error: 'unavailable' }, 'VENUE_UNAVAILABLE'],
    [{ result: 'error', errors: ['invalidArgument'] }, 'VENUE_REJECTED'],
    [{ Result: 'error', error: '1 goat' }, 'VENUE_REJECTED'],
  ])('%j inside a 200 of futures is %s', (body, code) => {
    expect(() => contracts?.parse(answer(body), 1)).toThrow(expect.objectContaining({ code }))
  })

  test.each([
    [429, '', 'RATE_LIMITED'],
    [520, '<html>', 'VENUE_UNAVAILABLE'],
    [503, { error: ['EService:Unavailable'] }, 'VENUE_UNAVAILABLE'],
    [403, { error: ['EGeneral:Temporary lockout'] }, 'BANNED'],
    [404, { result: 'error', error: 'notFound' }, 'VENUE_REJECTED'],
  ])('with status %i and %j is %s', (status, body, code) => {
    expect(rest.error(answer(body, status), 'spot').code).toBe(code)
  })

  test('says how long to wait', () => {
    const response = { status: 429, headers: { 'retry-after': '7' }, body: new Uint8Array(0) }
    expect(rest.error(response, 'spot').retryAfterMs).toBe(7000)
  })

  test('an answer that is no JSON is malformed', () => {
    expect(() => listing?.parse(answer('<html>'), 1)).toThrow(
      expect.objectContaining({ code: 'MALFORMED_RESPONSE' }),
    )
  })
})
