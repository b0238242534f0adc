import type { ClientOrderId, FillId, StrategyId } from '../../core/index.ts'
import { OldestFirst } from './oldest-first.ts'

/** What is kept of an order that has ended long ago. */
export interface EvictedOrder {
  /** Its id. */
  readonly clientOrderId: ClientOrderId
  /** Whose order it was. */
  readonly strategy: StrategyId
  /** What was filled of it, decimal text. */
  readonly filledQuantity: string
  /** Its keys by the venue's ids. */
  readonly venueKeys: readonly string[]
  /** Its fills. */
  readonly fillIds: readonly FillId[]
}

/**
 * Orders that ended long ago, by their ids only: a fill that still comes is told apart from one that was counted. Bounded
 * by orders and fills together; the oldest go first.
 */
export class EvictedOrders {
  readonly #max: number
  readonly #orders = new OldestFirst<ClientOrderId, EvictedOrder>()
  readonly #byVenueKey = new Map<string, ClientOrderId>()
  #weight = 0

  /** Keeps at most so many orders and fills. */
  constructor(max: number) {
    this.#max = max
  }

  /** Adds an order, or replaces it; the oldest make room. */
  put(order: EvictedOrder): void {
    const known = this.#orders.get(order.clientOrderId)
    if (known !== undefined) this.#weight -= weightOf(known)
    this.#weight += weightOf(order)
    this.#orders.set(order.clientOrderId, order)
    for (const key of order.venueKeys) this.#byVenueKey.set(key, order.clientOrderId)
    while (this.#weight > this.#max) {
      const oldest = this.#orders.oldest()?.value
      if (oldest === undefined) break
      this.#orders.delete(oldest.clientOrderId)
      this.#weight -= weightOf(oldest)
      for (const key of oldest.venueKeys) this.#byVenueKey.delete(key)
    }
  }

  /** An order by either id. */
  find(
    clientOrderId: ClientOrderId | undefined,
    venueKey: string | undefined,
  ): EvictedOrder | undefined {
    const named = clientOrderId === undefined ? undefined : this.#orders.get(clientOrderId)
    if (named !== undefined || venueKey === undefined) return named
    const id = this.#byVenueKey.get(venueKey)
    return id === undefined ? undefined : this.#orders.get(id)
  }

  /** All of them, the oldest first. */
  list(): readonly EvictedOrder[] {
    return this.#orders.entries().map(({ value }) => value)
  }
}

function weightOf({ fillIds }: EvictedOrder): number {
  return 1 + fillIds.length
}
