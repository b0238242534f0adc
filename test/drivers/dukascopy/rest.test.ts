import { describe, expect, test } from 'vitest'
import type { HttpRequest } from '../../../src/core/index.ts'
import {
  bi5Backend,
  dukascopy,
  fileScale,
  fileSymbol,
  historyStarts,
  jsonBackend,
} from '../../../src/drivers/dukascopy/index.ts'
import { slotOf, us } from './support.ts'

const { rest, facts, topics, inferInstrument } = dukascopy()
const bi5 = bi5Backend()
const shown = ({ service, path, query }: HttpRequest): string =>
  `${service} ${path}${query === undefined ? '' : `?${new URLSearchParams(query as Record<string, string>).toString()}`}`
const timeUs = us('2026-07-13T12:34:56Z')
const answer = (body: unknown, status = 200) => ({
  status,
  headers: {},
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
})

describe('requests', () => {
  test('of ticks: the JSON service counts months from 1 and pads nothing, files from 00 and pad', () => {
    const slot = slotOf('USA500.IDX-USD')
    expect(shown(jsonBackend.hour(slot, timeUs).request)).toBe(
      'json /ticks/USA500.IDX-USD/2026/7/13/12',
    )
    expect(shown(bi5.hour(slot, timeUs).request)).toBe('bi5 /USA500IDXUSD/2026/06/13/12h_ticks.bi5')
    const january = us('2025-01-06T03:00:00Z')
    expect(shown(jsonBackend.hour(slot, january).request)).toBe(
      'json /ticks/USA500.IDX-USD/2025/1/6/3',
    )
    expect(shown(bi5.hour(slot, january).request)).toBe(
      'bi5 /USA500IDXUSD/2025/00/06/03h_ticks.bi5',
    )
  })

  test('of the running hour and of running bars begin with their bucket', () => {
    const slot = slotOf('EUR-USD')
    const running = (interval: '1m' | '1h' | '1d') =>
      jsonBackend.runningCandles?.(slot.instrument, interval, timeUs).request
    expect(jsonBackend.runningHour?.(slot, timeUs).request).toMatchObject({
      path: '/ticks/EUR-USD',
      query: { from: 1_783_944_000_000 },
    })
    expect(running('1m')).toMatchObject({
      path: '/candles/minute/EUR-USD/BID',
      query: { from: us('2026-07-13T00:00:00Z') / 1000 },
    })
    expect(running('1h')).toMatchObject({ query: { from: us('2026-07-01T00:00:00Z') / 1000 } })
    expect(running('1d')).toMatchObject({ query: { from: us('2026-01-01T00:00:00Z') / 1000 } })
    expect(bi5.runningHour).toBeUndefined()
  })

  test.each([
    ['1m', '/candles/minute/EUR-USD/BID/2026/7/13', '/EURUSD/2026/06/13/BID_candles_min_1.bi5'],
    ['1h', '/candles/hour/EUR-USD/BID/2026/7', '/EURUSD/2026/06/BID_candles_hour_1.bi5'],
    ['1d', '/candles/day/EUR-USD/BID/2026', '/EURUSD/2026/BID_candles_day_1.bi5'],
  ] as const)('of bars of %s name the bucket that they are kept by', (interval, json, file) => {
    const { instrument } = slotOf('EUR-USD')
    expect(jsonBackend.candles(instrument, interval, timeUs).request.path).toBe(json)
    expect(bi5.candles(instrument, interval, timeUs).request.path).toBe(file)
    expect(jsonBackend.candles(instrument, interval, timeUs, 'ASK').request.path).toBe(
      json.replace('BID', 'ASK'),
    )
  })

  test('of bars of other lengths name those there are', () => {
    const { instrument } = slotOf('EUR-USD')
    for (const backend of [jsonBackend, bi5])
      expect(() => backend.candles(instrument, '5m', timeUs)).toThrow(
        expect.objectContaining({
          code: 'UNKNOWN_INTERVAL',
          message: expect.stringContaining('1m, 1h, 1d') as string,
        }),
      )
  })

  test('a scale given for an instrument stands above the table', () => {
    const slot = slotOf('NEW-USD')
    const one = { status: 200, headers: {}, body: new Uint8Array(0) }
    expect(() => bi5.hour(slot, timeUs).parse(one, 0)).toThrow('point factor')
    const own = bi5Backend({ priceScales: { 'NEW-USD': 4 } })
    expect(own.hour(slot, timeUs).parse(one, 0)).toMatchObject({ count: 0, priceScale: 4 })
  })
})

