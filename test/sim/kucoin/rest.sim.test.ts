import { describe, expect, test } from 'vitest'
import { setUp } from './support.ts'

describe('simulated KuCoin, REST', () => {
  test('lists spot pairs and contracts in the layouts of the venue', () => {
    const { data } = setUp()
    expect((data('/api/v2/symbols') as unknown[])[0]).toMatchObject({
      symbol: 'BTC-USDT',
      priceIncrement: '0.1',
      baseIncrement: '0.00000001',
      enableTrading: true,
    })
    const contracts = data('/api/v1/contracts/active', 'futures') as Record<string, unknown>[]
    const bySymbol = Object.fromEntries(contracts.map((row) => [row['symbol'], row]))
    expect(bySymbol['XBTUSDTM']).toMatchObject({
      type: 'FFWCSX',
      baseCurrency: 'XBT',
      multiplier: 0.001,
      tickSize: 0.1,
      expireDate: null,
      isInverse: false,
    })
    expect(bySymbol['XBTUSDM']).toMatchObject({
      multiplier: -1,
      isInverse: true,
      settleCurrency: 'XBT',
    })
    expect(bySymbol['XBTMH27']).toMatchObject({ type: 'FFICSX', expireDate: 1_806_048_000_000 })
  })

  test('answers one contract by its path', () => {
    const { data } = setUp()
    expect(data('/api/v1/contracts/XBTUSDM', 'futures')).toMatchObject({ symbol: 'XBTUSDM' })
    expect(data('/api/v1/funding-rate/XBTUSDTM/current', 'futures')).toMatchObject({
      granularity: 28_800_000,
    })
  })

  test('shows the whole book of spot only to who has a key', () => {
    const { rest, data } = setUp()
    const signed = rest('/api/v3/market/orderbook/level2?symbol=BTC-USDT')
    expect([signed.status, signed.body]).toMatchObject([401, { code: '400001' }])
    expect(
      rest('/api/ua/v1/market/orderbook?tradeType=SPOT&symbol=BTC-USDT&limit=FULL').status,
    ).toBe(401)
    const part = data('/api/v1/market/orderbook/level2_20?symbol=BTC-USDT') as { bids: unknown[] }
    expect(part.bids).toHaveLength(20)
  })

  test('unified books tell the sequence of the unified sockets', () => {
    const { data, venue } = setUp()
    const book = data('/api/ua/v1/market/orderbook?tradeType=FUTURES&symbol=XBTUSDTM&limit=20') as {
      sequence: string
    }
    expect(book.sequence).toBe(String(venue.truth('linear', 'XBTUSDTM')?.updateId))
    expect(data('/api/ua/v1/server/status?tradeType=SPOT')).toMatchObject({ serverStatus: 'open' })
    expect(data('/api/ua/v1/market/instrument?tradeType=FUTURES&symbol=XBTUSDTM')).toMatchObject({
      list: [{ symbol: 'XBTUSDTM', unitSize: 0.001 }],
    })
  })

  test('bars of spot are newest first with close before high, those of contracts oldest first', () => {
    const { data } = setUp({ warmUpMs: 240_000 })
    const spot = data('/api/v1/market/candles?symbol=BTC-USDT&type=1min') as string[][]
    expect(Number(spot[0]?.[0])).toBeGreaterThan(Number(spot[1]?.[0]))
    for (const [, open, close, high, low] of spot) {
      expect(Number(high)).toBeGreaterThanOrEqual(Math.max(Number(open), Number(close)))
      expect(Number(low)).toBeLessThanOrEqual(Math.min(Number(open), Number(close)))
    }
    const [first, second] = data(
      '/api/v1/kline/query?symbol=XBTUSDTM&granularity=1',
      'futures',
    ) as number[][]
    expect((second?.[0] ?? 0) - (first?.[0] ?? 0)).toBe(60_000)
    expect(first).toHaveLength(6)
  })

  test.each([
    ['spot', '/api/v1/market/candles?symbol=BTC-USDT&type=7min', 400, '400100'],
    ['spot', '/api/v1/market/candles?type=1min', 400, '400100'],
    ['spot', '/api/v1/market/histories?symbol=NOPE-USDT', 200, '900001'],
    ['futures', '/api/v1/trade/history?symbol=NOPEUSDTM', 200, '100003'],
    ['futures', '/api/v1/contract/funding-rates?symbol=XBTUSDTM', 400, '400100'],
    ['futures', '/api/v1/contract/funding-rates?symbol=XBTMH27&from=0&to=1', 200, '100003'],
    ['spot', '/api/v9/nothing', 404, '404'],
  ] as const)('%s %s is refused', (market, target, status, code) => {
    const answer = setUp().rest(target, market)
    expect([answer.status, answer.body]).toMatchObject([status, { code }])
  })

  test('both hosts draw from one pool, and say how long to wait', () => {
    const { rest } = setUp({ limits: { weightPer30S: 10 } })
    expect(rest('/api/v2/symbols').headers).toMatchObject({
      'gw-ratelimit-limit': '10',
      'gw-ratelimit-remaining': '6',
    })
    rest('/api/v1/contracts/active', 'futures')
    const refused = rest('/api/v2/symbols')
    expect([refused.status, refused.body]).toMatchObject([429, { code: '429000' }])
    expect(Number(refused.headers['gw-ratelimit-reset'])).toBeGreaterThan(0)
  })

  test('an old snapshot is the book of that moment under the id of that moment', () => {
    const { ports, data, venue } = setUp()
    ports.advance(3000)
    venue.faults.add({
      fault: { kind: 'oldSnapshot', ageMs: 1000 },
      where: { contains: '/api/v1/market/orderbook/level2_100' },
    })
    const book = data('/api/v1/market/orderbook/level2_100?symbol=BTC-USDT') as {
      sequence: string
      bids: string[][]
    }
    const truth = venue.truth('spot', 'BTC-USDT', Number(book.sequence))
    expect(Number(book.sequence)).toBeLessThan(venue.truth('spot', 'BTC-USDT')?.updateId ?? 0)
    expect(book.bids).toEqual(truth?.bids.slice(0, 100))
  })
})
