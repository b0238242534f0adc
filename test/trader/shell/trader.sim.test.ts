import { describe, expect, it } from 'vitest'
import { asset } from '../../../src/core/index.ts'
import { moneyText } from '../../../src/sim/account/money.ts'
import { ACCOUNT, TradingWorld } from './support/trading-world.ts'

describe('a trader on a simulated venue', () => {
  it('trades, and has at the end what the venue has', async () => {
    const world = new TradingWorld()
    const life = await world.start()
    await world.runtime.run({ forMs: 20_000 })
    await world.stop(life)
    const account = world.venue.accounts?.find('main')
    const { portfolio, oms } = life.trader.core
    const kinds = new Map<string, number>()
    for (const { type } of world.events) kinds.set(type, (kinds.get(type) ?? 0) + 1)
    console.log(Object.fromEntries(kinds), oms.counts, account?.fills().length)
    console.log(
      world.events
        .filter(
          (e) =>
            e.type === 'alarm' ||
            e.type === 'lostOrder' ||
            e.type === 'foreign' ||
            e.type === 'moneyDiffers' ||
            e.type === 'account' ||
            e.type === 'denied',
        )
        .slice(0, 20)
        .map((e) => JSON.stringify(e).slice(0, 300)),
    )
    for (const name of ['USDT', 'BTC'])
      expect(portfolio.inventory(ACCOUNT, asset(name)).total.toFixed()).toBe(
        moneyText(account?.balance('unified', name).total ?? 0n),
      )
  })
})
