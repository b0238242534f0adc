import { describe, expect, test } from 'vitest'
import { setUp } from './support.ts'

describe('simulated Bybit REST', () => {
  test('wraps results in an envelope, and tells the time', () => {
    expect(setUp().rest('market/time')).toEqual({
      status: 200,
      headers: expect.anything(),
      body: {
        retCode: 0,
        retMsg: 'OK',
        result: { timeSecond: '1763683200', timeNano: '1763683200000000000' },
        retExtInfo: {},
        time: 1_763_683_200_000,
      },
    })
  })

  test('lists what trades, and what does not when it is asked for', () => {
    const { venue, rows } = setUp()
    const symbols = (query: string) =>
      rows(`market/instruments-info?${query}`).map(({ symbol }) => symbol)
    expect(symbols('category=spot')).toEqual(['BTCUSDT', 'ETHUSDC', 'PEPEUSDT'])
    expect(symbols('category=inverse')).toEqual(['BTCUSD', 'BTCUSDH27'])
    expect(symbols('category=option')).toEqual([])
    expect(symbols('category=linear&status=PreLaunch')).toEqual([])
    venue.setStatus('linear', 'BTCPERP', 'PreLaunch')
    expect(symbols('category=linear')).not.toContain('BTCPERP')
    expect(symbols('category=linear&status=PreLaunch')).toEqual(['BTCPERP'])
  })

  test('pages its listings of contracts by a cursor; spot has no pages', () => {
    const { result } = setUp()
    const page = (query: string) => result(`market/instruments-info?${query}`)
    const first = page('category=linear&limit=3')
    expect(first['list']).toHaveLength(3)
    const second = page(`category=linear&limit=3&cursor=${String(first['nextPageCursor'])}`)
    expect(second['list']).toHaveLength(2)
    expect(second['nextPageCursor']).toBe('')
    expect(page('category=spot&limit=1')['list']).toHaveLength(3)
  })

  test.for([
    'market/orderbook?symbol=BTCUSDT',
    'market/orderbook?category=spot&symbol=NOSUCH',
    'market/orderbook?category=spot&symbol=BTCUSDT&limit=0',
    'market/instruments-info?category=thing',
    'market/kline?category=spot&symbol=BTCUSDT&interval=7',
    'market/kline?category=spot&symbol=BTCUSDT&interval=1&start=x',
    'market/funding/history?category=spot&symbol=BTCUSDT',
    'market/funding/history?category=linear&symbol=BTCUSDT&startTime=1',
  ])('%s is refused with code 10001 and status 200', (target) => {
    expect(setUp().rest(target)).toMatchObject({ status: 200, body: { retCode: 10_001 } })
  })

  test('has no route but those it has', () => {
    expect(setUp().rest('market/nothing')).toMatchObject({ status: 404, body: { retCode: 10_017 } })
  })

  test('shuts out who asks too often, for ten minutes', () => {
    const { ports, rest } = setUp({ limits: { requestsPerFiveSeconds: 5 } })
    const statuses = () => Array.from({ length: 6 }, () => rest('market/time').status)
    expect(statuses()).toEqual([200, 200, 200, 200, 200, 403])
    ports.advance(590_000)
    expect(rest('market/time')).toMatchObject({ status: 403, body: '403, access too frequent' })
    ports.advance(10_000)
    expect(rest('market/time').status).toBe(200)
  })

  test('answers a book by its depth, the best level by default on spot', () => {
    const { venue, result } = setUp()
    const book = result('market/orderbook?category=spot&symbol=BTCUSDT')
    const truth = venue.truth('spot', 'BTCUSDT')
    expect(book['b']).toEqual(truth?.bids.slice(0, 1))
    const whole = result('market/full_orderbook?category=spot&symbol=BTCUSDT')
    expect(whole['a']).toEqual(truth?.asks)
  })

  test('a fault can make a snapshot an old one', () => {
    const aged = {
      fault: { kind: 'oldSnapshot', ageMs: 2000 },
      where: { contains: 'full_orderbook' },
      when: { most: 1 },
    } as const
    const { ports, venue, subscribe, result } = setUp({ faults: [aged] })
    subscribe('spot', 'orderbook.full.BTCUSDT')
    ports.advance(5000)
    const [old, now] = [1, 2].map(() =>
      result('market/full_orderbook?category=spot&symbol=BTCUSDT'),
    )
    expect(Number(now!['u']) - Number(old!['u'])).toBeGreaterThan(5)
    expect(old!['b']).toEqual(venue.truth('spot', 'BTCUSDT', Number(old!['u']))?.bids)
  })

  test('bars of a span are its newest, of a span without an end its oldest, newest first', () => {
    const { rows } = setUp({ warmUpMs: 360_000 })
    const opens = (query: string) =>
      (
        rows(
          `market/kline?category=linear&symbol=BTCUSDT&interval=1&${query}`,
        ) as unknown as string[][]
      ).map(([open]) => (Number(open) - 1_763_683_200_000) / 60_000)
    expect(opens('limit=3')).toEqual([-1, -2, -3])
    const start = 1_763_683_200_000 - 5 * 60_000
    expect(opens(`start=${start}&limit=2`)).toEqual([-4, -5])
    expect(opens(`start=${start}&end=${start + 180_000}&limit=2`)).toEqual([-2, -3])
  })

  test('answers trades, tickers, fundings and open interest', () => {
    const { rows } = setUp({ warmUpMs: 60_000 })
    expect(rows('market/recent-trade?category=spot&symbol=BTCUSDT&limit=500')).toHaveLength(60)
    const trades = rows('market/recent-trade?category=linear&symbol=BTCUSDT&limit=5')
    const times = trades.map(({ time }) => Number(time))
    expect(times).toEqual(times.toSorted((a, b) => b - a))
    expect(rows('market/tickers?category=linear')).toHaveLength(5)
    expect(rows('market/tickers?category=spot&symbol=BTCUSDT')[0]).toHaveProperty('bid1Price')
    const fundings = rows('market/funding/history?category=linear&symbol=BTCUSDT&limit=3')
    expect(fundings).toHaveLength(3)
    expect(rows('market/funding/history?category=linear&symbol=BTCUSDT-26MAR27')).toEqual([])
    expect(rows('market/open-interest?category=inverse&symbol=BTCUSD')).toHaveLength(1)
    expect(rows('system/status')).toEqual([])
  })
})
