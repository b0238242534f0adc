import { describe, expect, test } from 'vitest'
import {
  Decimal,
  type OrderInput,
  type OrderTerms,
  type PlaceRequest,
  strategyId,
} from '../../../src/core/index.ts'
import { newOrder, type Order } from '../../../src/trader/oms/order.ts'
import { reduceOrder } from '../../../src/trader/oms/reduce-order.ts'
import { priceBehind } from '../support/price-behind.ts'
import { openWorld, type World } from './account-world.ts'

const SPOT = 'BTC/USD'
const FUTURES = 'PF_XBTUSD'
const both = [SPOT, FUTURES] as const

/** The order as the order life has it after what was asked, answered and told; and what was impossible on the way. */
async function lived(
  world: World,
  request: PlaceRequest,
  acts: (send: World['send']) => Promise<void>,
  isStreamFirst: boolean,
): Promise<{ readonly order: Order; readonly alarms: readonly string[] }> {
  const answers: OrderInput[] = []
  await acts(async (...all) => {
    const events = await world.send(...all)
    for (const { type, price, quantity, deadlineUs } of all.filter(
      (each) => each.type === 'amend',
    )) {
      const order = { clientOrderId: request.clientOrderId }
      answers.push({
        type: `${type}Sent`,
        order,
        price,
        quantity,
        deadlineUs,
        timeUs: deadlineUs - 3_000_000,
      })
    }
    answers.push(...events)
    return events
  })
  const told = world.stream.events.filter(
    (event): event is Extract<typeof event, OrderInput> =>
      'order' in event && event.order.clientOrderId === request.clientOrderId,
  )
  const { clientOrderId, terms, deadlineUs } = request
  const intent = { type: 'place', strategy: strategyId('any'), terms } as const
  let order = newOrder({ clientOrderId, intent, timeUs: deadlineUs - 3_000_000, deadlineUs })
  const alarms: string[] = []
  for (const event of isStreamFirst ? [...told, ...answers] : [...answers, ...told]) {
    const reduced = reduceOrder(order, event)
    order = reduced.order
    for (const { transition, meaning } of reduced.steps)
      if (transition.outcome === 'impossible') alarms.push(`${event.type} ${meaning}`)
  }
  return { order, alarms }
}

describe.each(both)(
  'the life of an order on %s has no alarm, whichever is heard first',
  (symbol) => {
    const market = { type: 'market', quantity: new Decimal('0.05') } as const
    const rest = { quantity: new Decimal('0.05') }
    const cases: readonly (readonly [
      string,
      Partial<OrderTerms>,
      number | undefined,
      Order['status'],
    ])[] = [
      ['that is filled at market', market, undefined, 'filled'],
      ['that is cancelled', rest, 20, 'cancelled'],
      ['that may only rest, and would not', { ...rest, postOnly: true }, -60, 'rejected'],
      [
        'that is ioc and finds nothing',
        { ...rest, timeInForce: 'ioc' },
        20,
        symbol === SPOT ? 'cancelled' : 'expired',
      ],
      ['that is too much', { quantity: new Decimal(9000) }, 20, 'rejected'],
    ]
    test.each(cases.flatMap((one) => [true, false].map((isFirst) => [...one, isFirst] as const)))(
      '%s',
      async (_name, over, ticks, status, isStreamFirst) => {
        const world = await openWorld()
        await world.stream.connect()
        const where = world.instrument(symbol)
        const price = ticks === undefined ? {} : { price: priceBehind(world, where, 'buy', ticks) }
        const request = world.place(symbol, { ...over, ...price })
        const acts = async (send: World['send']): Promise<void> => {
          await send(request)
          if (status === 'cancelled' && over.timeInForce === undefined)
            await send(world.cancel(request))
        }
        const { order, alarms } = await lived(world, request, acts, isStreamFirst)
        expect({ status: order.status, alarms }).toEqual({ status, alarms: [] })
        const filled = status === 'filled' ? request.terms.quantity : new Decimal(0)
        expect(order.filledQuantity.eq(filled)).toBe(true)
        expect(order.toldQuantity.lte(order.filledQuantity)).toBe(true)
      },
    )
  },
)
