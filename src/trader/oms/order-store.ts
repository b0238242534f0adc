import type { AccountId, ClientOrderId, Instrument, VenueOrderId } from '../../core/index.ts'
import { EvictedOrders } from './evicted-orders.ts'
import { OldestFirst } from './oldest-first.ts'
import { hasHole, isEnded, type Order } from './order.ts'

/** What bounds a store. */
export interface OrderStoreLimits {
  /** Most orders that have ended and are kept whole. */
  readonly maxEnded: number
  /** How long they are kept whole, ms. */
  readonly maxEndedAgeMs: number
  /** Most orders and fills remembered by their ids only after that. */
  readonly maxEvicted: number
}

/**
 * Orders by our id and by the venue's. An order that has ended, and misses no fill, is evicted once too many have ended
 * after it, or too much time has passed by the events' clock.
 */
export class OrderStore {
  /** What is left of those that were evicted. */
  readonly evicted: EvictedOrders
  readonly #limits: OrderStoreLimits
  readonly #orders = new Map<ClientOrderId, Order>()
  readonly #active = new Map<ClientOrderId, Order>()
  readonly #byVenueKey = new Map<string, ClientOrderId>()
  /** The orders that may be evicted, in the order in which they came to that. */
  readonly #ended = new OldestFirst<ClientOrderId, number>()
  #nowUs = 0

  /** Starts without orders. */
  constructor(limits: OrderStoreLimits) {
    this.#limits = limits
    this.evicted = new EvictedOrders(limits.maxEvicted)
  }

  /** The latest time that was told, epoch µs. */
  get nowUs(): number {
    return this.#nowUs
  }

  /** Orders that are kept whole, in the order in which they were made. */
  get orders(): ReadonlyMap<ClientOrderId, Order> {
    return this.#orders
  }

  /** Orders of which something may still come: that have not ended, or miss fills. */
  get active(): ReadonlyMap<ClientOrderId, Order> {
    return this.#active
  }

  /** The ids of those that may be evicted, in the order in which they will be. */
  get endedIds(): readonly ClientOrderId[] {
    return this.#ended.entries().map(({ key }) => key)
  }

  /** Our id of an order that the venue names so. */
  idOf(venueKey: string): ClientOrderId | undefined {
    return this.#byVenueKey.get(venueKey)
  }

  /** Takes an order as it is now. */
  put(order: Order): void {
    const { clientOrderId } = order
    const known = this.#orders.get(clientOrderId)
    this.#orders.set(clientOrderId, order)
    if (known?.venueOrderIds !== order.venueOrderIds) {
      for (const key of venueKeys(order))
        if (!this.#byVenueKey.has(key)) this.#byVenueKey.set(key, clientOrderId)
    }
    if (!isEnded(order.status) || hasHole(order)) {
      this.#ended.delete(clientOrderId)
      this.#active.set(clientOrderId, order)
      return
    }
    this.#active.delete(clientOrderId)
    if (this.#ended.get(clientOrderId) === undefined)
      this.#ended.set(clientOrderId, order.endedTimeUs ?? this.#nowUs)
  }

  /** Takes the order in which they are to be evicted, and the time; nothing is evicted by that. */
  restore(ids: readonly ClientOrderId[], nowUs: number): void {
    this.#nowUs = nowUs
    for (const id of ids) {
      const endedUs = this.#ended.delete(id)
      if (endedUs !== undefined) this.#ended.set(id, endedUs)
    }
  }

  /** Time goes on. */
  passTime(timeUs: number): void {
    this.#nowUs = Math.max(this.#nowUs, timeUs)
  }

  /** Evicts what is too old, or too many. */
  makeRoom(): void {
    const oldestUs = this.#nowUs - this.#limits.maxEndedAgeMs * 1000
    for (let next = this.#ended.oldest(); next !== undefined; next = this.#ended.oldest()) {
      if (this.#ended.size <= this.#limits.maxEnded && next.value >= oldestUs) break
      this.#evict(next.key)
    }
  }

  #evict(id: ClientOrderId): void {
    const order = this.#orders.get(id)
    this.#ended.delete(id)
    this.#orders.delete(id)
    if (order === undefined) return
    const keys = venueKeys(order).filter((key) => this.#byVenueKey.get(key) === id)
    for (const key of keys) this.#byVenueKey.delete(key)
    this.evicted.put({
      clientOrderId: id,
      strategy: order.strategy,
      filledQuantity: order.filledQuantity.toFixed(),
      venueKeys: keys,
      fillIds: order.fills.map(({ fillId }) => fillId),
    })
  }
}

/** A venue's order id as a key: it is unique in an account and instrument only. */
export function venueKey(account: AccountId, instrument: Instrument, id: VenueOrderId): string {
  const { venue, market, symbol } = instrument
  return `${venue} ${account} ${market} ${symbol} ${id}`
}

function venueKeys({ terms, venueOrderIds }: Order): readonly string[] {
  return venueOrderIds.map((id) => venueKey(terms.account, terms.instrument, id))
}
