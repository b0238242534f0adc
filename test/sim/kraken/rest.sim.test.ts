import { describe, expect, test } from 'vitest'
import { setUp } from './support.ts'

type Body = { error: string[]; result: Record<string, unknown> }

describe('REST of simulated Kraken spot', () => {
  const call = (target: string, options = {}) => {
    const venue = setUp({ warmUpMs: 180_000, ...options })
    return { ...venue, body: venue.spotRest(target).body as Body }
  }

  test('names pairs and assets in its old codes', () => {
    const { body } = call('AssetPairs')
    const names = ['XXBTZUSD', 'XETHZUSD', 'XDGUSD', 'XETHXXBT', 'XBTUSDT', 'ETHUSDT']
    expect(Object.keys(body.result)).toEqual(names)
    expect(body.result['XXBTZUSD']).toMatchObject({
      altname: 'XBTUSD',
      wsname: 'XBT/USD',
      base: 'XXBT',
      quote: 'ZUSD',
      pair_decimals: 1,
      lot_decimals: 8,
      tick_size: '0.1',
      status: 'online',
    })
    expect(Object.keys(call('Assets').body.result)).toEqual([
      'XXBT',
      'ZUSD',
      'XETH',
      'XXDG',
      'USDT',
    ])
  })

  test.each(['XXBTZUSD', 'XBTUSD', 'XBT/USD', 'BTC/USD', 'BTCUSD'])(
    'knows a pair as %s',
    (name) => {
      const { body } = call(`Depth?pair=${encodeURIComponent(name)}&count=3`)
      expect(body.error).toEqual([])
      expect(Object.keys(body.result)).toEqual(['XXBTZUSD'])
    },
  )

  test('answers the book of now', () => {
    const { venue, body } = call('Depth?pair=XBTUSD&count=500')
    const { bids, asks } = body.result['XXBTZUSD'] as { bids: string[][]; asks: string[][] }
    const truth = venue.truth('spot', 'BTC/USD')
    const numbers = (levels: readonly (readonly string[])[]) =>
      levels.map(([price, size]) => [Number(price), Number(size)])
    expect(numbers(bids)).toEqual(numbers(truth?.bids ?? []))
    expect(numbers(asks)).toEqual(numbers(truth?.asks ?? []))
    expect(bids[0]?.[1]).toMatch(/^\d+\.\d{8}$/)
  })

  test('pages trades by a time in ns', () => {
    const { spotRest, venue } = call('Time')
    const live = venue.market.find('spot', 'BTC/USD')
    const all = live?.trades ?? []
    const from = all[100]?.timeUs ?? 0
    const { result } = spotRest(`Trades?pair=XBTUSD&since=${from}000&count=20`).body as Body
    const ids = (result['XXBTZUSD'] as unknown[][]).map((row) => row[6])
    const expected = all.filter(({ timeUs }) => timeUs > from).slice(0, 20)
    expect(ids).toEqual(expected.map(({ id }) => id))
    expect(result['last']).toBe(`${expected.at(-1)?.timeUs}000`)
  })

  test('answers bars after a time, the last one open', () => {
    const { body } = call('OHLC?pair=XBTUSD&interval=1')
    const rows = body.result['XXBTZUSD'] as [number, ...string[]][]
    expect(rows).toHaveLength(3)
    const since = rows[1]?.[0] ?? 0
    const later = call(`OHLC?pair=XBTUSD&interval=1&since=${since}`).body
    expect(later.result['XXBTZUSD']).toHaveLength(1)
    expect(body.result['last']).toBe(rows.at(-2)?.[0])
  })

  test.each([
    ['Depth?pair=NONE', 'EQuery:Unknown asset pair'],
    ['Depth', 'EGeneral:Invalid arguments'],
    ['OHLC?pair=XBTUSD&interval=3', 'EGeneral:Invalid arguments:interval'],
    ['Nothing', 'EGeneral:Unknown method'],
  ])('refuses %s with status 200', (target, error) => {
    const { spotRest } = setUp()
    expect(spotRest(target)).toMatchObject({ status: 200, body: { error: [error] } })
  })

  test('refuses too many calls', () => {
    const { spotRest, ports } = setUp({ limits: { spotCallsPer10s: 2 } })
    const errors = () => (spotRest('Time').body as Body).error
    expect([errors(), errors(), errors()]).toEqual([[], [], ['EGeneral:Too many requests']])
    ports.advance(10_000)
    expect(errors()).toEqual([])
  })

  test('tells its time and status', () => {
    const { venue, spotRest } = setUp()
    venue.announceSystem('post_only')
    expect(spotRest('SystemStatus').body).toMatchObject({ result: { status: 'post_only' } })
    expect(spotRest('Time').body).toMatchObject({ result: { unixtime: 1_763_683_200 } })
    expect(Object.keys((spotRest('Ticker?pair=XDGUSD').body as Body).result)).toEqual(['XDGUSD'])
  })
})

