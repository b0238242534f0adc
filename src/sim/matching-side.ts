import type { Side } from '../core/index.ts'

/** An order resting in the book. */
export interface RestingOrder {
  /** Its id, unique within the engine. */
  readonly id: number
  /** Its side. */
  readonly side: Side
  /** Its limit as a scaled integer. */
  readonly price: number
  /** What is left of it, as a scaled integer. */
  size: number
  /** Who placed it; the order flow is `''`. */
  readonly owner: string
}

/** A price with the orders that wait there, oldest first. */
export interface PriceLevel {
  /** Price as a scaled integer. */
  readonly price: number
  /** Sum of the orders' sizes. */
  size: number
  /** Orders in time priority. */
  readonly orders: RestingOrder[]
}

/**
 * One side of the matching engine's book.
 *
 * ```
 * sorted   [ worst … second best, best ]      prices × direction, ascending: the best is popped from the end
 * levels   price → { size, orders oldest first }
 * ```
 */
export class MatchingSide {
  readonly #direction: 1 | -1
  readonly #sorted: number[] = []
  readonly #levels = new Map<number, PriceLevel>()

  /** An empty side. */
  constructor(side: Side) {
    this.#direction = side === 'buy' ? 1 : -1
  }

  /** Number of levels. */
  get count(): number {
    return this.#sorted.length
  }

  /** The best level, if there is one. */
  best(): PriceLevel | undefined {
    return this.at(0)
  }

  /** The level `rank` places behind the best. */
  at(rank: number): PriceLevel | undefined {
    const key = this.#sorted[this.#sorted.length - 1 - rank]
    return key === undefined ? undefined : this.#levels.get(key * this.#direction)
  }

  /** The size at a price; 0 where there is no level. */
  sizeAt(price: number): number {
    return this.#levels.get(price)?.size ?? 0
  }

  /** Appends an order to its level. */
  add(order: RestingOrder): PriceLevel {
    let level = this.#levels.get(order.price)
    if (level === undefined) {
      level = { price: order.price, size: 0, orders: [] }
      this.#levels.set(order.price, level)
      const key = order.price * this.#direction
      this.#sorted.splice(this.#rankOf(key), 0, key)
    }
    level.orders.push(order)
    level.size += order.size
    return level
  }

  /** Takes an order out of its level. */
  remove(order: RestingOrder): void {
    const level = this.#levels.get(order.price)
    const index = level === undefined ? -1 : level.orders.indexOf(order)
    if (level === undefined || index < 0) return
    level.orders.splice(index, 1)
    level.size -= order.size
    if (level.orders.length === 0) this.drop(level)
  }

  /** Leaves an order less than it has; it keeps its place. */
  reduce(order: RestingOrder, size: number): { price: number; size: number; previous: number } {
    const { price } = order
    const previous = this.sizeAt(price)
    const level = this.#levels.get(price)
    if (level !== undefined) level.size -= order.size - size
    order.size = size
    return { price, size: this.sizeAt(price), previous }
  }

  /** Removes a level with everything in it. */
  drop(level: PriceLevel): void {
    this.#levels.delete(level.price)
    const key = level.price * this.#direction
    const rank = this.#rankOf(key)
    if (this.#sorted[rank] === key) this.#sorted.splice(rank, 1)
  }

  /** Price and size of the best `limit` levels, best first. */
  top(limit: number): [price: number, size: number][] {
    const rows: [number, number][] = []
    for (let rank = 0; rank < limit && rank < this.#sorted.length; rank += 1) {
      const level = this.at(rank)
      if (level !== undefined) rows.push([level.price, level.size])
    }
    return rows
  }

  #rankOf(key: number): number {
    let low = 0
    let high = this.#sorted.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#sorted[middle] ?? Number.POSITIVE_INFINITY) < key) low = middle + 1
      else high = middle
    }
    return low
  }
}
