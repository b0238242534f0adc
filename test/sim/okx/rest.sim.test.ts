import { describe, expect, test } from 'vitest'
import { DEFAULT_INSTRUMENTS } from '../../../src/sim/okx/index.ts'
import { type BookRow, setUp } from './support.ts'

type Row = Record<string, string>

describe('simulated OKX REST', () => {
  test('wraps rows in an envelope, and tells the time', () => {
    const { rest } = setUp()
    expect(rest('public/time')).toMatchObject({
      status: 200,
      body: { code: '0', msg: '', data: [{ ts: '1763683200000' }] },
    })
  })

  test('lists instruments by type, as their type is listed', () => {
    const { rows } = setUp()
    const of = (type: string) => rows(`public/instruments?instType=${type}`) as Row[]
    expect(of('SPOT').map(({ instId }) => instId)).toEqual(['BTC-USDT', 'ETH-USDT', 'PEPE-USDT'])
    expect(of('SPOT')[0]).toMatchObject({
      baseCcy: 'BTC',
      uly: '',
      ctVal: '',
      tickSz: '0.1',
      state: 'live',
    })
    expect(of('SWAP')[0]).toMatchObject({
      instId: 'BTC-USDT-SWAP',
      baseCcy: '',
      uly: 'BTC-USDT',
      settleCcy: 'USDT',
      ctVal: '0.01',
      ctType: 'linear',
    })
    expect(
      of('FUTURES').map((row) => [row['instFamily'], row['uly'], row['ruleType'], row['ctType']]),
    ).toEqual([
      ['BTC-USD', 'BTC-USD', 'normal', 'inverse'],
      ['BTC-USD_UM', 'BTC-USD', 'normal', 'linear'],
      ['BTC-USD_UM_XPERP', 'BTC-USD', 'xperp', 'linear'],
    ])
    expect(of('OPTION')).toEqual([])
  })

  test.for([
    ['market/books', 400, '50014'],
    ['market/books?instId=NO-SUCH', 200, '51001'],
    ['market/books?instId=BTC-USDT&sz=0', 400, '51000'],
    ['market/candles?instId=BTC-USDT&bar=7m', 400, '51000'],
    ['market/history-trades?instId=BTC-USDT&after=x', 400, '51000'],
    ['public/instruments?instType=THING', 400, '51000'],
    ['public/instruments?instType=SWAP&instId=NO-SUCH', 200, '51001'],
    ['public/funding-rate?instId=BTC-USD-270326', 400, '51000'],
    ['market/nothing', 404, '404'],
  ] as const)('%s is refused with status %i and code %s', ([target, status, code]) => {
    expect(setUp().rest(target)).toMatchObject({ status, body: { code, data: [] } })
  })

  test('each endpoint counts its own calls in 2 s', () => {
    const { ports, rest } = setUp()
    const statuses = Array.from({ length: 11 }, () => rest('public/time').status)
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429])
    expect(rest('public/time').body).toMatchObject({ code: '50011' })
    expect(rest('market/books?instId=BTC-USDT').status).toBe(200)
    ports.advance(2000)
    expect(rest('public/time').status).toBe(200)
  })

  test('a book snapshot is the truth at its id', () => {
    const { ports, venue, rows } = setUp()
    ports.advance(3000)
    const [book] = rows('market/books?instId=BTC-USDT&sz=400') as BookRow[]
    const truth = venue.truth('spot', 'BTC-USDT', book!.seqId)
    expect(book!.bids.map((level) => level.slice(0, 2))).toEqual(truth?.bids)
    expect((rows('market/books?instId=BTC-USDT') as BookRow[])[0]!.asks).toHaveLength(1)
  })

  test('a fault can make a snapshot an old one', () => {
    const aged = {
      fault: { kind: 'oldSnapshot', ageMs: 2000 },
      where: { contains: 'books' },
    } as const
    const { ports, venue, rows } = setUp({ faults: [aged] })
    ports.advance(5000)
    const [book] = rows('market/books?instId=BTC-USDT') as BookRow[]
    expect(book!.seqId).toBeLessThan(venue.truth('spot', 'BTC-USDT')!.updateId)
  })

  test('pages go back: after is older, before is newer, the newest first', () => {
    const instruments = DEFAULT_INSTRUMENTS.filter(({ symbol }) => symbol === 'BTC-USDT')
    const { rows } = setUp({ warmUpMs: 240_000, instruments })
    const ids = (query: string) =>
      (rows(`market/history-trades?instId=BTC-USDT&${query}`) as Row[]).map(({ tradeId }) =>
        Number(tradeId),
      )
    const newest = ids('limit=5')
    expect(newest).toEqual([0, 1, 2, 3, 4].map((i) => newest[0]! - i))
    const older = ids(`limit=5&after=${newest.at(-1)}`)
    expect(older[0]).toBe(newest.at(-1)! - 1)
    expect(ids(`limit=100&before=${newest[2]}`)).toEqual(newest.slice(0, 2))
    const bars = rows('market/candles?instId=BTC-USDT&bar=1m&limit=3') as string[][]
    const opens = bars.map((bar) => Number(bar[0]))
    expect(opens).toEqual([0, 1, 2].map((i) => opens[0]! - i * 60_000))
    const [open] = bars[0]!
    const before = rows(
      `market/history-candles?instId=BTC-USDT&bar=1m&after=${open}&limit=1`,
    ) as string[][]
    expect(before[0]![0]).toBe(bars[1]![0])
    const trades = rows('market/trades?instId=BTC-USDT&limit=7') as Row[]
    expect(trades).toHaveLength(7)
  })

  test('answers tickers, marks, indexes, open interest and funding as the stream does', () => {
    const { rows } = setUp({ warmUpMs: 60_000 })
    expect(rows('market/tickers?instType=SWAP')).toHaveLength(3)
    expect(rows('market/ticker?instId=ETH-USDT')).toMatchObject([{ instId: 'ETH-USDT' }])
    expect(rows('public/mark-price?instType=SWAP')).toHaveLength(3)
    expect(rows('public/open-interest?instType=SWAP&instId=BTC-USD-SWAP')).toMatchObject([
      { instId: 'BTC-USD-SWAP' },
    ])
    expect(rows('market/index-tickers?instId=BTC-USDT')).toMatchObject([{ instId: 'BTC-USDT' }])
    expect(rows('public/funding-rate?instId=BTC-USDT-SWAP')).toMatchObject([
      { settState: 'settled' },
    ])
    expect(rows('public/funding-rate-history?instId=BTC-USDT-SWAP&limit=3')).toHaveLength(3)
    expect(rows('system/status')).toEqual([])
  })
})
