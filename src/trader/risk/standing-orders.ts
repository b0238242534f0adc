import { type RiskScope, type Scopes, scopeKey } from './scope.ts'

/** What may be done. `reduceOnly`: only what makes positions smaller; `halted`: only cancels. */
export type TradingState = 'active' | 'reduceOnly' | 'halted'

/** What somebody ordered, and why. */
export interface StandingOrder {
  /** For whom it holds. */
  readonly scope: RiskScope
  /** Who. */
  readonly by: string
  /** Why. */
  readonly why: string
  /** When, epoch µs. */
  readonly timeUs: number
}

/** A trading state that is not `active`. */
export interface TradingStop extends StandingOrder {
  /** What may be done. */
  readonly state: Exclude<TradingState, 'active'>
}

/** Orders of people that hold until they are taken back, one a scope. Where several hold for an order, each does. */
export class StandingOrders<Order extends StandingOrder> {
  readonly #orders = new Map<string, Order>()

  /** Starts with what was ordered before. */
  constructor(orders: readonly Order[] = []) {
    for (const order of orders) this.put(order)
  }

  /** Orders, in place of what was ordered for the same scope. Returns that. */
  put(order: Order): Order | undefined {
    const key = scopeKey(order.scope)
    const old = this.#orders.get(key)
    this.#orders.set(key, order)
    return old
  }

  /** Takes back what was ordered for the scope. Returns it. */
  remove(scope: RiskScope): Order | undefined {
    const key = scopeKey(scope)
    const old = this.#orders.get(key)
    this.#orders.delete(key)
    return old
  }

  /** What holds for something, narrowest first. */
  of(scopes: Scopes): Iterable<Order> {
    return this.#orders.size === 0 ? [] : this.#found(scopes)
  }

  *#found({ keys }: Scopes): Iterable<Order> {
    for (const key of keys) {
      const order = this.#orders.get(key)
      if (order !== undefined) yield order
    }
  }

  /** All of it. */
  all(): readonly Order[] {
    return [...this.#orders.values()]
  }
}
