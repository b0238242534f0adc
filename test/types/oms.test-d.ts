import type { Decimal } from 'crossbook'
import type { Approved, OrderIntent, PlaceIntent } from 'crossbook/trader'
import { clientOrderId, Oms } from 'crossbook/trader'
import { test } from 'vitest'

declare const oms: Oms
declare const quantity: Decimal
declare const intent: PlaceIntent
declare const anyIntent: OrderIntent
declare const approved: Approved<PlaceIntent>
declare const anyApproved: Approved<OrderIntent>

test('only what risk has approved can be submitted', () => {
  oms.submit(approved, 1)
  oms.submit(anyApproved, 1)
  // @ts-expect-error nobody has checked it
  oms.submit(intent, 1)
  // @ts-expect-error nobody has checked it
  oms.submit(anyIntent, 1)
  // @ts-expect-error a copy is not what was approved
  oms.submit({ type: 'place', strategy: approved.strategy, terms: approved.terms }, 1)
  // @ts-expect-error a word is no approval
  oms.submit({ ...intent, approvedBy: 'RiskManager' }, 1)
})

test('a request that nobody has approved is not among what a venue can tell', () => {
  const order = { clientOrderId: clientOrderId(1, 0) }
  oms.receive({ type: 'outcomeUnknown', order, cause: 'timeout', timeUs: 1 })
  // @ts-expect-error an amend is made by `submit`
  oms.receive({ type: 'amendSent', order, timeUs: 1, deadlineUs: 2, quantity, price: undefined })
  // @ts-expect-error a cancel too
  oms.receive({ type: 'cancelSent', order, timeUs: 1, deadlineUs: 2 })
})

test('an order that was told is never changed', () => {
  for (const order of oms.orders.values()) {
    // @ts-expect-error a state is what the table makes of it
    order.status = 'filled'
    // @ts-expect-error fills come from the venue
    order.fills.push()
  }
})

test('a writer has an epoch', () => {
  // @ts-expect-error without it ids would be given twice
  void new Oms({})
})
