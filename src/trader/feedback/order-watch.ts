import type { ClientOrderId, Decimal, StrategyId } from '../../core/index.ts'
import { isEnded, isUnknown, type Order } from '../oms/index.ts'
import { type Codec, decimal, object, optional, text } from '../portfolio/codec.ts'

/** What was done and what happened, counted. */
export interface OrderCounts {
  /** Orders that were made and sent. */
  readonly placed: number
  /** Changes that were sent. */
  readonly amends: number
  /** Cancels that were sent. */
  readonly cancels: number
  /** Fills. */
  readonly fills: number
  /** Intents that our risk refused. */
  readonly denied: number
  /** Orders that the venue refused. */
  readonly rejected: number
  /** How often nobody could say what became of a request. */
  readonly unknown: number
}

/** Nothing was done yet. */
export const NO_COUNTS: OrderCounts = Object.freeze({
  placed: 0,
  amends: 0,
  cancels: 0,
  fills: 0,
  denied: 0,
  rejected: 0,
  unknown: 0,
})

/** What of an order is remembered: its next change is counted against this. */
export interface WatchedOrder {
  readonly strategy: StrategyId
  readonly status: Order['status']
  /** The price it was decided at; absent where there was none. */
  readonly price?: Decimal
}

/** A {@link WatchedOrder} as JSON data. */
export const watchedOrderCodec: Codec<WatchedOrder> = object<WatchedOrder>({
  strategy: text(),
  status: text(),
  price: optional(decimal),
})

/** How many ended orders are remembered, for fills that come late. */
const MOST_ENDED = 1_000

/** Remembers orders from their first change to some time after their end, and says what each change adds to the counts. */
export class OrderWatch {
  readonly #orders: Map<ClientOrderId, WatchedOrder>
  readonly #ended: Set<ClientOrderId>

  /** Remembers what is given, oldest first. */
  constructor(orders: ReadonlyMap<ClientOrderId, WatchedOrder> = new Map()) {
    this.#orders = new Map(orders)
    this.#ended = new Set([...orders].flatMap(([id, { status }]) => (isEnded(status) ? [id] : [])))
  }

  /** What is remembered, in the order in which it was first seen. */
  get orders(): ReadonlyMap<ClientOrderId, WatchedOrder> {
    return this.#orders
  }

  /** An order is as told now. */
  observe(order: Order): Partial<OrderCounts> {
    const { clientOrderId: id, strategy, status } = order
    const before = this.#orders.get(id)
    const price = before?.price
    // Moved behind those that ended before it: a snapshot has them in the order in which they are forgotten.
    if (isEnded(status) && !this.#ended.has(id)) this.#orders.delete(id)
    this.#orders.set(id, { strategy, status, ...(price !== undefined && { price }) })
    if (isEnded(status)) this.#end(id)
    else this.#ended.delete(id)
    const isNew = status !== before?.status
    return {
      placed: before === undefined && status === 'inFlight' ? 1 : 0,
      // One that was forgotten after its end is not counted again.
      rejected: isNew && before !== undefined && status === 'rejected' ? 1 : 0,
      unknown: isNew && isUnknown(status) ? 1 : 0,
    }
  }

  /** An order was decided on at a price. */
  decided(id: ClientOrderId, price: Decimal): void {
    const order = this.#orders.get(id)
    if (order !== undefined) this.#orders.set(id, { ...order, price })
  }

  #end(id: ClientOrderId): void {
    this.#ended.add(id)
    if (this.#ended.size <= MOST_ENDED) return
    const [oldest] = this.#ended
    if (oldest === undefined) return
    this.#ended.delete(oldest)
    this.#orders.delete(oldest)
  }
}
