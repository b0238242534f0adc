import { Decimal } from '../../../../src/core/index.ts'
import { type Decision, defineStrategy, type StrategyView } from '../../../../src/trader/index.ts'

/** Once it sees a live book it places three bids below it, and leaves them alone. */
export const patient = defineStrategy({
  kind: 'patient',
  create: () => ({
    evaluate: (view) => (view.event.type === 'start' ? next(view) : []),
    onTimer: next,
  }),
})

function next(view: StrategyView): Decision {
  const [leg] = view.legs
  const book = leg && view.book(leg.instrument)
  const again = { type: 'timer', name: 'look', atUs: view.nowUs + 100_000 } as const
  const isDue = book?.state === 'live' && view.orders().length === 0
  if (leg === undefined || !isDue || !view.isTradable(leg.instrument)) return [again]
  const best = book.bids.priceDecimal(0)
  return [
    again,
    ...[100, 200, 300].map((below) => ({
      type: 'place' as const,
      terms: {
        ...leg,
        side: 'buy' as const,
        type: 'limit' as const,
        quantity: new Decimal('0.01'),
        price: best.minus(below),
        timeInForce: 'gtc' as const,
        postOnly: true,
        reduceOnly: false,
      },
      reason: 'patience',
    })),
  ]
}
