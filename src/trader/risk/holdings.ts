import type { AccountId, ClientOrderId, Decimal, Instrument, OrderTerms } from '../../core/index.ts'
import { Holding } from './holding.ts'
import { HoldingList } from './holding-list.ts'
import { holdingKey } from './holding-place.ts'
import { worstLeaves } from './live-order.ts'
import type { LiveOrder } from './view.ts'

/** Fills of an order that ended, of which the venue told the sum only. */
interface Owed {
  readonly terms: OrderTerms
  readonly quantity: Decimal
}

/**
 * Positions and live orders of all accounts, summed by account and instrument as they change: the parts of a `RiskView` that
 * risk can keep by itself. Sums of decimals are exact, so nothing drifts when orders leave.
 */
export class Holdings {
  readonly #orders = new Map<ClientOrderId, LiveOrder>()
  readonly #owed = new Map<ClientOrderId, Owed>()
  readonly #holdings = new HoldingList()
  /** Where each stands, by its key. */
  readonly #indices = new Map<number, number>()

  /** Tells the position of an account in an instrument: signed, base or contracts. */
  setPosition(account: AccountId, instrument: Instrument, position: Decimal): void {
    this.#put(this.#take(account, instrument).withPosition(position))
  }

  /** An order became live, or changed. */
  setOrder(order: LiveOrder): void {
    this.removeOrder(order.clientOrderId)
    const { terms } = order
    this.#orders.set(order.clientOrderId, order)
    const holding = this.#take(terms.account, terms.instrument)
    this.#put(holding.withOrder(terms, worstLeaves(order), 1))
  }

  /**
   * An order ended, and the venue said that more of it was filled than its fills tell: the position is behind by that much
   * until they come. It counts as what may still be filled, and not as an order.
   */
  setOwed(clientOrderId: ClientOrderId, terms: OrderTerms, quantity: Decimal): void {
    this.removeOrder(clientOrderId)
    this.#owed.set(clientOrderId, { terms, quantity })
    const holding = this.#take(terms.account, terms.instrument)
    this.#put(holding.withOrder(terms, quantity, 0))
  }

  /** An order can trade no more, by the venue's evidence, and all its fills are known. */
  removeOrder(clientOrderId: ClientOrderId): void {
    if (this.#owed.size > 0) this.#removeOwed(clientOrderId)
    const order = this.#orders.get(clientOrderId)
    if (order === undefined) return
    const { terms } = order
    this.#orders.delete(clientOrderId)
    const holding = this.#take(terms.account, terms.instrument)
    this.#put(holding.withOrder(terms, worstLeaves(order).negated(), -1))
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
    const index = this.#indices.get(holdingKey(account, instrument))
    return index === undefined ? undefined : this.#holdings.at(index)
  }

  /** Every holding, in the order they began. Borrowed: until the next change. */
  holdings(): HoldingList {
    return this.#holdings
  }

  #removeOwed(clientOrderId: ClientOrderId): void {
    const owed = this.#owed.get(clientOrderId)
    if (owed === undefined) return
    const { terms, quantity } = owed
    this.#owed.delete(clientOrderId)
    const holding = this.#take(terms.account, terms.instrument)
    this.#put(holding.withOrder(terms, quantity.negated(), 0))
  }

  #take(account: AccountId, instrument: Instrument): Holding {
    return this.holding(account, instrument) ?? Holding.empty(account, instrument)
  }

  #put(holding: Holding): void {
    const { key } = holding.place
    const index = this.#indices.get(key)
    if (holding.isEmpty) this.#remove(key, index)
    else if (index !== undefined) this.#holdings.replace(index, holding)
    else {
      this.#indices.set(key, this.#holdings.length)
      this.#holdings.push(holding)
    }
  }

  /** Those behind it move up. Mostly it is one of the newest. */
  #remove(key: number, index: number | undefined): void {
    if (index === undefined) return
    this.#indices.delete(key)
    this.#holdings.remove(index)
    for (let i = index; i < this.#holdings.length; i += 1) {
      const moved = this.#holdings.at(i)
      if (moved !== undefined) this.#indices.set(moved.place.key, i)
    }
  }
}
