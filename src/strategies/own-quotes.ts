import { Decimal, type LiveOrderBook, type Side } from '../core/index.ts'
import { isEnded, type OwnOrder, type StrategyIntent } from '../trader/index.ts'

/** What the strategy has working in one instrument, and what it adds in this turn: so that it never trades with itself. */
export class OwnQuotes {
  readonly #orders: readonly OwnOrder[]
  readonly #added: { readonly side: Side; readonly price: Decimal }[] = []

  /** Of the orders of one instrument that have not ended. */
  constructor(orders: readonly OwnOrder[]) {
    this.#orders = orders
  }

  /** Orders of a side, oldest first. */
  of(side: Side): readonly OwnOrder[] {
    return this.#orders.filter(({ terms }) => terms.side === side)
  }

  /** Whether there is one of that side at that price. */
  has(side: Side, price: Decimal): boolean {
    return this.#prices(side).some((own) => own.eq(price))
  }

  /** Whether an order of that side and price could trade with one of the other side. */
  crosses(side: Side, price: Decimal): boolean {
    const others = this.#prices(side === 'buy' ? 'sell' : 'buy')
    return others.some((own) => (side === 'buy' ? price.gte(own) : price.lte(own)))
  }

  /** Counts one that is about to be placed. */
  add(side: Side, price: Decimal): void {
    this.#added.push({ side, price })
  }

  #prices(side: Side): readonly Decimal[] {
    const prices: Decimal[] = []
    for (const { terms, amend } of this.#orders) {
      if (terms.side !== side) continue
      if (terms.price !== undefined) prices.push(terms.price)
      if (amend?.price !== undefined) prices.push(amend.price)
    }
    for (const added of this.#added) if (added.side === side) prices.push(added.price)
    return prices
  }
}

/** Cancels of orders that have not ended, and whose end was not asked for yet. */
export function cancelsOf(orders: readonly OwnOrder[]): StrategyIntent[] {
  return orders
    .filter(({ isCancelWanted, status }) => !isCancelWanted && !isEnded(status))
    .map(({ clientOrderId }) => ({ type: 'cancel', clientOrderId }))
}

/** What is left of an order. */
export function leavesOf({ terms, filledQuantity }: OwnOrder): Decimal {
  return Decimal.max(0, terms.quantity.minus(filledQuantity))
}

/** Whether an order at that price would rest: it does not reach the other side of the book. */
export function rests(book: LiveOrderBook, side: Side, price: Decimal): boolean {
  const other = side === 'buy' ? book.asks : book.bids
  if (other.count === 0) return true
  const best = other.priceDecimal(0)
  return side === 'buy' ? price.lt(best) : price.gt(best)
}
