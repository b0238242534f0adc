import { describe, expect, test } from 'vitest'
import { barsOf } from '../../../src/sim/okx/bars.ts'
import { pushes, setUp } from './support.ts'

type TradeRow = Record<string, string>

describe('simulated OKX trades', () => {
  test('trades groups the matches that trades-all tells one by one', () => {
    const { ports, subscribe } = setUp()
    const grouped = subscribe('public', { channel: 'trades', instId: 'BTC-USDT' })
    const single = subscribe('business', { channel: 'trades-all', instId: 'BTC-USDT' })
    ports.advance(60_000)
    const groups = pushes<TradeRow>(grouped, 'trades').map(({ data }) => data[0]!)
    const matches = pushes<TradeRow>(single, 'trades-all').map(({ data }) => data[0]!)
    const ids = matches.map(({ tradeId }) => Number(tradeId))
    expect(ids).toEqual(ids.map((_, i) => ids[0]! + i))
    // The last id of a group less its count is where the group before ended.
    groups.forEach((group, i) => {
      if (i > 0)
        expect(Number(group['tradeId']) - Number(group['count'])).toBe(
          Number(groups[i - 1]!['tradeId']),
        )
    })
    expect(groups.some(({ count }) => Number(count) > 1)).toBe(true)
    for (const group of groups) {
      const last = Number(group['tradeId'])
      const parts = matches.filter(
        ({ tradeId }) => Number(tradeId) <= last && Number(tradeId) > last - Number(group['count']),
      )
      expect(new Set(parts.map(({ px, side }) => `${px} ${side}`))).toEqual(
        new Set([`${group['px']} ${group['side']}`]),
      )
      const sum = parts.reduce((total, { sz }) => total + Math.round(Number(sz) * 1e8), 0)
      expect(Math.round(Number(group['sz']) * 1e8)).toBe(sum)
    }
  })

  test('forced orders of all instruments of a type come on one channel', () => {
    const { ports, subscribe } = setUp()
    const client = subscribe('public', { channel: 'liquidation-orders', instType: 'SWAP' })
    ports.advance(60_000)
    const found = pushes<{ instId: string; details: TradeRow[] }>(client, 'liquidation-orders')
    expect(found.length).toBeGreaterThan(3)
    for (const { arg, data } of found) {
      expect(arg).toEqual({ channel: 'liquidation-orders', instType: 'SWAP' })
      expect(data[0]!.instId).toMatch(/-SWAP$/)
      const { side, posSide } = data[0]!.details[0]!
      expect(posSide).toBe(side === 'buy' ? 'short' : 'long')
    }
  })
})

describe('simulated OKX statistics', () => {
  test('tickers count volume in base and quote on spot, in contracts and base elsewhere', () => {
    const { ports, subscribe } = setUp()
    const client = subscribe(
      'public',
      ...['BTC-USDT', 'BTC-USDT-SWAP', 'BTC-USD-SWAP'].map((instId) => ({
        channel: 'tickers',
        instId,
      })),
    )
    ports.advance(60_000)
    const lastOf = (instId: string) =>
      pushes(client, 'tickers')
        .filter(({ arg }) => arg.instId === instId)
        .at(-1)!.data[0]!
    const [spot, linear, inverse] = ['BTC-USDT', 'BTC-USDT-SWAP', 'BTC-USD-SWAP'].map(lastOf)
    const near = (a: number, b: number) => expect(Math.abs(a / b - 1)).toBeLessThan(0.01)
    near(Number(spot!['volCcy24h']), Number(spot!['vol24h']) * Number(spot!['last']))
    near(Number(linear!['volCcy24h']), Number(linear!['vol24h']) * 0.01)
    near(
      Number(inverse!['volCcy24h']),
      (Number(inverse!['vol24h']) * 100) / Number(inverse!['last']),
    )
    expect(spot!['instType']).toBe('SPOT')
  })

  test('marks, indexes, open interest and funding come at once and then as they change', () => {
    const { ports, subscribe } = setUp()
    const instId = 'BTC-USDT-SWAP'
    const client = subscribe(
      'public',
      { channel: 'mark-price', instId },
      { channel: 'index-tickers', instId: 'BTC-USD' },
      { channel: 'open-interest', instId },
      { channel: 'funding-rate', instId },
      { channel: 'funding-rate', instId: 'BTC-USD_UM_XPERP-310404' },
    )
    expect(client.with('data')).toHaveLength(5)
    ports.advance(60_000)
    const count = (channel: string) => pushes(client, channel).length
    expect(count('mark-price')).toBeGreaterThan(100)
    expect(count('index-tickers')).toBeGreaterThan(100)
    expect(count('open-interest')).toBeGreaterThan(5)
    expect(count('funding-rate')).toBe(4)
    const [interest] = pushes(client, 'open-interest').at(-1)!.data
    const mark = Number(pushes(client, 'mark-price').at(-1)!.data[0]!['markPx'])
    expect(Number(interest!['oiCcy'])).toBeCloseTo(Number(interest!['oi']) * 0.01, 6)
    expect(Number(interest!['oiUsd']) / (Number(interest!['oiCcy']) * mark)).toBeCloseTo(1, 2)
    const [funding] = pushes(client, 'funding-rate')[0]!.data
    expect(Number(funding!['nextFundingTime']) - Number(funding!['fundingTime'])).toBe(28_800_000)
    expect(Number(funding!['fundingTime']) - Number(funding!['prevFundingTime'])).toBe(28_800_000)
  })

  test('an open bar is told once a second at most, and once when it is final', () => {
    const { ports, subscribe } = setUp()
    const client = subscribe('business', { channel: 'candle1m', instId: 'BTC-USDT' })
    ports.advance(130_000)
    const bars = pushes<string[]>(client, 'candle1m').map(({ data }) => data[0]!)
    const finals = bars.filter((bar) => bar[8] === '1').map((bar) => Number(bar[0]))
    expect(finals).toEqual([1_763_683_200_000, 1_763_683_260_000])
    expect(bars.length).toBeLessThanOrEqual(132)
    expect(bars.every((bar) => bar.length === 9)).toBe(true)
  })

  test('day bars open at 16:00 UTC unless their name ends in utc', () => {
    const { ports, venue } = setUp({ instruments: [SLOW], stepMs: 60_000 })
    ports.advance(30 * 3_600_000)
    const live = venue.market.find('spot', 'BTC-USDT')!
    const hourOf = (word: string) =>
      barsOf(live, word).map(({ openTimeUs }) => (openTimeUs / 3_600_000_000) % 24)
    expect(new Set(hourOf('1Dutc'))).toEqual(new Set([0]))
    expect(new Set(hourOf('1D'))).toEqual(new Set([16]))
    const sum = (word: string) =>
      barsOf(live, word).reduce((total, { volume }) => total + volume, 0n)
    expect(sum('1D')).toBe(sum('1Dutc'))
  })
})

const SLOW = {
  product: 'spot',
  symbol: 'BTC-USDT',
  base: 'BTC',
  quote: 'USDT',
  tickSize: '0.1',
  lotSize: '0.0001',
  startPrice: '61737.6',
  flow: { eventsPerSecond: 1, levels: 20 },
} as const
