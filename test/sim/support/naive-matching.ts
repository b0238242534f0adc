import type { EngineOrder } from '../../../src/sim/index.ts'

interface Waiting {
  id: number
  side: 'buy' | 'sell'
  price: number
  size: number
}

/** A matching engine that is obviously right and slow: one list of orders, searched whole each time. */
export class NaiveMatching {
  #orders: Waiting[] = []
  #lastId = 0

  submit(order: EngineOrder) {
    this.#lastId += 1
    const id = this.#lastId
    const fills: { maker: number; price: number; size: number }[] = []
    const queue = this.#orders
      .filter((o) => o.side !== order.side && this.#reaches(order, o.price))
      .sort((a, b) => (order.side === 'buy' ? a.price - b.price : b.price - a.price) || a.id - b.id)
    const available = queue.reduce((sum, o) => sum + o.size, 0)
    if (order.postOnly === true && queue.length > 0) return { id, outcome: 'refused', fills }
    if (order.postOnly !== true && order.timeInForce === 'fok' && available < order.size) {
      return { id, outcome: 'refused', fills }
    }
    let left = order.size
    for (const maker of queue) {
      const size = Math.min(left, maker.size)
      if (size === 0) break
      maker.size -= size
      left -= size
      fills.push({ maker: maker.id, price: maker.price, size })
    }
    this.#orders = this.#orders.filter((o) => o.size > 0)
    if (left === 0) return { id, outcome: 'filled', fills }
    if (order.price === undefined || (order.timeInForce ?? 'gtc') !== 'gtc') {
      return { id, outcome: 'cancelled', fills }
    }
    this.#orders.push({ id, side: order.side, price: order.price, size: left })
    return { id, outcome: 'resting', fills }
  }

  cancel(id: number): boolean {
    const before = this.#orders.length
    this.#orders = this.#orders.filter((o) => o.id !== id)
    return this.#orders.length < before
  }

  top(side: 'bid' | 'ask'): [number, number][] {
    const sums = new Map<number, number>()
    for (const o of this.#orders) {
      if ((o.side === 'buy') === (side === 'bid'))
        sums.set(o.price, (sums.get(o.price) ?? 0) + o.size)
    }
    return [...sums].sort((a, b) => (side === 'bid' ? b[0] - a[0] : a[0] - b[0]))
  }

  #reaches(order: EngineOrder, price: number): boolean {
    if (order.price === undefined) return true
    return order.side === 'buy' ? price <= order.price : price >= order.price
  }
}
