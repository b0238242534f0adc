import { describe, expect, test } from 'vitest'
import { type Json, setUp } from './support.ts'

describe('REST of simulated MEXC', () => {
  test('lists spot and contracts with the documented fields', () => {
    const { venue, body } = setUp()
    venue.announce('spot', 'ETHUSDC', { apiAllowed: false })
    const { symbols } = body('/api/v3/exchangeInfo?symbols=BTCUSDT,ETHUSDC')
    expect(symbols).toMatchObject([
      {
        symbol: 'BTCUSDT',
        status: '1',
        baseAssetPrecision: 8,
        quoteAssetPrecision: 2,
        filters: [],
      },
      { symbol: 'ETHUSDC', isSpotTradingAllowed: false },
    ])
    expect(body('/api/v3/defaultSymbols')['data']).toEqual(['BTCUSDT', 'PEPEUSDT'])
    expect(body('/api/v1/contract/detail')).toMatchObject({
      success: true,
      code: 0,
      data: [
        { symbol: 'BTC_USDT', settleCoin: 'USDT', contractSize: 0.0001, priceUnit: 0.1 },
        { symbol: 'PEPE_USDT', contractSize: 1_000_000 },
        { symbol: 'BTC_USD', settleCoin: 'BTC', contractSize: 100 },
      ],
    })
    expect(body('/api/v1/contract/detail?symbol=BTC_USD')['data']).toMatchObject({
      symbol: 'BTC_USD',
    })
  })

  test('books are behind the streams, and a hundred levels unless more are asked for', () => {
    const { ports, venue, body } = setUp({ limits: { restLagMs: 500 } })
    ports.advance(3000)
    const spot = body('/api/v3/depth?symbol=BTCUSDT')
    const now = venue.truth('spot', 'BTCUSDT')
    expect(Number(spot['lastUpdateId'])).toBeLessThan(now?.updateId ?? 0)
    expect(spot['bids']).toHaveLength(100)
    const truth = venue.truth('spot', 'BTCUSDT', Number(spot['lastUpdateId']))
    expect((spot['bids'] as string[][])[0]?.map(Number)).toEqual(truth?.bids[0]?.map(Number))
    const { data } = body('/api/v1/contract/depth/BTC_USDT?limit=7') as { data: Json }
    expect(data['asks']).toHaveLength(7)
    expect(Number(data['version'])).toBeLessThan(venue.truth('linear', 'BTC_USDT')?.updateId ?? 0)
  })

  test('the last commits of a contract are single versions, newest first', () => {
    const { ports, venue, body } = setUp()
    ports.advance(3000)
    const commits = body('/api/v1/contract/depth_commits/BTC_USDT/50')['data'] as Json[]
    expect(commits).toHaveLength(50)
    expect(commits[0]?.['version']).toBe(venue.truth('linear', 'BTC_USDT')?.updateId)
    for (const [i, { version }] of commits.entries())
      if (i > 0) expect(version).toBe(Number(commits[i - 1]?.['version']) - 1)
  })

  test('bars have columns on futures and rows on spot, of the span asked for', () => {
    const { ports, body, rest } = setUp({ warmUpMs: 300_000 })
    const endMs = ports.wallClock.nowUs() / 1000
    const startMs = Math.floor(endMs / 60_000 - 3) * 60_000
    const spot = rest(
      `/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime=${startMs}&endTime=${endMs}&limit=2`,
    )
    expect((spot.body as unknown[][]).map((row) => [row[0], row.length])).toEqual([
      [startMs, 8],
      [startMs + 60_000, 8],
    ])
    const { data } = body(
      `/api/v1/contract/kline/BTC_USDT?interval=Min1&start=${startMs / 1000}&end=${startMs / 1000 + 60}`,
    ) as { data: Json }
    expect(data['time']).toEqual([startMs / 1000, startMs / 1000 + 60])
    for (const name of ['open', 'high', 'low', 'close', 'vol', 'amount'])
      expect(data[name]).toHaveLength(2)
  })

  test('trades come newest first: without ids on spot, with them on futures', () => {
    const { ports, rest, body } = setUp()
    ports.advance(20_000)
    const spot = rest('/api/v3/trades?symbol=BTCUSDT&limit=5').body as Json[]
    expect(spot.map(({ id }) => id)).toEqual([null, null, null, null, null])
    expect(Number(spot[0]?.['time'])).toBeGreaterThanOrEqual(Number(spot[4]?.['time']))
    const deals = body('/api/v1/contract/deals/BTC_USDT?limit=3')['data'] as Json[]
    expect(Number(deals[0]?.['i'])).toBe(Number(deals[2]?.['i']) + 2)
  })

  test('funding is told as it is and as it was', () => {
    const { body } = setUp()
    expect(body('/api/v1/contract/funding_rate/BTC_USDT')['data']).toMatchObject({
      collectCycle: 8,
    })
    const page = body(
      '/api/v1/contract/funding_rate/history?symbol=BTC_USDT&page_num=2&page_size=3',
    )
    const rows = (page['data'] as Json)['resultList'] as Json[]
    expect(rows.map(({ settleTime }) => Number(settleTime) % 28_800_000)).toEqual([0, 0, 0])
    expect(Number(rows[0]?.['settleTime'])).toBeGreaterThan(Number(rows[1]?.['settleTime']))
  })

  test.each([
    ['/api/v3/depth?symbol=NOPE', 400, { code: -1121 }],
    ['/api/v3/depth', 400, { code: 700_004 }],
    ['/api/v3/nothing', 404, { code: 404 }],
    ['/api/v1/contract/depth/NOPE_USDT', 200, { success: false, code: 1001 }],
    ['/api/v1/contract/kline/BTC_USDT?interval=Min7', 200, { success: false, code: 600 }],
  ])('%s is refused with status %i and %o', (target, status, refusal) => {
    const answer = setUp().rest(target)
    expect([answer.status, answer.body]).toEqual([status, expect.objectContaining(refusal)])
  })

  test('each endpoint has a limit of its own: 429 on spot, code 510 on futures', () => {
    const { ports, rest } = setUp()
    for (let i = 0; i < 50; i += 1) rest('/api/v3/exchangeInfo')
    const over = rest('/api/v3/exchangeInfo')
    expect([over.status, Number(over.headers['retry-after'])]).toEqual([429, expect.any(Number)])
    expect(rest('/api/v3/time').status).toBe(200)
    for (let i = 0; i < 10; i += 1) rest('/api/v1/contract/detail')
    expect(rest('/api/v1/contract/detail').body).toMatchObject({ success: false, code: 510 })
    ports.advance(10_000)
    expect(rest('/api/v3/exchangeInfo').status).toBe(200)
    expect(rest('/api/v1/contract/detail').body).toMatchObject({ success: true })
  })
})
