import { describe, expect, test } from 'vitest'
import { decimalText } from '../../../src/core/index.ts'
import { type DepthData, setUp } from './support.ts'

describe('REST of simulated CoinEx', () => {
  test('answers in one envelope', () => {
    const { rest } = setUp()
    expect(rest('ping')).toMatchObject({
      status: 200,
      body: { code: 0, data: { result: 'pong' }, message: 'OK' },
    })
    expect(rest('time').body).toMatchObject({ data: { timestamp: 1_763_683_200_000 } })
  })

  test('lists the markets of each half with what is told of each', () => {
    const { data } = setUp()
    const listed = (half: string) => data<Record<string, string>[]>(`${half}/market`)
    expect(listed('spot').map(({ market }) => market)).toEqual(['BTCUSDT', 'ETHUSDT', 'ELONUSDT'])
    expect(listed('spot')[0]).toMatchObject({
      base_ccy_precision: 8,
      quote_ccy_precision: 2,
      is_api_trading_available: true,
    })
    expect(
      listed('futures').map(({ market, contract_type }) => `${market} ${contract_type}`),
    ).toEqual(['BTCUSDT linear', 'ETHUSDT linear', 'BTCUSDC linear', 'BTCUSD inverse'])
    expect(data('futures/market?market=BTCUSD,ETHUSDT')).toMatchObject([
      { market: 'BTCUSD', tick_size: '0.01', base_ccy_precision: 0, min_amount: '1' },
      { market: 'ETHUSDT' },
    ])
  })

  test('shows the end of trading in one flag of contracts, and calls them online', () => {
    const { venue, data } = setUp()
    venue.closeFutures()
    for (const row of data<Record<string, unknown>[]>('futures/market'))
      expect(row).toMatchObject({ status: 'online', is_market_available: false })
    expect(data('spot/market')).toMatchObject([
      { is_api_trading_available: true },
      { is_api_trading_available: true },
      { is_api_trading_available: true },
    ])
  })

  test('tells books that are the truth', () => {
    const { ports, venue, data } = setUp()
    ports.advance(3000)
    const { is_full, depth } = data<DepthData>('futures/depth?market=BTCUSDT&limit=20&interval=0')
    const truth = venue.truth('linear', 'BTCUSDT')
    expect(is_full).toBe(true)
    expect(depth.bids.map((row) => row.map(decimalText))).toEqual(truth?.bids.slice(0, 20))
  })

  test('tells the newest trades, the newest first', () => {
    const { venue, data } = setUp({ warmUpMs: 60_000 })
    const deals = data<{ deal_id: number }[]>('spot/deals?market=BTCUSDT&limit=5')
    const trades = venue.market.find('spot', 'BTCUSDT')!.trades.slice(-5)
    expect(deals.map(({ deal_id }) => deal_id)).toEqual(trades.map(({ id }) => id).toReversed())
    const newer = data<{ deal_id: number }[]>(`spot/deals?market=BTCUSDT&last_id=${trades[2]!.id}`)
    expect(newer.map(({ deal_id }) => deal_id)).toEqual([trades[4]!.id, trades[3]!.id])
  })

  test('tells the newest bars, oldest first', () => {
    const { data } = setUp({ warmUpMs: 300_000 })
    const bars = data<{ created_at: number }[]>('futures/kline?market=BTCUSDT&period=1min&limit=3')
    const opens = bars.map(({ created_at }) => created_at)
    expect(opens).toHaveLength(3)
    expect(opens[1]! - opens[0]!).toBe(60_000)
    expect(data('spot/kline?market=BTCUSDT&period=1week&limit=3')).toHaveLength(1)
  })

  test('tells statistics, index prices and funding', () => {
    const { data } = setUp({ warmUpMs: 60_000 })
    expect(data('spot/ticker?market=BTCUSDT')).toMatchObject([
      { market: 'BTCUSDT', period: 86_400 },
    ])
    expect(data<unknown[]>('futures/ticker')).toHaveLength(4)
    expect(data<unknown[]>('spot/index')).toMatchObject([
      { market: 'BTCUSDT' },
      { market: 'ETHUSDT' },
    ])
    expect(data('futures/funding-rate?market=BTCUSD')).toMatchObject([
      { market: 'BTCUSD', max_funding_rate: '0.00075' },
    ])
  })

  test('pages through fundings, the newest first', () => {
    const { rest } = setUp()
    const page = (query: string) =>
      rest(`futures/funding-rate-history?market=BTCUSDT${query}`).body as {
        data: { funding_time: number }[]
        pagination: { has_next: boolean }
      }
    const first = page('&limit=3')
    const second = page('&limit=3&page=2')
    expect(first.pagination).toEqual({ has_next: true })
    const times = [...first.data, ...second.data].map(({ funding_time }) => funding_time)
    expect(times).toEqual(times.toSorted((a, b) => b - a))
    expect(new Set(times).size).toBe(6)
    const span = page(`&start_time=${times[4]}&end_time=${times[3]}`)
    expect(span.data.map(({ funding_time }) => funding_time)).toEqual([times[3], times[4]])
  })

  test('tells the position that a forced order closed', () => {
    const { ports, venue, data } = setUp()
    const sides = new Map<number, string>()
    venue.market.listen(({ instrument, liquidation }) => {
      if (liquidation !== undefined && instrument.spec.product === 'inverse')
        sides.set(Math.floor(liquidation.timeUs / 1000), liquidation.side)
    })
    ports.advance(120_000)
    const rows = data<{ side: string; created_at: number }[]>(
      'futures/liquidation-history?market=BTCUSD&limit=1000',
    )
    expect(rows.length).toBeGreaterThan(0)
    for (const { side, created_at } of rows)
      expect(side).toBe(sides.get(created_at) === 'sell' ? 'long' : 'short')
  })

  test('tells maintenances that were announced', () => {
    const { venue, data } = setUp()
    expect(data('maintain/info')).toEqual([])
    const scope = ['SPOT']
    venue.announceMaintenance({ startedAtMs: 1, endedAtMs: 2, scope, protectedUntilMs: 3 })
    expect(data('maintain/info')).toMatchObject([
      { started_at: 1, ended_at: 2, protect_duration_start: 2, protect_duration_end: 3, scope },
    ])
  })

  test.each([
    'spot/depth?market=NOPE&limit=5&interval=0',
    'spot/depth?market=BTCUSDT&limit=7&interval=0',
    'spot/depth?market=BTCUSDT&limit=5&interval=0.2',
    'spot/depth?market=BTCUSDT&limit=5',
    'spot/deals',
    'spot/deals?market=BTCUSDT&limit=no',
    'spot/kline?market=BTCUSDT&period=1m',
    'spot/market?market=BTCUSDT,NOPE',
    `spot/market?market=${Array(11).fill('BTCUSDT').join(',')}`,
  ])('refuses %s with a code, and with status 200', (target) => {
    expect(setUp().rest(target)).toMatchObject({ status: 200, body: { code: 4004, data: {} } })
  })

  test('refuses unknown paths, and what belongs to the other half', () => {
    const { rest } = setUp()
    for (const target of ['nothing', 'spot/funding-rate', 'futures/index', 'options/market'])
      expect(rest(target).status).toBe(404)
  })

  test.each([
    [429, { code: 4213 }],
    [418, { code: 4001 }],
    [503, '<html><body>503</body></html>'],
  ])('fails with %i in its own words where a script says so', (status, body) => {
    const fault = { kind: 'status', status, retryAfterSeconds: 3 } as const
    const answer = setUp({ faults: [{ fault }] }).rest('time')
    expect(answer).toMatchObject({ status, headers: { 'retry-after': '3' } })
    if (typeof body === 'string') expect(answer.body).toBe(body)
    else expect(answer.body).toMatchObject(body)
  })

  test('refuses the 401st call of a second with status 200', () => {
    const { ports, rest } = setUp()
    for (let i = 0; i < 400; i += 1) expect(rest('ping').body).toMatchObject({ code: 0 })
    expect(rest('time')).toMatchObject({ status: 200, body: { code: 4213 } })
    ports.advance(1000)
    expect(rest('time').body).toMatchObject({ code: 0 })
  })
})
