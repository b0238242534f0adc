import { describe, expect, it } from 'vitest'
import { Decimal } from '../../../src/core/index.ts'
import { type Decision, defineStrategy, type StrategyView } from '../../../src/trader/index.ts'
import { tradingKit } from '../../simulation/trading/trading-kit.ts'
import { TradingWorld } from '../../simulation/trading/trading-world.ts'

const KIT = tradingKit('kraken spot')
const EVERY_US = 120_000
/** Beyond so many it cancels the oldest, which is dear there, so many times. */
const RUNGS = 30
const CANCELS = 5

/** Quotes one order after the other, faster than the counter of a pair falls. */
const eager = defineStrategy({
  kind: 'churn',
  params: { safeParse: (data: unknown) => ({ success: true as const, data }) },
  create: () => {
    let cancels = 0
    const next = (view: StrategyView): Decision => {
      const again = { type: 'timer', name: 'look', atUs: view.nowUs + EVERY_US } as const
      const [leg] = view.legs
      const book = leg && view.book(leg.instrument)
      if (book?.state !== 'live' || !leg || !view.isTradable(leg.instrument)) return [again]
      const orders = view.orders(leg.instrument)
      const oldest = orders.find(({ status }) => status === 'open')
      const isDear = oldest !== undefined && orders.length > RUNGS && cancels < CANCELS
      if (isDear) cancels += 1
      return [
        again,
        ...(isDear ? [{ type: 'cancel' as const, clientOrderId: oldest.clientOrderId }] : []),
        {
          type: 'place',
          terms: {
            ...leg,
            side: 'buy',
            type: 'limit',
            quantity: new Decimal('0.001'),
            price: book.bids.priceDecimal(0).minus(1_000),
            timeInForce: 'gtc',
            postOnly: true,
            reduceOnly: false,
          },
          reason: 'quote',
        },
      ]
    }
    return { evaluate: (view) => (view.event.type === 'start' ? next(view) : []), onTimer: next }
  },
})

describe('the kill switch over a market maker that has used up its limit at Kraken', () => {
  it.each(['rest', 'socket'] as const)(
    'by %s: ends every order within seconds, and none comes after it',
    async (way) => {
      const world = new TradingWorld(KIT, { orders: way, trader: { definitions: [eager] } })
      const open = (): number => world.venue.accounts?.find('main')?.openOrders().length ?? 0
      const { trader } = await world.start()
      await world.runtime.run({ forMs: 8_000 })
      expect(open()).toBeGreaterThan(20)
      trader.risk({ type: 'kill', scope: { type: 'global' }, by: 'test', why: 'enough' })
      await world.runtime.run({ forMs: 3_000 })
      expect(open()).toBe(0)
      for (let second = 0; second < 30; second += 1) {
        await world.runtime.run({ forMs: 1_000 })
        expect(open()).toBe(0)
      }
      const orders = world.events.flatMap((event) =>
        event.type === 'publish' ? [event.order] : [],
      )
      // Some had waited for their turn, and were not sent; the venue refused none.
      expect(new Set(orders.map(({ status }) => status))).toContain('absent')
      expect(orders.filter(({ status }) => status === 'rejected')).toEqual([])
    },
  )
})
