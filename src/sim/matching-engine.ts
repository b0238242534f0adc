import type { BookSide, Side } from '../core/index.ts'
import type {
  EngineFill,
  EngineOrder,
  EngineResult,
  LevelChange,
  MakerGate,
} from './engine-order.ts'
import { MatchingSide, type PriceLevel, type RestingOrder } from './matching-side.ts'

/** A command while it matches. */
interface Matching {
  readonly order: EngineOrder
  readonly orderId: number
  readonly fills: EngineFill[]
  readonly changes: LevelChange[]
  readonly removed: number[]
  isStopped: boolean
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
  #gate: MakerGate | undefined

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
    const { across, limit } = this.#across(order)
    this.#gate?.begin()
    this.#lastOrderId += 1
    const orderId = this.#lastOrderId
    if (this.#isRefused(order, across, limit)) {
      return { orderId, outcome: 'refused', leaves: order.size, fills: [], changes: [] }
    }
    const matching: Matching = {
      order,
      orderId,
      fills: [],
      changes: [],
      removed: [],
      isStopped: false,
    }
    const leaves = this.#match(matching, across, limit)
    const { fills, changes, removed, isStopped } = matching
    const told = {
      ...(removed.length > 0 && { removed }),
      ...(isStopped && { isStopped }),
    }
    if (leaves === 0) return { orderId, outcome: 'filled', leaves, fills, changes, ...told }
    if (isStopped || order.price === undefined || (order.timeInForce ?? 'gtc') !== 'gtc') {
      return { orderId, outcome: 'cancelled', leaves, fills, changes, ...told }
    }
    changes.push(this.#rest(order, order.price, orderId, leaves))
    return { orderId, outcome: 'resting', leaves, fills, changes, ...told }
  }

  /** Lets a gate have its say from now on; there is one. */
  setGate(gate: MakerGate): void {
    this.#gate = gate
  }

  /** What an order would trade with if it came now, best price first: one row for each resting order. */
  preview(order: EngineOrder): [price: number, size: number][] {
    this.#gate?.begin()
    const { across, limit } = this.#across(order)
    const rows: [number, number][] = []
    let wanted = order.size
    for (let rank = 0; wanted > 0; rank += 1) {
      const level = across.at(rank)
      if (level === undefined || !reaches(order.side, limit, level.price)) return rows
      for (const maker of level.orders) {
        const size = this.#permitted(maker, order, Math.min(wanted, maker.size))
        if (size === 'stop') return rows
        if (size > 0) rows.push([level.price, size])
        wanted -= size
        if (wanted === 0) break
      }
    }
    return rows
  }

  /** How much an order of the other side has to take before it comes to this one; `undefined` where it does not rest. */
  sizeAhead(orderId: number): number | undefined {
    const order = this.#orders.get(orderId)
    if (order === undefined) return undefined
    const half = this.#half(order.side === 'buy' ? 'bid' : 'ask')
    let ahead = 0
    for (let rank = 0; ; rank += 1) {
      const level = half.at(rank)
      if (level === undefined) return undefined
      if (level.price !== order.price) {
        ahead += level.size
        continue
      }
      for (const each of level.orders) {
        if (each === order) return ahead
        ahead += each.size
      }
    }
  }

  /**
   * Leaves a resting order less; it keeps its place. `undefined` where it does not rest, or has no more than that.
   */
  reduce(orderId: number, size: number): EngineResult | undefined {
    const order = this.#orders.get(orderId)
    if (order === undefined || size <= 0 || size >= order.size) return undefined
    const side: BookSide = order.side === 'buy' ? 'bid' : 'ask'
    const change = this.#half(side).reduce(order, size)
    return { orderId, outcome: 'resting', leaves: size, fills: [], changes: [{ side, ...change }] }
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

  #across({ side, price }: EngineOrder): { across: MatchingSide; limit: number } {
    return side === 'buy'
      ? { across: this.#asks, limit: price ?? Number.POSITIVE_INFINITY }
      : { across: this.#bids, limit: price ?? 0 }
  }

  #isRefused(order: EngineOrder, across: MatchingSide, limit: number): boolean {
    if (order.postOnly === true) {
      const best = across.best()
      return best !== undefined && reaches(order.side, limit, best.price)
    }
    if (order.timeInForce !== 'fok') return false
    const available = this.preview(order).reduce((sum, [, size]) => sum + size, 0)
    this.#gate?.begin()
    return available < order.size
  }

  #permitted(maker: RestingOrder, taker: EngineOrder, wanted: number): number | 'stop' {
    if (maker.owner === '' || this.#gate === undefined) return wanted
    return this.#gate.permit(maker, taker, wanted)
  }

  #match(matching: Matching, across: MatchingSide, limit: number): number {
    const { order, changes } = matching
    let leaves = order.size
    while (leaves > 0 && !matching.isStopped) {
      const level = across.best()
      if (level === undefined || !reaches(order.side, limit, level.price)) break
      const previous = level.size
      leaves = this.#eat(matching, level, leaves)
      if (level.size === 0) across.drop(level)
      const side: BookSide = order.side === 'buy' ? 'ask' : 'bid'
      if (level.size !== previous) {
        changes.push({ side, price: level.price, size: level.size, previous })
      }
    }
    return leaves
  }

  #eat(matching: Matching, level: PriceLevel, wanted: number): number {
    const { order, orderId: takerOrderId, fills, removed } = matching
    let leaves = wanted
    let done = 0
    for (const maker of level.orders) {
      if (leaves === 0) break
      const most = Math.min(leaves, maker.size)
      const size = this.#permitted(maker, order, most)
      if (size === 'stop') {
        matching.isStopped = true
        break
      }
      // What may not trade leaves the book with what did.
      level.size -= size < most ? maker.size : size
      leaves -= size
      maker.size -= size
      if (size > 0) {
        const { id: makerOrderId, owner: makerOwner } = maker
        const takerSide = order.side
        fills.push({ price: level.price, size, takerSide, makerOrderId, makerOwner, takerOrderId })
      }
      if (size < most) removed.push(maker.id)
      else if (maker.size > 0) break
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
