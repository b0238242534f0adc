import type { AccountId, ClientOrderId, Decimal, Instrument } from '../../core/index.ts'
import { Holding } from './holding.ts'
import { instrumentKey } from './instrument-key.ts'
import { worstLeaves } from './live-order.ts'
import type { LiveOrder } from './view.ts'

/** The holding that was named last: one order asks for its own time and again. */
let named: { readonly account: AccountId; readonly of: string; readonly key: string } | undefined

/** Names a holding. */
export function holdingKey(account: AccountId, instrument: Instrument): string {
  const of = instrumentKey(instrument)
  if (named?.of === of && named.account === account) return named.key
  named = { account, of, key: `${account} ${of}` }
  return named.key
}

/**
 * Positions and live orders of all accounts, summed by account and instrument as they change: the parts of a `RiskView` that
 * risk can keep by itself. Sums of decimals are exact, so nothing drifts when orders leave.
 */
export class Holdings {
  readonly #orders = new Map<ClientOrderId, LiveOrder>()
  readonly #holdings: Holding[] = []
  /** Where each stands, by its key. */
  readonly #indices = new Map<string, number>()

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

  /** An order can trade no more, by the venue's evidence. */
  removeOrder(clientOrderId: ClientOrderId): void {
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
    return index === undefined ? undefined : this.#holdings[index]
  }

  /** Every holding, in the order they began. Borrowed: until the next change. */
  holdings(): readonly Holding[] {
    return this.#holdings
  }

  #take(account: AccountId, instrument: Instrument): Holding {
    return this.holding(account, instrument) ?? Holding.empty(account, instrument)
  }

  #put(holding: Holding): void {
    const key = holdingKey(holding.account, holding.instrument)
    const index = this.#indices.get(key)
    if (holding.isEmpty) this.#remove(key, index)
    else if (index !== undefined) this.#holdings[index] = holding
    else {
      this.#indices.set(key, this.#holdings.length)
      this.#holdings.push(holding)
    }
  }

  /** Those behind it move up. Mostly it is one of the newest. */
  #remove(key: string, index: number | undefined): void {
    if (index === undefined) return
    this.#indices.delete(key)
    this.#holdings.splice(index, 1)
    for (let i = index; i < this.#holdings.length; i += 1) {
      const moved = this.#holdings[i]
      if (moved !== undefined) this.#indices.set(holdingKey(moved.account, moved.instrument), i)
    }
  }
}
