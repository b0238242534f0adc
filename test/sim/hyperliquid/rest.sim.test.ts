import { describe, expect, test } from 'vitest'
import { type Book, plain, setUp } from './support.ts'

const START_MS = 1_763_683_200_000

describe('simulated Hyperliquid REST', () => {
  test('tells the time', () => {
    expect(setUp().info({ type: 'exchangeStatus' })).toEqual({
      time: START_MS,
      specialStatuses: null,
    })
  })

  test('lists each dex with the number of its collateral, in the order of the dexes', () => {
    const { info, venue } = setUp()
    venue.delist('ETH')
    expect(info({ type: 'perpDexs' })).toMatchObject([null, { name: 'xyz' }, { name: 'flx' }])
    expect(info({ type: 'allPerpMetas' })).toMatchObject([
      {
        collateralToken: 0,
        universe: [
          { name: 'BTC', szDecimals: 5 },
          { name: 'ETH', szDecimals: 4, isDelisted: true },
          { name: 'kPEPE', szDecimals: 0 },
        ],
      },
      { collateralToken: 0, universe: [{ name: 'xyz:SILVER', szDecimals: 3 }] },
      { collateralToken: 360, universe: [{ name: 'flx:COPPER', szDecimals: 2 }] },
    ])
    const [meta, contexts] = info({ type: 'metaAndAssetCtxs', dex: 'xyz' }) as [object, unknown[]]
    expect(meta).toEqual(info({ type: 'meta', dex: 'xyz' }))
    expect(contexts).toMatchObject([{ markPx: expect.stringMatching(/^33\./) }])
    expect(info({ type: 'meta', dex: 'nowhere' })).toBeNull()
  })

  test('names spot pairs by tokens, whose place is their number, as is that of their statistics', () => {
    const { info } = setUp()
    const [meta, contexts] = info({ type: 'spotMetaAndAssetCtxs' }) as [
      { tokens: { name: string; index: number }[]; universe: { name: string; tokens: number[] }[] },
      { coin: string }[],
    ]
    expect(meta).toEqual(info({ type: 'spotMeta' }))
    meta.tokens.forEach(({ index }, place) => expect(index).toBe(place))
    const named = meta.universe.map(({ name, tokens }) => [
      name,
      tokens.map((index) => meta.tokens[index]?.name),
    ])
    expect(named).toEqual([
      ['PURR/USDC', ['PURR', 'USDC']],
      ['@107', ['HYPE', 'USDC']],
    ])
    expect(contexts[0]?.coin).toBe('PURR/USDC')
    expect(contexts[107]?.coin).toBe('@107')
  })

  test('answers whole books, of the moment or of a moment before', () => {
    const aged = { fault: { kind: 'oldSnapshot', ageMs: 2000 }, when: { fromMs: 5000 } } as const
    const { ports, venue, info } = setUp({ faults: [aged] })
    const now = info({ type: 'l2Book', coin: 'BTC' }) as Book
    const truth = venue.truth('perp', 'BTC', now.time)
    expect(plain(now.levels[0])).toEqual(truth?.bids.slice(0, 20))
    expect(plain(now.levels[1])).toEqual(truth?.asks.slice(0, 20))
    ports.advance(6000)
    const then = info({ type: 'l2Book', coin: 'BTC' }) as Book
    expect(then.time).toBe(START_MS + 4000)
  })

  test('answers bars of a span with the one that its beginning falls into', () => {
    const { info } = setUp({ warmUpMs: 240_000 })
    const opens = (req: object) =>
      (
        info({ type: 'candleSnapshot', req: { coin: 'BTC', interval: '1m', ...req } }) as {
          t: number
        }[]
      ).map(({ t }) => (t - START_MS) / 60_000)
    expect(opens({ startTime: 0 })).toEqual([-4, -3, -2, -1])
    expect(opens({ startTime: START_MS - 150_000, endTime: START_MS - 60_000 })).toEqual([
      -3, -2, -1,
    ])
  })

  test('answers recent trades newest first, and fundings from a beginning, hour by hour', () => {
    const { info } = setUp({ warmUpMs: 60_000 })
    const trades = info({ type: 'recentTrades', coin: '@107' }) as { time: number }[]
    expect(trades).toHaveLength(30)
    expect(trades.map(({ time }) => time)).toEqual(
      trades.map(({ time }) => time).toSorted((a, b) => b - a),
    )
    const hour = 3_600_000
    const startTime = START_MS - 10 * hour
    const fundings = info({ type: 'fundingHistory', coin: 'BTC', startTime }) as { time: number }[]
    expect(fundings.map(({ time }) => (time - startTime) / hour)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ])
  })

  test.each(['l2Book', 'recentTrades'])('%s of an unknown coin is null', (type) => {
    const { info } = setUp()
    expect(info({ type, coin: 'NOPE' })).toBeNull()
    expect(info({ type, coin: 'btc' })).toBeNull()
  })

  test.for([
    ['POST', '/info', 'nonsense', 422],
    ['POST', '/info', '{"type":"nothing"}', 422],
    ['POST', '/info', '{"type":"candleSnapshot","coin":"BTC"}', 422],
    ['POST', '/info', '{"type":"fundingHistory","coin":"BTC"}', 422],
    ['GET', '/info', '', 405],
    ['POST', '/other', '{}', 404],
  ] as const)('%s %s with %s is refused with status %i', ([method, target, body, status]) => {
    expect(setUp().send(method, target, body).status).toBe(status)
  })

  test('a minute has 1200 points, of which most questions cost 20, and long answers more', () => {
    const { ports, send } = setUp({ warmUpMs: 60_000 })
    const ask = (question: object) => send('POST', '/info', JSON.stringify(question)).status
    for (let i = 0; i < 57; i += 1) expect(ask({ type: 'meta' })).toBe(200)
    // 30 trades: 20 and 1; then 39 points are left.
    expect(ask({ type: 'recentTrades', coin: 'BTC' })).toBe(200)
    for (let i = 0; i < 19; i += 1) expect(ask({ type: 'l2Book', coin: 'BTC' })).toBe(200)
    expect(ask({ type: 'l2Book', coin: 'BTC' })).toBe(429)
    ports.advance(60_000)
    expect(ask({ type: 'l2Book', coin: 'BTC' })).toBe(200)
  })
})
