import { describe, expect, it } from 'vitest'
import { TradeUpdate } from '../../../src/core/index.ts'
import { BookHistory, HistoryBudget, TradeHistory } from '../../../src/market/index.ts'
import { makeSlot, makeUpdate } from '../scripted-venue.ts'

const TUNING = { hotRows: 8, hotLevels: 64, segmentBytes: 512 }

function pushTrades(history: TradeHistory, count: number, fromUs: number): void {
  const slot = makeSlot()
  const trade = new TradeUpdate(slot)
  for (let i = 0; i < count; i += 1) {
    trade.begin(slot, fromUs + i)
    trade.level.prices[0] = 1_000_000 + ((i * 7_919) % 5_000)
    trade.level.sizes[0] = 1 + ((i * 104_729) % 90_000)
    history.push(trade)
  }
}

const firstUs = (history: TradeHistory): number => {
  const cursor = history.read()
  cursor.next()
  return cursor.event.localTimeUs
}

describe('HistoryBudget', () => {
  it('evicts the oldest segment of all histories first', () => {
    const budget = new HistoryBudget({ megabytes: 0.1, ...TUNING })
    const old = new TradeHistory(makeSlot(0), budget)
    const young = new TradeHistory(makeSlot(1), budget)
    pushTrades(old, 2_000, 1_000)
    pushTrades(young, 2_000, 1_000_000)
    expect([old.count, young.count, budget.use().evictedRows]).toEqual([2_000, 2_000, 0])
    for (let round = 0; old.count > 200; round += 1) {
      pushTrades(young, 10, 2_000_000 + 10 * round)
      expect(firstUs(young)).toBe(1_000_000)
    }
    expect(firstUs(old)).toBeGreaterThan(1_000)
    pushTrades(young, 5_000, 3_000_000)
    expect(firstUs(young)).toBeGreaterThan(1_000_000)
  })

  it('holds no more than its limit', () => {
    const budget = new HistoryBudget({ megabytes: 0.1, ...TUNING })
    const histories = [0, 1, 2, 3].map((index) => new TradeHistory(makeSlot(index), budget))
    for (let round = 0; round < 200; round += 1) {
      for (const history of histories) pushTrades(history, 50, 1_000 * round)
      expect(budget.use().usedBytes).toBeLessThanOrEqual(100_000)
    }
    expect(budget.use().evictedSegments).toBeGreaterThan(100)
  })

  it('keeps the newest rows and what is not yet a segment when it is smaller than they are', () => {
    const budget = new HistoryBudget({ megabytes: 0.001, ...TUNING })
    const history = new TradeHistory(makeSlot(), budget)
    pushTrades(history, 1_000, 1)
    expect(history.count).toBeLessThan(100)
    expect(budget.use()).toMatchObject({ segments: 0 })
  })

  it('gives everything back when histories close, and keeps nothing of what comes later', () => {
    const budget = new HistoryBudget({ megabytes: 1, ...TUNING })
    const book = new BookHistory(makeSlot(), budget, { feed: 'depth' })
    const trades = new TradeHistory(makeSlot(), budget)
    pushTrades(trades, 1_000, 1)
    book.push(makeUpdate(makeSlot(), { isSnapshot: true, bids: [[1, 1]], asks: [[2, 1]] }))
    expect(budget.use().usedBytes).toBeGreaterThan(5_000)
    for (const history of [book, trades]) {
      history.close()
      history.close()
    }
    pushTrades(trades, 10, 1)
    expect(budget.use()).toMatchObject({ usedBytes: 0, hotBytes: 0, segments: 0 })
    expect([trades.count, trades.read().next(), book.bookAt(1)]).toEqual([0, false, undefined])
  })

  it.each([
    { megabytes: 0 },
    { megabytes: Number.NaN },
    { megabytes: 1, hotRows: 0 },
    { megabytes: 1, sliceLevels: 1.5 },
  ])('refuses %o', (options) => {
    expect(() => new HistoryBudget(options)).toThrow(/above 0/)
  })
})
