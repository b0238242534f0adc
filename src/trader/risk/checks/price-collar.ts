import { Decimal } from '../../../core/index.ts'
import type { BatchView } from '../batch-view.ts'
import type { ConsideredOrder } from '../considered-order.ts'
import { referencePrice } from '../prices.ts'
import { type Refusal, type RiskCheck, type RiskState, refuse } from '../risk-state.ts'

const BPS = new Decimal('0.0001')

/**
 * No price is worse than the reference by more than the collar: a buyer's not above, a seller's not below. A better price is
 * never refused. Orders without a price are held to the worst level that they would reach in the book now; a stop's limit is
 * held to its own trigger.
 */
export const priceCollar: RiskCheck = {
  reasons: ['PRICE_COLLAR', 'THIN_BOOK'],
  limit: 'priceCollarBps',
  find: (order, view, state) => {
    const bound = worstAllowed(order, view, state)
    if (bound === undefined) return undefined
    const { terms } = order
    if (terms.price === undefined) return sweep(order, bound)
    return isWorse(terms.price, bound, order)
      ? refuse('PRICE_COLLAR', terms.price, bound)
      : undefined
  },
}

function worstAllowed(
  order: ConsideredOrder,
  view: BatchView,
  state: RiskState,
): Decimal | undefined {
  const { terms, market } = order
  const collarBps = state.limit('priceCollarBps', order)
  if (collarBps === false || market === undefined) return undefined
  const reference =
    terms.type === 'stopLimit'
      ? terms.triggerPrice
      : referencePrice(market, state.options.reference, view)
  const distance = reference?.times(collarBps).times(BPS)
  if (reference === undefined || distance === undefined) return undefined
  return terms.side === 'buy' ? reference.plus(distance) : reference.minus(distance)
}

function isWorse(price: Decimal, bound: Decimal, { terms }: ConsideredOrder): boolean {
  return terms.side === 'buy' ? price.gt(bound) : price.lt(bound)
}

/** Walks the book as far as the quantity goes. */
function sweep(order: ConsideredOrder, bound: Decimal): Refusal | undefined {
  const { market, terms } = order
  const { quantity } = terms
  const book = market?.book
  if (book?.state !== 'live') return refuse('THIN_BOOK', 0, quantity)
  const levels = terms.side === 'buy' ? book.asks : book.bids
  let left = quantity
  for (let i = 0; i < levels.count && left.gt(0); i += 1) {
    const price = levels.priceDecimal(i)
    if (isWorse(price, bound, order)) return refuse('PRICE_COLLAR', price, bound)
    left = left.minus(levels.sizeDecimal(i))
  }
  return left.gt(0) ? refuse('THIN_BOOK', quantity.minus(left), quantity) : undefined
}
