import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { type EngineOrder, type MakerGate, MatchingEngine } from '../../src/sim/index.ts'

interface Waiting {
  readonly id: number
  readonly owner: string
  readonly side: 'buy' | 'sell'
  readonly price: number
  size: number
}

/** Lets an owner's orders trade no more than `most` a command, and never with one another. */
class Ration implements MakerGate {
  readonly most: number
  #used = 0

  constructor(most: number) {
    this.most = most
  }

  begin(): void {
    this.#used = 0
  }
  permit(maker: { owner: string }, taker: EngineOrder, wanted: number): number | 'stop' {
    if (maker.owner === taker.owner) return 'stop'
    const size = Math.min(wanted, this.most - this.#used)
    this.#used += size
    return size
  }
}

/** One list, searched whole each time; the rule of {@link Ration} written out. */
class NaiveBook {
  orders: Waiting[] = []
  readonly most: number
  #lastId = 0

  constructor(most: number) {
    this.most = most
  }

  submit({ side, price, size, owner = '' }: EngineOrder): [number, number][] {
    this.#lastId += 1
    const id = this.#lastId
    const queue = this.orders
      .filter((each) => each.side !== side && reaches(side, price, each.price))
      .sort((a, b) => (side === 'buy' ? a.price - b.price : b.price - a.price) || a.id - b.id)
    let left = size
    let used = 0
    const fills: [number, number][] = []
    for (const maker of queue) {
      if (left === 0) break
      if (maker.owner !== '' && maker.owner === owner) {
        price = undefined
        break
      }
      const wanted = Math.min(left, maker.size)
      const taken = maker.owner === '' ? wanted : Math.min(wanted, this.most - used)
      if (maker.owner !== '') used += taken
      if (taken > 0) fills.push([maker.id, taken])
      left -= taken
      maker.size -= taken
      if (taken < wanted) maker.size = 0
    }
    this.orders = this.orders.filter((each) => each.size > 0)
    if (left > 0 && price !== undefined) this.orders.push({ id, owner, side, price, size: left })
    return fills
  }

  reduce(id: number, size: number): boolean {
    const order = this.orders.find((each) => each.id === id)
    if (order === undefined || size >= order.size) return false
    order.size = size
    return true
  }

  /** Who waits at a price, oldest first; reducing does not change whose turn it is. */
  queueAhead(id: number): number | undefined {
    const order = this.orders.find((each) => each.id === id)
    if (order === undefined) return undefined
    const isAhead = (each: Waiting): boolean =>
      each.side === order.side &&
      (each.price === order.price
        ? each.id < order.id
        : order.side === 'buy'
          ? each.price > order.price
          : each.price < order.price)
    return this.orders.filter(isAhead).reduce((sum, each) => sum + each.size, 0)
  }
}

function reaches(side: 'buy' | 'sell', limit: number | undefined, price: number): boolean {
  return limit === undefined || (side === 'buy' ? price <= limit : price >= limit)
}

const order: fc.Arbitrary<EngineOrder> = fc.record({
  side: fc.constantFrom('buy' as const, 'sell' as const),
  price: fc.integer({ min: 95, max: 105 }),
  size: fc.integer({ min: 1, max: 9 }),
  owner: fc.constantFrom('', 'ours', 'theirs'),
})
const command = fc.oneof(
  { weight: 3, arbitrary: order },
  { weight: 1, arbitrary: fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 6 })) },
)

describe('the matching engine with a gate', () => {
  test.prop([fc.array(command, { maxLength: 100 }), fc.integer({ min: 0, max: 12 })])(
    'keeps price-time priority as the naive twin does, reduced orders too',
    (commands, most) => {
      const engine = new MatchingEngine()
      engine.setGate(new Ration(most))
      const twin = new NaiveBook(most)
      for (const each of commands) {
        if ('side' in each) {
          const foreseen = engine.preview(each).map(([, size]) => size)
          const { fills, changes } = engine.submit(each)
          expect(fills.map(({ makerOrderId, size }) => [makerOrderId, size])).toEqual(
            twin.submit(each),
          )
          expect(fills.map(({ size }) => size)).toEqual(foreseen)
          for (const { size, previous } of changes) expect(size).not.toBe(previous)
        } else {
          expect(engine.reduce(...each) !== undefined).toBe(twin.reduce(...each))
        }
        for (const { id, size } of twin.orders) {
          expect(engine.order(id)?.size).toBe(size)
          expect(engine.sizeAhead(id)).toBe(twin.queueAhead(id))
        }
        expect(engine.orderCount).toBe(twin.orders.length)
      }
    },
  )

  test.prop([fc.array(order, { maxLength: 60 }), fc.integer({ min: 0, max: 12 })])(
    'fills a fill-or-kill order whole or not at all',
    (orders, most) => {
      const engine = new MatchingEngine()
      engine.setGate(new Ration(most))
      orders.forEach((each, i) => {
        const isFok = i % 3 === 2
        const { outcome, fills } = engine.submit(isFok ? { ...each, timeInForce: 'fok' } : each)
        if (!isFok) return
        const got = fills.reduce((sum, { size }) => sum + size, 0)
        expect([outcome, got]).toEqual(got === 0 ? ['refused', 0] : ['filled', each.size])
      })
    },
  )
})
