import { Decimal } from '../../../../src/core/index.ts'
import {
  type Decision,
  defineStrategy,
  type StrategyIntent,
  type StrategyView,
} from '../../../../src/trader/index.ts'

/**
 * Trades for the sake of trading: every 200 ms it cancels, quotes at the touch, takes, or changes what it has, in turns, in
 * each of its instruments.
 */
export const churn = defineStrategy({
  kind: 'churn',
  create: () => {
    let turn = 0
    const next = (view: StrategyView): Decision => [
      ...view.legs.flatMap((leg) => actOn(view, leg, turn++)),
      { type: 'timer', name: 'turn', atUs: view.nowUs + 200_000 },
    ]
    return {
      evaluate: (view) => (view.event.type === 'start' ? next(view) : []),
      onTimer: next,
      snapshot: () => turn,
      restore: (memory) => {
        turn = Number(memory)
      },
    }
  },
})

function actOn(
  view: StrategyView,
  { instrument, account }: StrategyView['legs'][number],
  turn: number,
): readonly StrategyIntent[] {
  const book = view.book(instrument)
  if (book?.state !== 'live' || !view.isTradable(instrument)) return []
  const [oldest] = view.orders(instrument)
  const side = turn % 2 === 0 ? 'buy' : 'sell'
  const [own, across] = side === 'buy' ? [book.bids, book.asks] : [book.asks, book.bids]
  if (own.count < 3 || across.count < 1) return []
  const quantity = new Decimal('0.002')
  const terms = {
    account,
    instrument,
    side,
    type: 'limit',
    quantity,
    timeInForce: 'gtc',
    postOnly: false,
    reduceOnly: false,
  } as const
  switch (turn % 5) {
    case 0:
    case 1:
      // At the touch, where the flow trades.
      return [{ type: 'place', terms: { ...terms, price: own.priceDecimal(0) }, reason: 'quote' }]
    case 2:
      return [
        {
          type: 'place',
          terms: { ...terms, price: across.priceDecimal(0), timeInForce: 'ioc' },
          reason: 'take',
        },
      ]
    case 3:
      if (oldest === undefined || oldest.status !== 'open') return []
      return [{ type: 'amend', clientOrderId: oldest.clientOrderId, quantity: quantity.times(2) }]
    default:
      if (oldest === undefined) return []
      return [{ type: 'cancel', clientOrderId: oldest.clientOrderId }]
  }
}
