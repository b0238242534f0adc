import type * as trader from 'crossbook/trader'
import type {
  Approved,
  CancelIntent,
  LimitName,
  OrderIntent,
  PlaceIntent,
  RiskManager,
  RiskView,
} from 'crossbook/trader'
import { expectTypeOf, test } from 'vitest'

declare const risk: RiskManager
declare const view: RiskView
declare const intent: PlaceIntent
declare const brand: unique symbol

/** Stands for the OMS: it takes nothing else. */
declare function submit(order: Approved): void

test('only what risk let pass can be submitted', () => {
  const { approved, denied } = risk.check(view, [intent])
  for (const order of approved) submit(order)
  for (const { cancels } of [risk.kill(view, { scope: { type: 'global' }, by: 'a', why: 'b' })])
    expectTypeOf(cancels).toEqualTypeOf<readonly Approved<CancelIntent>[]>()
  // @ts-expect-error an intent was not approved
  submit(intent)
  // @ts-expect-error a copy of an approved intent's fields is not approved
  submit({ type: 'cancel', strategy: intent.strategy, clientOrderId: 'x' })
  // @ts-expect-error what was denied was not approved
  for (const each of denied) submit(each.intent)
  // @ts-expect-error a brand of one's own is not the one
  submit({ ...intent, [brand]: 'RiskManager' })
  // @ts-expect-error saying so does not make it so
  const claimed: Approved = intent satisfies OrderIntent
  void claimed
})

test('approving is not public', () => {
  expectTypeOf<typeof trader>().toHaveProperty('RiskManager')
  expectTypeOf<typeof trader>().not.toHaveProperty('approve')
  expectTypeOf<Approved>().toExtend<OrderIntent>()
  expectTypeOf<OrderIntent>().not.toExtend<Approved>()
})

test('a typo in a limit or a scope does not compile', () => {
  // @ts-expect-error there is no such limit
  const name: LimitName = 'maxNotionl'
  void name
  const by = { value: '1', by: 'ann', nowUs: 1 } as const
  // @ts-expect-error there is no such scope
  risk.setLimit({ name: 'maxNotional', scope: { type: 'universe' }, ...by })
  // @ts-expect-error an account's scope says which
  risk.setLimit({ name: 'maxNotional', scope: { type: 'account' }, ...by })
})
