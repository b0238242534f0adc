import { type AccountId, type ClientOrderId, Decimal, type Instrument } from '../../core/index.ts'
import { instrumentKey } from './instrument-key.ts'
import { worstLeaves } from './live-order.ts'
import type { Holding, LiveOrder, SideTotals } from './view.ts'

const ZERO = new Decimal(0)
const NO_ORDERS: SideTotals = Object.freeze({ orders: 0, quantity: ZERO, reduceOnlyQuantity: ZERO })

/** A holding with nothing in it. */
export function emptyHolding(account: AccountId, instrument: Instrument): Holding {
  return { account, instrument, position: ZERO, buys: NO_ORDERS, sells: NO_ORDERS }
}

/** A holding with `quantity` more to fill on a side, in `orders` more orders. */
export function withOrder(
  holding: Holding,
  order: {
    readonly terms: LiveOrder['terms']
    readonly quantity: Decimal
    readonly orders: number
  },
): Holding {
  const { terms, quantity, orders } = order
  const totals = terms.side === 'buy' ? holding.buys : holding.sells
  const changed: SideTotals = {
    orders: totals.orders + orders,
    quantity: totals.quantity.plus(quantity),
    reduceOnlyQuantity: terms.reduceOnly
      ? totals.reduceOnlyQuantity.plus(quantity)
      : totals.reduceOnlyQuantity,
  }
  return terms.side === 'buy' ? { ...holding, buys: changed } : { ...holding, sells: changed }
}

/** Names a holding. */
export function holdingKey(account: AccountId, instrument: Instrument): string {
  return `${account} ${instrumentKey(instrument)}`
}

/**
 * Positions and live orders of all accounts, summed by account and instrument as they change: the parts of a `RiskView` that
 * risk can keep by itself. Sums of decimals are exact, so nothing drifts when orders leave.
 */
export class Holdings {
  readonly #orders = new Map<ClientOrderId, LiveOrder>()
  readonly #holdings = new Map<string, Holding>()

  /** Tells the position of an account in an instrument: signed, base or contracts. */
  setPosition(account: AccountId, instrument: Instrument, position: Decimal): void {
    this.#put({ ...this.#take(account, instrument), position })
  }

  /** An order became live, or changed. */
  setOrder(order: LiveOrder): void {
    this.removeOrder(order.clientOrderId)
    const { terms } = order
    this.#orders.set(order.clientOrderId, order)
    const holding = this.#take(terms.account, terms.instrument)
    this.#put(withOrder(holding, { terms, quantity: worstLeaves(order), orders: 1 }))
  }

  /** An order can trade no more, by the venue's evidence. */
  removeOrder(clientOrderId: ClientOrderId): void {
    const order = this.#orders.get(clientOrderId)
    if (order === undefined) return
    const { terms } = order
    this.#orders.delete(clientOrderId)
    const holding = this.#take(terms.account, terms.instrument)
    this.#put(withOrder(holding, { terms, quantity: worstLeaves(order).negated(), orders: -1 }))
  }

  /** A live order. */
  order(clientOrderId: ClientOrderId): LiveOrder | undefined {
    return this.#orders.get(clientOrderId)
  }

  /** Every live order, in the order they last changed. */
  orders(): Iterable<LiveOrder> {
    return this.#orders.values()
  }

  /** One holding; `undefined` where there is neither position nor order. */
  holding(account: AccountId, instrument: Instrument): Holding | undefined {
    return this.#holdings.get(holdingKey(account, instrument))
  }

  /** Every holding. */
  holdings(): Iterable<Holding> {
    return this.#holdings.values()
  }

  #take(account: AccountId, instrument: Instrument): Holding {
    const known = this.#holdings.get(holdingKey(account, instrument))
    return known ?? emptyHolding(account, instrument)
  }

  #put(holding: Holding): void {
    const key = holdingKey(holding.account, holding.instrument)
    const { position, buys, sells } = holding
    if (position.isZero() && buys.orders === 0 && sells.orders === 0) this.#holdings.delete(key)
    else this.#holdings.set(key, holding)
  }
}
