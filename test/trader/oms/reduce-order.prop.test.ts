import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  averagePrice,
  feesPaid,
  hasHole,
  isEnded,
  leavesQuantity,
  newOrder,
  type Order,
  type OrderEffect,
  reduceOrder,
} from '../../../src/trader/oms/index.ts'
import { naiveOrder } from '../../reference/naive-order.ts'
import { arrivals, historyOf, type Life, life } from './support/order-history.ts'
import { decimal, ID, intent } from './support/small-orders.ts'

const dice = fc.array(fc.nat(9999), { minLength: 60, maxLength: 120 })

function lived({ quantity }: Life, events: ReturnType<typeof arrivals>) {
  let order = newOrder({
    clientOrderId: ID,
    intent: intent({ quantity: decimal(quantity) }),
    timeUs: 1000,
    deadlineUs: 2000,
  })
  const effects: OrderEffect[] = []
  for (const event of events) {
    const reduced = reduceOrder(order, event)
    effects.push(...reduced.effects)
    order = reduced.order
  }
  return { order, effects }
}

/** What the naive twin says too. */
const truth = (order: Order) => ({
  ended: isEnded(order.status) ? order.status : undefined,
  quantity: order.terms.quantity.toFixed(),
  filledQuantity: order.filledQuantity.toFixed(),
  paid: (averagePrice(order) ?? decimal(0))
    .times(order.filledQuantity)
    .toDecimalPlaces(20)
    .toFixed(),
  fees: Object.fromEntries(feesPaid(order).map(({ asset, amount }) => [asset, amount.toFixed()])),
  fillIds: order.fills.map(({ fillId }) => fillId).sort(),
})

test('whatever the order in which a true history arrives, and however often, the order is the same', () => {
  fc.assert(
    fc.property(life, dice, dice, (each, one, other) => {
      const history = historyOf(each)
      const events = arrivals(history, one)
      const { order } = lived(each, events)
      expect(truth(order)).toEqual(naiveOrder(each.quantity, events))
      expect(truth(lived(each, arrivals(history, other)).order)).toEqual(truth(order))
      expect(hasHole(order)).toBe(false)
    }),
    { numRuns: 2000 },
  )
})

test('a true history never raises an alarm, and each fill counts once', () => {
  fc.assert(
    fc.property(life, dice, (each, rolls) => {
      const { order, effects } = lived(each, arrivals(historyOf(each), rolls))
      expect(effects.filter(({ type }) => type === 'alarm')).toEqual([])
      const counted = effects.flatMap((effect) =>
        effect.type === 'fill' ? [effect.fill.fillId] : [],
      )
      expect([...counted].sort()).toEqual(order.fills.map(({ fillId }) => fillId).sort())
      expect(new Set(counted).size).toBe(counted.length)
    }),
    { numRuns: 1000 },
  )
})

test('nothing that happens changes an order that somebody holds, and leaves are never below 0', () => {
  fc.assert(
    fc.property(life, dice, (each, rolls) => {
      let order = newOrder({ clientOrderId: ID, intent: intent(), timeUs: 1000, deadlineUs: 2000 })
      for (const event of arrivals(historyOf(each), rolls)) {
        const before = deepFrozen(order)
        order = reduceOrder(before, deepFrozen(event)).order
        expect(leavesQuantity(order).gte(0)).toBe(true)
      }
    }),
    { numRuns: 300 },
  )
})

function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const each of Object.values(value)) deepFrozen(each)
  }
  return value
}
