import type { BookSide, Side } from '../core/index.ts'
import { MatchingSide, type PriceLevel, type RestingOrder } from './matching-side.ts'

/** An order to enter. Prices and sizes are scaled integers. */
export interface EngineOrder {
  /** Its side. */
  readonly side: Side
  /** Its limit; absent on a market order. */
  readonly price?: number
  /** How much. */
  readonly size: number
  /** How long it stays. A market order never rests. @defaultValue `'gtc'` */
  readonly timeInForce?: 'gtc' | 'ioc' | 'fok'
  /** Refuse it rather than let it take. @defaultValue false */
  readonly postOnly?: boolean
  /** Who places it. @defaultValue `''`, the order flow */
  readonly owner?: string
}

/** One match of a taker with one resting order. */
export interface EngineFill {
  /** Price of the resting order. */
  readonly price: number
  /** How much was exchanged. */
  readonly size: number
  /** The aggressor's side. */
  readonly takerSide: Side
  /** The resting order. */
  readonly makerOrderId: number
  /** Who had placed the resting order. */
  readonly makerOwner: string
  /** The aggressor. */
  readonly takerOrderId: number
}

/** The new size of one price, 0 where the level is gone. */
export interface LevelChange {
  /** Side of the book. */
  readonly side: BookSide
  /** Price as a scaled integer. */
  readonly price: number
  /** Size now. */
  readonly size: number
  /** Size before. */
  readonly previous: number
}

/** What became of a command. Each price stands at most once in `changes`. */
export interface EngineResult {
  /** The order's id; ids count up. */
  readonly orderId: number
  /** What the order is now. `refused` orders touched nothing. */
  readonly outcome: 'resting' | 'filled' | 'cancelled' | 'refused'
  /** What is left of it. */
  readonly leaves: number
  /** Matches in order. */
  readonly fills: readonly EngineFill[]
  /** Levels that changed, in order. */
  readonly changes: readonly LevelChange[]
}

/**
 * A limit order book with price-time priority over integers.
 *
 * After every command bids and asks do not cross, each level's size is the sum of its orders, and no level is empty.
 */
export class MatchingEngine {
  readonly #bids = new MatchingSide('buy')
  readonly #asks = new MatchingSide('sell')
  readonly #orders = new Map<number, RestingOrder>()
  #lastOrderId: number

  /** An empty book; the first order gets `firstOrderId`. */
  constructor(firstOrderId = 1) {
    this.#lastOrderId = firstOrderId - 1
  }

  /** How many orders rest. */
  get orderCount(): number {
    return this.#orders.size
  }

  /** A resting order; `undefined` once it is filled or cancelled. Its size moves as it fills. */
  order(id: number): Readonly<RestingOrder> | undefined {
    return this.#orders.get(id)
  }

  /** How many levels a side has. */
  levelCount(side: BookSide): number {
    return this.#half(side).count
  }

  /** Price and size of the best level of a side. */
  best(side: BookSide): { readonly price: number; readonly size: number } | undefined {
    return this.#half(side).best()
  }

  /** The size at a price; 0 where there is no level. */
  sizeAt(side: BookSide, price: number): number {
    return this.#half(side).sizeAt(price)
  }

  /** Price and size of the best levels, best first. */
  top(side: BookSide, limit: number = Number.POSITIVE_INFINITY): [price: number, size: number][] {
    return this.#half(side).top(limit)
  }

  /** Enters an order: matches what it reaches, rests what is left if it may. */
  submit(order: EngineOrder): EngineResult {
    const isBuy = order.side === 'buy'
    const across = isBuy ? this.#asks : this.#bids
    const limit = order.price ?? (isBuy ? Number.POSITIVE_INFINITY : 0)
    this.#lastOrderId += 1
    const orderId = this.#lastOrderId
    if (this.#isRefused(order, across, limit)) {
      return { orderId, outcome: 'refused', leaves: order.size, fills: [], changes: [] }
    }
    const fills: EngineFill[] = []
    const changes: LevelChange[] = []
    const leaves = this.#match(order, orderId, across, limit, fills, changes)
    if (leaves === 0) return { orderId, outcome: 'filled', leaves, fills, changes }
    if (order.price === undefined || (order.timeInForce ?? 'gtc') !== 'gtc') {
      return { orderId, outcome: 'cancelled', leaves, fills, changes }
    }
    changes.push(this.#rest(order, order.price, orderId, leaves))
    return { orderId, outcome: 'resting', leaves, fills, changes }
  }

  /** Takes a resting order out; `undefined` where it does not rest. */
  cancel(orderId: number): EngineResult | undefined {
    const order = this.#orders.get(orderId)
    if (order === undefined) return undefined
    const side: BookSide = order.side === 'buy' ? 'bid' : 'ask'
    const half = this.#half(side)
    const previous = half.sizeAt(order.price)
    half.remove(order)
    this.#orders.delete(orderId)
    const change = { side, price: order.price, size: half.sizeAt(order.price), previous }
    return { orderId, outcome: 'cancelled', leaves: order.size, fills: [], changes: [change] }
  }

  #half(side: BookSide): MatchingSide {
    return side === 'bid' ? this.#bids : this.#asks
  }

  #isRefused(order: EngineOrder, across: MatchingSide, limit: number): boolean {
    const best = across.best()
    const takes = best !== undefined && reaches(order.side, limit, best.price)
    if (order.postOnly === true) return takes
    if (order.timeInForce !== 'fok') return false
    let wanted = order.size
    for (let rank = 0; wanted > 0; rank += 1) {
      const level = across.at(rank)
      if (level === undefined || !reaches(order.side, limit, level.price)) return true
      wanted -= level.size
    }
    return false
  }

  #match(
    order: EngineOrder,
    orderId: number,
    across: MatchingSide,
    limit: number,
    fills: EngineFill[],
    changes: LevelChange[],
  ): number {
    let leaves = order.size
    while (leaves > 0) {
      const level = across.best()
      if (level === undefined || !reaches(order.side, limit, level.price)) break
      const previous = level.size
      leaves = this.#eat(level, leaves, order.side, orderId, fills)
      if (level.size === 0) across.drop(level)
      const side: BookSide = order.side === 'buy' ? 'ask' : 'bid'
      changes.push({ side, price: level.price, size: level.size, previous })
    }
    return leaves
  }

  #eat(
    level: PriceLevel,
    wanted: number,
    takerSide: Side,
    takerOrderId: number,
    fills: EngineFill[],
  ): number {
    let leaves = wanted
    let done = 0
    for (const maker of level.orders) {
      if (leaves === 0) break
      const size = Math.min(leaves, maker.size)
      maker.size -= size
      level.size -= size
      leaves -= size
      const { id: makerOrderId, owner: makerOwner } = maker
      fills.push({ price: level.price, size, takerSide, makerOrderId, makerOwner, takerOrderId })
      if (maker.size > 0) break
      this.#orders.delete(maker.id)
      done += 1
    }
    level.orders.splice(0, done)
    return leaves
  }

  #rest(order: EngineOrder, price: number, id: number, size: number): LevelChange {
    const side: BookSide = order.side === 'buy' ? 'bid' : 'ask'
    const half = this.#half(side)
    const previous = half.sizeAt(price)
    const resting: RestingOrder = { id, side: order.side, price, size, owner: order.owner ?? '' }
    this.#orders.set(id, resting)
    return { side, price, size: half.add(resting).size, previous }
  }
}

/** Whether an order with this limit may take at a price. */
function reaches(side: Side, limit: number, price: number): boolean {
  return side === 'buy' ? price <= limit : price >= limit
}
