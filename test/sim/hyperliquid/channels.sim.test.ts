import { describe, expect, test } from 'vitest'
import { setUp, told } from './support.ts'

interface Trade {
  readonly coin: string
  readonly side: 'A' | 'B'
  readonly px: string
  readonly sz: string
  readonly time: number
  readonly tid: number
  readonly users: readonly [string, string]
}

describe('simulated Hyperliquid trades', () => {
  test('begin with recent ones, then come in lists, each once, with the side of the taker', () => {
    const { ports, venue, subscribe } = setUp({ warmUpMs: 60_000 })
    const client = subscribe({ type: 'trades', coin: 'BTC' })
    const truth: unknown[] = []
    venue.market.listen(({ instrument, trades }) => {
      if (instrument.spec.symbol === 'BTC')
        truth.push(...trades.map(({ takerSide, timeUs }) => [takerSide, Math.floor(timeUs / 1000)]))
    })
    ports.advance(30_000)
    const [recent, ...lists] = told<Trade[]>(client, 'trades')
    expect(recent).toHaveLength(30)
    const startMs = 1_763_683_200_000
    expect(recent!.every(({ time }) => time <= startMs)).toBe(true)
    const trades = lists.flat()
    expect(trades.map(({ side, time }) => [side === 'B' ? 'buy' : 'sell', time])).toEqual(truth)
    const ids = [...recent!, ...trades].map(({ tid }) => tid)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.every((id) => Number.isSafeInteger(id) && id < 2 ** 50)).toBe(true)
    expect(ids).not.toEqual(ids.toSorted((a, b) => a - b))
  })

  test('name buyer and seller in that order, and the same taker through one sweep', () => {
    const { venue, subscribe } = setUp()
    venue.stop()
    const client = subscribe({ type: 'trades', coin: 'BTC' })
    const live = venue.market.find('perp', 'BTC')!
    const size = live.engine.top('ask', 3).reduce((sum, [, each]) => sum + each, 0)
    venue.market.submit(live, { side: 'buy', size, timeInForce: 'ioc' })
    const sweep = told<Trade[]>(client, 'trades').at(-1)!
    expect(new Set(sweep.map(({ px }) => px)).size).toBe(3)
    expect(new Set(sweep.map(({ users }) => users[0])).size).toBe(1)
    for (const { side, users } of sweep) {
      expect(side).toBe('B')
      expect(users).toEqual([
        expect.stringMatching(/^0x[0-9a-f]{40}$/),
        expect.stringMatching(/^0x[0-9a-f]{40}$/),
      ])
    }
  })
})

describe('simulated Hyperliquid statistics', () => {
  test('of a perpetual come every second, changed or not', () => {
    const { ports, subscribe } = setUp({ warmUpMs: 10_000 })
    const client = subscribe({ type: 'activeAssetCtx', coin: 'BTC' })
    ports.advance(10_000)
    const found = told<{ coin: string; ctx: Record<string, string> }>(client, 'activeAssetCtx')
    expect(found).toHaveLength(11)
    for (const { coin, ctx } of found) {
      expect(coin).toBe('BTC')
      expect(Object.keys(ctx).sort()).toEqual([
        'dayBaseVlm',
        'dayNtlVlm',
        'funding',
        'impactPxs',
        'markPx',
        'midPx',
        'openInterest',
        'oraclePx',
        'premium',
        'prevDayPx',
      ])
      const average = Number(ctx['dayNtlVlm']) / Number(ctx['dayBaseVlm'])
      expect(Math.abs(average / Number(ctx['markPx']) - 1)).toBeLessThan(0.02)
    }
  })

  test('of spot come on a channel of their own, and name their coin', () => {
    const { subscribe } = setUp()
    const client = subscribe({ type: 'activeAssetCtx', coin: 'PURR/USDC' })
    expect(told(client, 'activeAssetCtx')).toEqual([])
    expect(told(client, 'activeSpotAssetCtx')).toMatchObject([
      { coin: 'PURR/USDC', ctx: { coin: 'PURR/USDC', markPx: '0.067131' } },
    ])
  })

  test('of an empty book have no middle', () => {
    const { venue, subscribe } = setUp()
    venue.delist('BTC')
    const [found] = told(subscribe({ type: 'activeAssetCtx', coin: 'BTC' }), 'activeAssetCtx')
    expect(found).toMatchObject({ ctx: { midPx: null, premium: null, impactPxs: null } })
  })

  test('of all dexes are in the order of their listings', () => {
    const { subscribe, info } = setUp()
    const [all] = told<{ ctxs: [string, unknown[]][] }>(
      subscribe({ type: 'allDexsAssetCtxs' }),
      'allDexsAssetCtxs',
    )
    const metas = info({ type: 'allPerpMetas' }) as { universe: unknown[] }[]
    expect(all!.ctxs.map(([dex, rows]) => [dex, rows.length])).toEqual([
      ['', metas[0]!.universe.length],
      ['xyz', metas[1]!.universe.length],
      ['flx', metas[2]!.universe.length],
    ])
  })

  test('mids of the own dex hold those of spot too', () => {
    const client = setUp().subscribe({ type: 'allMids' }, { type: 'allMids', dex: 'xyz' })
    const [own, xyz] = told<{ dex?: string; mids: object }>(client, 'allMids')
    expect(Object.keys(own!.mids)).toEqual(['BTC', 'ETH', 'kPEPE', 'PURR/USDC', '@107'])
    expect(xyz).toMatchObject({ dex: 'xyz', mids: { 'xyz:SILVER': expect.any(String) } })
  })
})

test('bars come as they change, and once more when the next one has begun', () => {
  const { ports, subscribe } = setUp()
  const client = subscribe({ type: 'candle', coin: 'BTC', interval: '1m' })
  ports.advance(130_000)
  const bars = told<{ t: number; T: number; s: string; i: string; n: number }>(client, 'candle')
  expect(bars[0]).toMatchObject({ s: 'BTC', i: '1m' })
  const opens = bars.map(({ t }) => t)
  expect(opens).toEqual(opens.toSorted((a, b) => a - b))
  expect(new Set(opens).size).toBe(3)
  for (const { t, T } of bars) expect(T - t).toBe(59_999)
})
