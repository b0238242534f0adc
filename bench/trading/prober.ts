import { z } from 'zod'
import { Decimal } from '../../src/core/index.ts'
import { limitOrder } from '../../src/strategies/limit-order.ts'
import {
  defineStrategy,
  type Strategy,
  type StrategyDefinition,
  type StrategyIntent,
  type StrategyView,
} from '../../src/trader/index.ts'

const QUANTITY = new Decimal('0.01')

/** When the updates that are answered had arrived, epoch µs; an order's reason is its place here. */
export const arrivalsUs: number[] = []

/** Answers one update in so many with an order that finds nobody. */
class Prober implements Strategy {
  readonly #updatesPerOrder: number
  #updates = 0

  constructor(updatesPerOrder: number) {
    this.#updatesPerOrder = updatesPerOrder
  }

  evaluate(view: StrategyView): readonly StrategyIntent[] {
    const { event, legs } = view
    if (event.type !== 'book') return []
    const book = view.book(event.instrument)
    const [leg] = legs
    if (leg === undefined || book?.state !== 'live') return []
    this.#updates += 1
    if (this.#updates % this.#updatesPerOrder !== 0) return []
    if (book.bids.count === 0) return []
    const price = book.bids.priceDecimal(0)
    const intent = limitOrder(leg, view.listing(event.instrument), {
      side: 'buy',
      price,
      quantity: QUANTITY,
      as: 'take',
      reason: String(arrivalsUs.push(book.localTimeUs) - 1),
    })
    return intent === undefined ? [] : [intent]
  }
}

/** A strategy that probes. */
export const prober: StrategyDefinition = defineStrategy({
  kind: 'prober',
  params: z.object({ updatesPerOrder: z.number().int().positive() }),
  create: ({ updatesPerOrder }) => new Prober(updatesPerOrder),
})