describe('REST of simulated Kraken futures', () => {
  const API = '/derivatives/api/v3'
  const warm = () => setUp({ warmUpMs: 180_000 })
  const get = <T>(target: string): T => warm().futuresRest(target).body as T

  test('lists contracts, and an index that is none', () => {
    const { instruments } = get<{ instruments: { symbol: string; type: string }[] }>(
      `${API}/instruments`,
    )
    expect(instruments.map(({ symbol, type }) => [symbol, type])).toEqual([
      ['PF_XBTUSD', 'flexible_futures'],
      ['PF_ETHUSD', 'flexible_futures'],
      ['PI_XBTUSD', 'futures_inverse'],
      ['FI_XBTUSD_270326', 'futures_inverse'],
      ['in_xbtusd', 'spot index'],
    ])
    expect(instruments[3]).toMatchObject({ lastTradingTime: '2027-03-26T16:00:00.000Z' })
  })

  test('answers bars between two times', () => {
    type Bars = { candles: { time: number; volume: string }[]; more_candles: boolean }
    const { candles } = get<Bars>('/api/charts/v1/trade/PF_XBTUSD/1m')
    expect(candles.length).toBeGreaterThanOrEqual(3)
    const second = (candles[1]?.time ?? 0) / 1000
    const some = get<Bars>(`/api/charts/v1/trade/PF_XBTUSD/1m?from=${second}&to=${second}`)
    expect(some).toEqual({ candles: [candles[1]], more_candles: false })
    expect(warm().futuresRest('/api/charts/v1/trade/PF_XBTUSD/3m').status).toBe(404)
  })

  test('answers trades before a time, newest first', () => {
    const { venue, futuresRest } = warm()
    const all = venue.market.find('futures', 'PI_XBTUSD')?.trades ?? []
    const { history } = futuresRest(`${API}/history?symbol=PI_XBTUSD`).body as {
      history: { trade_id: number; time: string }[]
    }
    const ids = all.map(({ id }) => id).slice(-100)
    expect(history.map(({ trade_id: id }) => id)).toEqual(ids.toReversed())
    const before = history[50]?.time ?? ''
    const older = futuresRest(`${API}/history?symbol=PI_XBTUSD&lastTime=${before}`).body as {
      history: { time: string }[]
    }
    expect(older.history.every(({ time }) => time < before)).toBe(true)
  })

  test('answers fundings of perpetuals alone', () => {
    type Rates = { rates: { relativeFundingRate: number; fundingRate: number }[] }
    const path = `${API}/historical-funding-rates?symbol=`
    const { rates } = get<Rates>(`${path}PF_XBTUSD`)
    expect(rates.length).toBeGreaterThanOrEqual(90)
    expect(Math.abs(rates[0]?.relativeFundingRate ?? 1)).toBeLessThan(0.001)
    expect(get<Rates>(`${path}FI_XBTUSD_270326`).rates).toEqual([])
  })

  test.each([
    [`${API}/orderbook?symbol=NONE`, 400, 'invalidArgument'],
    [`${API}/nothing`, 404, 'notFound'],
  ])('refuses %s with status %i', (target, status, error) => {
    expect(setUp().futuresRest(target)).toMatchObject({
      status,
      body: { result: 'error', error },
    })
  })

  test('tells its clock, tickers and books', () => {
    const { futuresRest } = setUp()
    expect(futuresRest(`${API}/instruments/status`).body).toMatchObject({
      result: 'success',
      serverTime: '2025-11-21T00:00:00.000Z',
    })
    const { tickers } = futuresRest(`${API}/tickers`).body as { tickers: unknown[] }
    expect(tickers).toHaveLength(4)
    expect(futuresRest(`${API}/orderbook?symbol=pf_xbtusd`).body).toMatchObject({
      orderBook: { bids: expect.any(Array), asks: expect.any(Array) },
    })
  })
})

test('REST of simulated Kraken lists its indices where no contract is listed', () => {
  const { futuresRest } = setUp({ instruments: [] })
  const { body } = futuresRest('/derivatives/api/v3/instruments')
  expect(body).toMatchObject({ instruments: [{ symbol: 'in_xbtusd' }] })
})
