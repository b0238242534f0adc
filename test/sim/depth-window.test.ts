import { describe, expect, test } from 'vitest'
import { DepthWindow, SimMarket } from '../../src/sim/index.ts'
import { ManualPorts } from './support/ports.ts'

describe('DepthWindow', () => {
  test.for([
    [5, false],
    [10, true],
    [40, false],
  ] as const)('brings a client of %i levels up to date (pushed out told: %s)', ([depth, tells]) => {
    const market = new SimMarket(new ManualPorts(), {
      seed: 2,
      instruments: [
        {
          product: 'p',
          symbol: 'S',
          base: 'A',
          quote: 'B',
          tickSize: '0.1',
          lotSize: '0.01',
          startPrice: '50.0',
        },
      ],
    })
    const live = market.find('p', 'S')!
    const window = new DepthWindow(live, depth, tells)
    const copy = { bids: new Map(window.levels.bids), asks: new Map(window.levels.asks) }
    for (let i = 0; i < 3000; i += 1) {
      market.step()
      const turn = window.turn()
      for (const side of ['bids', 'asks'] as const) {
        for (const [price, size] of turn?.[side] ?? []) {
          if (size === 0) copy[side].delete(price)
          else copy[side].set(price, size)
        }
        const direction = side === 'bids' ? -1 : 1
        const sorted = [...copy[side]].sort((a, b) => (a[0] - b[0]) * direction)
        if (tells) expect(sorted.length).toBeLessThanOrEqual(depth)
        copy[side] = new Map(sorted.slice(0, depth))
        expect([...copy[side]]).toEqual(live.book(depth)[side])
      }
    }
    expect(window.updateId).toBe(live.updateId)
    expect(window.turn()).toBeUndefined()
  })
})
