import type {
  Decision,
  HostInput,
  Inventory,
  Order,
  OwnOrder,
  OwnPosition,
  PositionReport,
  Signal,
  Strategy,
  StrategyIntent,
  StrategySetup,
  StrategyView,
  StrategyWorld,
} from 'crossbook/trader'
import { defineStrategy } from 'crossbook/trader'
import { expectTypeOf, test } from 'vitest'
import { z } from 'zod'

declare const view: StrategyView
declare const order: Order
declare const setup: StrategySetup

test('a typo in a signal does not compile', () => {
  const signals: Signal[] = [
    { type: 'buy', amount: '1', reason: 'x' },
    { type: 'close', reason: 'x' },
    { type: 'none' },
    // @ts-expect-error no such type
    { type: 'by', amount: '1', reason: 'x' },
    // @ts-expect-error no such field
    { type: 'buy', amonut: '1', reason: 'x' },
    // @ts-expect-error a number has rounded already
    { type: 'buy', amount: 1, reason: 'x' },
    // @ts-expect-error a number has rounded already
    { type: 'sell', amount: '1', price: 99.5, reason: 'x' },
    // @ts-expect-error what is held is closed whole
    { type: 'close', amount: '1', reason: 'x' },
    // @ts-expect-error somebody will ask why
    { type: 'buy', amount: '1' },
  ]
  void signals
})

test('a typo in an intent does not compile', () => {
  const { clientOrderId } = order
  const intents: StrategyIntent[] = [
    { type: 'cancel', clientOrderId },
    { type: 'timer', name: 'x', atUs: 1 },
    // @ts-expect-error no such type
    { type: 'cancle', clientOrderId },
    // @ts-expect-error any text is no id of ours
    { type: 'cancel', clientOrderId: '7' },
    // @ts-expect-error no such side
    { type: 'place', terms: { ...order.terms, side: 'long' } },
  ]
  void intents
})

test('a strategy decides at once', () => {
  // @ts-expect-error a promise is no decision
  const late: Strategy = { evaluate: async () => ({ type: 'none' }) }
  // @ts-expect-error neither is nothing
  const mute: Strategy = { evaluate: () => undefined }
  void [late, mute]
  expectTypeOf<Strategy['evaluate']>().returns.toEqualTypeOf<Decision>()
})

test('best prices are reachable only once the book was narrowed to live', () => {
  const book = view.book(order.terms.instrument)
  // @ts-expect-error there may be no book
  void book.state
  if (book === undefined) return
  // @ts-expect-error it may not be live
  void book.bids
  if (book.state === 'live') void book.bids
})

test('a view shows events by their type, and cannot be changed', () => {
  if (view.event.type === 'fill') void view.event.fill.price
  // @ts-expect-error no such event
  if (view.event.type === 'filled') return
  // @ts-expect-error a strategy has no clock of its own
  view.nowUs = 1
  // @ts-expect-error orders are of the OMS
  view.orders().push(order)
})

test('a zod schema tells what the parameters are', () => {
  defineStrategy({
    kind: 'x',
    params: z.object({ levels: z.number() }),
    create: (params) => {
      expectTypeOf(params).toEqualTypeOf<{ levels: number }>()
      // @ts-expect-error not in the schema
      void params.level
      return { evaluate: () => [] }
    },
  })
})

test('orders of the OMS and reports of the portfolio are what a world gives', () => {
  expectTypeOf<Order>().toExtend<OwnOrder>()
  expectTypeOf<PositionReport>().toExtend<OwnPosition>()
  expectTypeOf<Inventory>().toExtend<ReturnType<StrategyWorld['balance']>>()
})

test('a host is fed what there is', () => {
  const inputs: HostInput[] = [
    { type: 'order', order },
    { type: 'addStrategy', setup, by: 'x' },
    // @ts-expect-error no such input
    { type: 'startStrategies', by: 'x' },
    // @ts-expect-error whose fill?
    { type: 'fill', clientOrderId: order.clientOrderId, fill: order.fills[0] },
  ]
  void inputs
})