describe('the listing', () => {
  const row = (code: string, priceScale: number | null) => ({
    id: 1,
    name: code.replace('-', '/'),
    code,
    pipValue: 1e-4,
    priceScale,
  })
  const list = (...rows: unknown[]) =>
    rest
      .instruments(['fx', 'metal', 'cfd', 'crypto'])
      .flatMap((call) => call.parse(answer({ instruments: rows, groups: [] }), 0))

  test.each([
    ['EUR-USD', 5, 'EUR/USD', 'fx', '0.00001'],
    ['XAU-USD', 3, 'XAU/USD', 'metal', '0.001'],
    ['USA500.IDX-USD', 3, 'USA500.IDX/USD', 'cfd', '0.001'],
    ['BRK-B.US-USD', 2, 'BRK-B.US/USD', 'cfd', '0.01'],
    ['BTC-USD', 1, 'BTC/USD', 'crypto', '0.1'],
    // Null: what its files are known to have.
    ['USD-CZK', null, 'USD/CZK', 'fx', '0.0001'],
    ['SPY.US-USD', null, 'SPY.US/USD', 'cfd', '0.001'],
  ])('names %s as %s digits of %s, product %s', (code, scale, pair, product, tickSize) => {
    expect(list(row(code, scale))).toMatchObject([
      {
        pair,
        product,
        tickSize,
        market: 'spot',
        kind: 'spot',
        symbol: code,
        status: 'unknown',
        isInferred: false,
      },
    ])
    const inferred = inferInstrument('spot', code)
    expect(inferred).toMatchObject({ pair, product, isInferred: true, priceScale: 0 })
  })

  test('leaves out what was not asked for, and codes that name no two sides', () => {
    expect(list(row('EURUSD', 5), row('-USD', 5), row('A B-USD', 5))).toEqual([])
    const [call] = rest.instruments(['metal'])
    const body = answer({ instruments: [row('EUR-USD', 5), row('XAU-USD', 3)], groups: [] })
    expect(call?.parse(body, 0).map(({ symbol }) => symbol)).toEqual(['XAU-USD'])
    expect(inferInstrument('futures', 'EUR-USD')).toBeUndefined()
  })

  test.each(['<html></html>', '', '{"instruments":[{"code', 'null'])('is not "%s"', (body) => {
    const calls = [
      ...rest.instruments(['fx']),
      rest.candles?.(slotOf('EUR-USD').instrument, '1m', { fromTimeUs: timeUs }),
    ]
    for (const call of calls)
      expect(() => call?.parse(answer(body), 0)).toThrow(
        expect.objectContaining({ code: 'MALFORMED_RESPONSE' }),
      )
  })

  test('of one instrument tells when its history begins', () => {
    const call = historyStarts(slotOf('EUR-USD').instrument)
    expect(call.request.path).toBe('/instruments/EUR-USD')
    const histories = [
      { period: 'TICK', from: 1_052_074_800_048 },
      { period: 'DAY', from: 99_792_000_000 },
      { period: 'WEEK', from: 0 },
    ]
    expect(call.parse(answer({ code: 'EUR-USD', histories }), 0)).toEqual({
      tickUs: us('2003-05-04T19:00:00.048Z'),
      dayUs: 99_792_000_000_000,
    })
  })
})

test.each([
  ['EUR-USD GBP-USD AUD-USD USD-CHF USD-CNH USD-TRY USD-ILS HKD-JPY DKK-JPY TRX-USD XLM-USD', 5],
  [
    'USD-JPY EUR-JPY ZAR-JPY USD-HUF EUR-THB XAU-USD XAG-USD USA500.IDX-USD DEU.IDX-EUR LIGHT.CMD-USD AAPL.US-USD BUND.TR-EUR ADA-USD',
    3,
  ],
  ['USD-CZK EUR-CZK USD-THB MXN-HUF CZK-JPY COPPER.CMD-USD GAS.CMD-USD EOS-USD', 4],
  ['BTC-USD ETH-EUR LTC-USD BCH-USD YFI-USD 7203.JP-JPY XAU-JPY XAU-TRY', 1],
  ['VOL.IDX-USD SOA.IDX-ZAR USD-AED USD-SAR CMP-USD AVE-USD MKR-USD DUK-EUR', 2],
  ['CZK-TRY CZK-THB MXN-CZK MXN-THB AUD-CNH', 6],
])('files of %s have prices of %i digits', (codes, scale) => {
  for (const code of codes.split(' ')) expect([code, fileScale(code)]).toEqual([code, scale])
})

test('the factor of a name that fits no rule is not guessed', () => {
  expect(fileScale('NEWCOIN-USD')).toBeUndefined()
  expect(fileScale('SOL-USD')).toBeUndefined()
  expect(fileSymbol('USA500.IDX-USD')).toBe('USA500IDXUSD')
})

describe('refusals', () => {
  test.each([
    [429, '', 'RATE_LIMITED', 60_000],
    [403, '<!DOCTYPE html><html></html>', 'RATE_LIMITED', 60_000],
    [403, '', 'VENUE_REJECTED', undefined],
    [404, '', 'VENUE_REJECTED', undefined],
    [408, '', 'VENUE_UNAVAILABLE', undefined],
    [503, '<html></html>', 'VENUE_UNAVAILABLE', undefined],
  ])('status %i with "%s" is %s', (status, body, code, wait) => {
    const error = rest.error(answer(body, status), 'json')
    expect([error.code, error.retryAfterMs]).toEqual([code, wait])
  })

  test('there is no stream to subscribe', () => {
    const { instrument } = slotOf('EUR-USD')
    expect(facts.channels).toEqual([])
    expect(() => topics(instrument, { channel: 'bbo' })).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_CHANNEL' }),
    )
  })
})
