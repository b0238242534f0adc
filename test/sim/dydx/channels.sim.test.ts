import { describe, expect, test } from 'vitest'
import { messages, setUp, type TradeRow } from './support.ts'

const LIVELY = { hasPhases: false, eventsPerSecond: 200, liquidationShare: 0.02 }

describe('simulated dYdX channels', () => {
  test('trades of a block come together: its time, its height in their ids, in order', () => {
    const { ports, venue, subscribe } = setUp({ limits: { blockMs: 800 } })
    const happened: unknown[] = []
    venue.market.listen(({ instrument, trades }) => {
      if (instrument.spec.symbol === 'BTC-USD') happened.push(...trades)
    })
    const client = subscribe('v4_trades', 'BTC-USD')
    ports.advance(60_000)
    venue.market.stop()
    ports.advance(1000)
    const blocks = messages(client, 'channel_data', 'v4_trades').map(
      ({ contents }) => (contents as { trades: TradeRow[] }).trades,
    )
    for (const trades of blocks) {
      expect(new Set(trades.map(({ createdAt }) => createdAt)).size).toBe(1)
      for (const { id, createdAtHeight } of trades) {
        expect(id).toMatch(/^[0-9a-f]{24}$/)
        expect(Number.parseInt(id.slice(0, 8), 16)).toBe(Number(createdAtHeight))
      }
    }
    const ids = blocks.flat().map(({ id }) => id)
    expect(ids).toEqual([...ids].sort())
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toHaveLength(happened.length)
    expect(messages(client, 'channel_data')[0]).toMatchObject({ version: '2.1.0' })
  })

  test('a taker that was liquidated is told by the type of the trade', () => {
    const [instrument] = setUp().venue.market.instruments()
    const instruments = [{ ...instrument!.spec, flow: { ...instrument!.spec.flow, ...LIVELY } }]
    const { ports, subscribe } = setUp({ instruments })
    const client = subscribe('v4_trades', 'BTC-USD')
    ports.advance(60_000)
    const types = messages(client, 'channel_data').flatMap(({ contents }) =>
      (contents as { trades: TradeRow[] }).trades.map(({ type }) => type),
    )
    expect(new Set(types)).toEqual(new Set(['LIMIT', 'LIQUIDATED']))
  })

  test('bars are told newest first, then one by one as they change; an ended bar is told once more', () => {
    const { ports, subscribe, rest } = setUp({ warmUpMs: 300_000 })
    const client = subscribe('v4_candles', 'BTC-USD/1MIN')
    ports.advance(150_000)
    interface Bar {
      startedAt: string
      trades: number
      baseTokenVolume: string
    }
    const { candles } = messages(client, 'subscribed')[0]!.contents as { candles: Bar[] }
    const opens = candles.map(({ startedAt }) => startedAt)
    expect(opens).toEqual([...opens].sort().reverse())
    const last = new Map<string, Bar>()
    for (const { contents } of messages(client, 'channel_data'))
      last.set((contents as Bar).startedAt, contents as Bar)
    expect(last.size).toBeGreaterThan(1)
    const told = rest('candles/perpetualMarkets/BTC-USD?resolution=1MIN').body as { candles: Bar[] }
    const ended = told.candles.slice(1, last.size)
    for (const bar of ended) expect(last.get(bar.startedAt)).toMatchObject({ trades: bar.trades })
  })

  test('all markets come whole, then what changed of them, and their oracle prices block by block', () => {
    const { ports, venue, subscribe } = setUp()
    const client = subscribe('v4_markets')
    ports.advance(31_000)
    const [answer] = messages(client, 'subscribed')
    expect(answer).not.toHaveProperty('id')
    const { markets } = answer!.contents as { markets: Record<string, object> }
    expect(Object.keys(markets)).toEqual(venue.market.instruments().map(({ spec }) => spec.symbol))
    expect(markets['BTC-USD']).toMatchObject({
      ticker: 'BTC-USD',
      status: 'ACTIVE',
      tickSize: '1',
      stepSize: '0.0001',
      atomicResolution: -10,
      stepBaseQuantums: 1_000_000,
    })
    const changes = messages(client, 'channel_data').map(({ contents }) => contents as object)
    const oracle = changes.filter((each) => 'oraclePrices' in each)
    expect(oracle.length).toBeGreaterThan(20)
    expect(oracle[0]).toMatchObject({
      oraclePrices: { 'BTC-USD': { effectiveAt: expect.any(String), marketId: 0 } },
    })
    const trading = changes.filter((each) => 'trading' in each)
    expect(trading).toHaveLength(3)
    expect(trading[0]).toMatchObject({
      trading: {
        'BTC-USD': { volume24H: expect.any(String), nextFundingRate: expect.any(String) },
      },
    })
  })

  test('new markets and other statuses are told at once', () => {
    const { ports, venue, subscribe } = setUp()
    const client = subscribe('v4_markets')
    ports.advance(100)
    venue.announceStatus('ETH-USD', 'POST_ONLY')
    venue.list({
      product: 'perpetual',
      kind: 'perpetual',
      symbol: 'SOL-USD',
      base: 'SOL',
      quote: 'USD',
      settle: 'USDC',
      tickSize: '0.01',
      lotSize: '0.1',
      startPrice: '151.20',
    })
    expect(messages(client, 'channel_data').map(({ contents }) => contents)).toMatchObject([
      { trading: { 'ETH-USD': { status: 'POST_ONLY' } } },
      { trading: { 'SOL-USD': { ticker: 'SOL-USD', status: 'ACTIVE', tickSize: '0.01' } } },
    ])
  })
})
