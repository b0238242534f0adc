import { Decimal } from '../../../src/core/index.ts'
import { type Decision, defineStrategy, type StrategyView } from '../../../src/trader/index.ts'

/** In place of the kind that churns: bids so far below the best one, once in all its lives, and waits. */
export function patient(below: readonly number[]) {
  let hasPlaced = false
  const next = (view: StrategyView): Decision => {
    const again = { type: 'timer', name: 'look', atUs: view.nowUs + 100_000 } as const
    const [leg] = view.legs
    const book = leg && view.book(leg.instrument)
    if (hasPlaced || book?.state !== 'live' || !leg || !view.isTradable(leg.instrument))
      return [again]
    hasPlaced = true
    const best = book.bids.priceDecimal(0)
    const orders = below.map((distance) => ({
      type: 'place' as const,
      terms: {
        ...leg,
        side: 'buy' as const,
        type: 'limit' as const,
        quantity: new Decimal('0.01'),
        price: best.minus(distance),
        timeInForce: 'gtc' as const,
        postOnly: true,
        reduceOnly: false,
      },
      reason: 'patience',
    }))
    return [again, ...orders]
  }
  return defineStrategy({
    kind: 'churn',
    params: { safeParse: (data: unknown) => ({ success: true as const, data }) },
    create: () => ({
      evaluate: (view) => (view.event.type === 'start' ? next(view) : []),
      onTimer: next,
    }),
  })
}
