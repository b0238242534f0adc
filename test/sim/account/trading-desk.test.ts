import { describe, expect, test } from 'vitest'
import {
  type DeskPlan,
  type Fault,
  FaultInjector,
  type FaultRule,
  type OrderAction,
  type OrderOutcome,
  TradingDesk,
} from '../../../src/sim/index.ts'
import { limit, priceBehind, world } from './support.ts'

function setUp(...script: FaultRule[]) {
  const here = world()
  const { ports, account, spot } = here
  const faults = new FaultInjector(ports.wallClock, 1, script)
  const desk = new TradingDesk(faults, ports.timers)
  const heard: [kind: string, timeMs: number][] = []
  const startUs = ports.wallClock.nowUs()
  account.listen(({ kind }) => heard.push([kind, (ports.wallClock.nowUs() - startUs) / 1000]))
  const request = { account, host: 'rest', name: '/order', delayMs: 20 }
  const ask = <Result>(action: OrderAction, act: () => Result): DeskPlan<Result> =>
    desk.run({ ...request, action }, act)
  const place = (clientOrderId: string, price = '95.00') =>
    ask('place', () => account.place(limit(spot, 'buy', price, '1', { clientOrderId })))
  const cancel = (clientOrderId: string) => ask('cancel', () => account.cancel({ clientOrderId }))
  return { ...here, faults, heard, place, cancel }
}

function only(fault: Fault): FaultRule {
  return { fault, when: { most: 1 } }
}

function outcome(plan: DeskPlan<OrderOutcome>): OrderOutcome {
  if (plan.kind !== 'answer') throw new Error(`no answer: ${plan.kind}`)
  return plan.result
}

describe('faults after the venue acted', () => {
  test.for<[Fault, object, number]>([
    [{ kind: 'acceptThenSilence' }, { kind: 'silence' }, 20],
    [{ kind: 'acceptThenCut' }, { kind: 'cut' }, 20],
    [{ kind: 'acceptThenStatus' }, { kind: 'status', status: 502, wasAccepted: true }, 20],
    [{ kind: 'lateAck' }, { kind: 'answer', delayMs: 30_020 }, 20],
    [{ kind: 'fillBeforeAck' }, { kind: 'answer', delayMs: 70 }, 0],
  ])('%o: the order is there, and private events say so', ([fault, plan, toldMs]) => {
    const here = setUp(only(fault))
    expect(here.place('mine')).toMatchObject(plan)
    expect(here.account.order({ clientOrderId: 'mine' })?.status).toBe('open')
    here.ports.advance(100)
    expect(here.heard).toEqual([
      ['accepted', toldMs],
      ['balanceChanged', toldMs],
    ])
    expect(here.faults.log).toMatchObject([{ fault, host: 'rest', subject: 'place /order' }])
  })

  test('without a fault private events come after the answer was due, none lost or out of order', () => {
    const here = setUp()
    expect(here.place('mine')).toMatchObject({ kind: 'answer', delayMs: 20 })
    here.place('taker', '120.00')
    here.ports.advance(100)
    expect(here.heard.every(([, timeMs]) => timeMs === 21)).toBe(true)
    expect(here.heard.map(([kind]) => kind)).toEqual(here.account.events.map(({ kind }) => kind))
  })
})

describe('faults before the venue acted', () => {
  test.for<[Fault, object]>([
    [{ kind: 'maintenance' }, { kind: 'maintenance' }],
    [
      { kind: 'refuseWithStatus', status: 429, retryAfterSeconds: 3 },
      { kind: 'status', status: 429, retryAfterSeconds: 3, wasAccepted: false },
    ],
  ])('%o: there is no order', ([fault, plan]) => {
    const here = setUp(only(fault))
    expect(here.place('mine')).toMatchObject(plan)
    expect(here.account.orders()).toEqual([])
    expect(outcome(here.place('mine')).isAccepted).toBe(true)
  })

  test('maintenance lasts as long as its window', () => {
    const here = setUp({ fault: { kind: 'maintenance' }, when: { fromMs: 1000, untilMs: 2000 } })
    const kinds = [0, 1000, 999, 1].map((spanMs) => {
      here.ports.advance(spanMs)
      return here.cancel('none').kind
    })
    expect(kinds).toEqual(['answer', 'maintenance', 'maintenance', 'answer'])
  })
})

describe('a client order id that is refused as a duplicate', () => {
  const fault: Fault = { kind: 'duplicateIdRefused' }

  test('though its order has ended', () => {
    const here = setUp({ fault, when: { fromNth: 2 } })
    const first = outcome(here.place('mine', priceBehind(here.spot, 'sell', 30)))
    expect(first).toMatchObject({ isAccepted: true, order: { status: 'filled' } })
    expect(outcome(here.place('mine'))).toMatchObject({
      isAccepted: false,
      refusal: { kind: 'duplicateClientOrderId', clientOrderId: 'mine' },
    })
    expect(here.account.orders()).toHaveLength(1)
  })

  test('though this very request made the order', () => {
    const here = setUp(only({ ...fault, accepts: true }))
    const order = { clientOrderId: 'mine' }
    expect(outcome(here.place('mine'))).toMatchObject({
      refusal: { kind: 'duplicateClientOrderId', clientOrderId: 'mine' },
    })
    expect(here.account.order(order)?.status).toBe('open')
  })

  test('strikes requests for orders alone, and counts no others', () => {
    const here = setUp({ fault: { ...fault, accepts: true }, when: { fromNth: 2, most: 1 } })
    here.place('one')
    here.cancel('one')
    here.cancel('one')
    expect(outcome(here.place('two')).isAccepted).toBe(false)
  })
})

describe('a fill that comes before a cancel', () => {
  test('leaves nothing to cancel', () => {
    const here = setUp(only({ kind: 'cancelRacesFill' }))
    here.place('mine')
    const trades = here.spot.trades.length
    expect(outcome(here.cancel('mine'))).toMatchObject({
      refusal: { kind: 'alreadyEnded', status: 'filled' },
    })
    expect(here.account.fills()).toMatchObject([{ isMaker: true, price: 9500, quantity: 1000 }])
    expect(here.spot.trades.length).toBeGreaterThan(trades)
  })

  test('or less of it', () => {
    const here = setUp(only({ kind: 'cancelRacesFill', isPartial: true }))
    here.place('mine')
    expect(outcome(here.cancel('mine'))).toMatchObject({
      order: { status: 'cancelled', filledQuantity: 500 },
    })
  })
})
