import { describe, expect, test } from 'vitest'
import {
  clientOrderId,
  Decimal,
  type OrderInput,
  type PlaceRequest,
  strategyId,
} from '../../../src/core/index.ts'
import type { Fault, FaultRule } from '../../../src/sim/index.ts'
import { newOrder, type Order, reduceOrder } from '../../../src/trader/oms/index.ts'
import { openWorld, type World } from './account-world.ts'

const strike = (fault: Fault, contains: string, most = 1): FaultRule => ({
  fault,
  where: { contains },
  when: { most },
})
const types = (events: readonly { readonly type: string }[]): string[] =>
  events.map(({ type }) => type)

const resting = ({ place, instrument, priceBehind }: World, ticks = 20) =>
  place({ price: priceBehind(instrument('ETH-USDT-SWAP'), 'buy', ticks) })

/** What the order book of a program makes of all that was told of an order, answers first; it must not be alarmed. */
function life(placed: PlaceRequest, told: readonly OrderInput[]): Order {
  const { clientOrderId: id, terms, deadlineUs } = placed
  const intent = { type: 'place', strategy: strategyId('test'), terms } as const
  let order = newOrder({ clientOrderId: id, intent, timeUs: 0, deadlineUs })
  for (const event of told) {
    if (event.order.clientOrderId !== id) continue
    const reduced = reduceOrder(order, event)
    for (const effect of reduced.effects) expect(effect).not.toHaveProperty('type', 'alarm')
    order = reduced.order
  }
  return order
}
const orderEvents = ({ stream }: World): readonly OrderInput[] =>
  stream.events.filter((event): event is Extract<typeof event, OrderInput> => 'order' in event)

describe('who is let in', () => {
  test.each([
    ['a wrong key', { keys: { key: 'another' } }, 'AUTH_FAILED'],
    ['a wrong secret', { keys: { secret: 'another' } }, 'AUTH_FAILED'],
    ['a wrong passphrase', { keys: { passphrase: 'another' } }, 'AUTH_FAILED'],
  ])(
    '%s is refused: queries say so, orders are, and no channel opens',
    async (_name, keys, code) => {
      const world = await openWorld(keys)
      const { runtime, http, protocol, stream, send } = world
      await stream.connect()
      expect(stream.isConnected()).toBe(false)
      await expect(
        runtime.settle(http.send(protocol.queries.balances('spot'))),
      ).rejects.toMatchObject({ code })
      expect(types(await send(resting(world)))).toEqual(['rejected'])
      expect(world.account.orders()).toEqual([])
    },
  )

  test('a key that may only read reads', async () => {
    const world = await openWorld({ permissions: ['read'] })
    const { send, ask, protocol } = world
    expect(await send(resting(world))).toMatchObject([{ type: 'rejected', code: '50120' }])
    expect((await ask(protocol.queries.balances('spot'))).items.length).toBeGreaterThan(0)
  })

  test('a clock that is 31 s off is told so', async () => {
    const skew: FaultRule = { fault: { kind: 'clockSkew', skewMs: 31_000 }, when: { fromMs: 0 } }
    const world = await openWorld({ faults: [skew] })
    const { runtime, http, protocol, stream } = world
    await stream.connect()
    expect(stream.isConnected()).toBe(false)
    await expect(
      runtime.settle(http.send(protocol.queries.balances('spot'))),
    ).rejects.toMatchObject({ code: 'CLOCK_SKEWED', retry: 'safe' })
  })
})

describe('an answer that is lost', () => {
  test.each([
    ['never comes', { kind: 'acceptThenSilence' }, 'timeout'],
    ['is cut', { kind: 'acceptThenCut' }, 'timeout'],
    ['is an error of the gateway', { kind: 'acceptThenStatus', status: 502 }, 'serverError'],
  ] as const)('%s: unknown, until the order is found by our id', async (_name, fault, cause) => {
    const world = await openWorld({ faults: [strike(fault, 'place ')] })
    const { send, find } = world
    const request = resting(world)
    expect(await send(request)).toMatchObject([{ type: 'outcomeUnknown', cause }])
    expect(await find(request)).toMatchObject({
      clientOrderId: request.clientOrderId,
      status: 'open',
    })
  })

  test('is made good by the channel', async () => {
    const world = await openWorld({ faults: [strike({ kind: 'acceptThenSilence' }, 'place ')] })
    await world.stream.connect()
    const request = resting(world)
    const answer = await world.send(request)
    expect(life(request, [...answer, ...orderEvents(world)]).status).toBe('open')
  })

  test('of a cancel: the same cancel again is harmless', async () => {
    const world = await openWorld({ faults: [strike({ kind: 'acceptThenCut' }, 'cancel ')] })
    const { send, cancel, find } = world
    const request = resting(world)
    await send(request)
    // The client repeats what is idempotent, and hears that there is nothing to cancel any more.
    expect(await send(cancel(request))).toMatchObject([{ type: 'cancelRejected', code: '51401' }])
    expect(await find(request)).toMatchObject({ status: 'cancelled' })
  })
})

test('an order that never arrived is proven absent: open orders and history, with the venue’s time', async () => {
  const world = await openWorld()
  const { ask, protocol, instrument, ports, find, place } = world
  const where = instrument('ETH-USDT-SWAP')
  const never = place({ price: new Decimal(2000) })
  expect(await find(never)).toBeUndefined()
  const open = await ask(protocol.queries.openOrders(where))
  const history = await ask(protocol.queries.history(where, ports.wallClock.nowUs() - 60_000_000))
  for (const { items, isComplete, venueTimeUs = 0 } of [open, history]) {
    expect([items, isComplete]).toEqual([[], true])
    const ageUs = ports.wallClock.nowUs() - venueTimeUs
    expect(ageUs).toBeGreaterThanOrEqual(0)
    expect(ageUs).toBeLessThan(2_000_000)
  }
})

test('an id that is taken leaves a doubt, and is found', async () => {
  const world = await openWorld()
  const { send, find } = world
  const request = resting(world)
  await send(request)
  expect(await send(request)).toMatchObject([{ type: 'outcomeUnknown' }])
  expect(await find(request)).toMatchObject({ status: 'open' })
  expect(world.account.openOrders()).toHaveLength(1)
})

test('a gateway that tried twice by itself: refused as a duplicate, and there all the same', async () => {
  const fault = { kind: 'duplicateIdRefused', accepts: true } as const
  const world = await openWorld({ faults: [strike(fault, 'place ')] })
  const request = resting(world)
  expect(await world.send(request)).toMatchObject([{ type: 'outcomeUnknown' }])
  expect(await world.find(request)).toMatchObject({ status: 'open' })
})

test.each([
  [{ kind: 'refuseWithStatus', status: 429 }, 'rejected'],
  [{ kind: 'maintenance' }, 'outcomeUnknown'],
  [{ kind: 'refuseWithStatus', status: 500 }, 'outcomeUnknown'],
] as const)('a refusal by status (%j) is %s', async (fault, type) => {
  const world = await openWorld({ faults: [strike(fault, 'place ')] })
  expect(types(await world.send(resting(world)))).toEqual([type])
})

test('too many orders: the venue says stop, and the client does before it is told so', async () => {
  const world = await openWorld()
  const { place, protocol, http, runtime, account } = world
  const started = runtime.ports().monotonicClock.nowNs()
  const calls = Array.from({ length: 130 }, (_, i) => ({
    ...place({ price: new Decimal(1000) }),
    clientOrderId: clientOrderId(9, i),
    deadlineUs: world.ports.wallClock.nowUs() + 60_000_000,
  }))
  const answers = await runtime.settle(
    Promise.all(calls.map((each) => http.send(protocol.orders.call(each)))),
  )
  expect(types(answers.flat())).toEqual(calls.map(() => 'acknowledged'))
  expect(account.openOrders()).toHaveLength(130)
  const tookMs = (runtime.ports().monotonicClock.nowNs() - started) / 1e6
  expect(tookMs).toBeGreaterThan(4_000)
})

describe('what comes in another order', () => {
  test('a fill before its answer', async () => {
    const world = await openWorld({ faults: [strike({ kind: 'fillBeforeAck' }, 'place ')] })
    await world.stream.connect()
    const request = world.place({ type: 'market' })
    const answers = await world.send(request)
    const order = life(request, [...orderEvents(world), ...answers])
    expect([order.status, order.filledQuantity]).toEqual(['filled', new Decimal(1)])
  })

  test.each([false, true])('a cancel that races a fill (part of it: %s)', async (isPartial) => {
    const world = await openWorld({
      faults: [strike({ kind: 'cancelRacesFill', isPartial }, 'cancel ')],
    })
    await world.stream.connect()
    const { place, cancel, send, instrument, priceBehind } = world
    const price = priceBehind(instrument('ETH-USDT-SWAP'), 'buy', 0)
    const request = place({ price, quantity: new Decimal(2) })
    const placed = await send(request)
    const answer = await send(cancel(request))
    const order = life(request, [...placed, ...orderEvents(world), ...answer])
    expect(order.status).toBe(isPartial ? 'cancelled' : 'filled')
    expect(order.filledQuantity).toEqual(new Decimal(isPartial ? 1 : 2))
  })

  test('pushes that come twice', async () => {
    const doubled: FaultRule = {
      fault: { kind: 'double' },
      where: { contains: 'private/' },
    }
    const world = await openWorld({ faults: [doubled] })
    await world.stream.connect()
    const request = world.place({ type: 'market' })
    const placed = await world.send(request)
    const fills = world.stream.told('fill').map(({ fill }) => fill.fillId)
    expect(new Set(fills).size).toBe(fills.length)
    expect(life(request, [...placed, ...orderEvents(world)]).status).toBe('filled')
  })
})

test('a stop lives one life under two ids', async () => {
  const world = await openWorld()
  await world.stream.connect()
  const { place, send, instrument, priceBehind } = world
  const triggerPrice = priceBehind(instrument('ETH-USDT-SWAP'), 'sell', 3)
  const request = place({ type: 'stopMarket', triggerPrice })
  const placed = await send(request)
  await send(place({ type: 'market', quantity: new Decimal(400) }))
  const order = life(request, [...placed, ...orderEvents(world)])
  expect(order.status).toBe('filled')
  expect(order.venueOrderIds).toEqual([
    expect.stringMatching(/^algo-\d+$/),
    expect.stringMatching(/^\d+$/),
  ])
})

test('a change is settled by the channel, whichever way it went', async () => {
  const world = await openWorld()
  await world.stream.connect()
  const { send, amend } = world
  const request = resting(world)
  const placed = await send(request)
  const { timeUs = 0 } = placed[0] ?? {}
  const sent = (quantity: string): OrderInput => ({
    type: 'amendSent',
    order: { clientOrderId: request.clientOrderId },
    timeUs,
    deadlineUs: request.deadlineUs,
    price: request.terms.price,
    quantity: new Decimal(quantity),
  })
  const { price } = request.terms
  if (price === undefined) throw new Error('it has a price')
  await send(amend(request, price, '3'))
  const told = orderEvents(world)
  const first = [...placed, sent('3'), ...told]
  expect(life(request, first)).toMatchObject({
    status: 'open',
    terms: { quantity: new Decimal(3) },
    amend: undefined,
  })
  await send({ ...amend(request, price, '99999999'), request: 3 })
  const order = life(request, [
    ...first,
    sent('99999999'),
    ...orderEvents(world).slice(told.length),
  ])
  expect(order).toMatchObject({
    status: 'open',
    terms: { quantity: new Decimal(3) },
    amend: undefined,
  })
})

describe('the private sockets', () => {
  test('log in again after the connection was lost, and hear again', async () => {
    const world = await openWorld()
    const { stream, runtime, venue, send, cancel } = world
    await stream.connect()
    const request = resting(world)
    await send(request)
    venue.announceUpgrade()
    await runtime.run({ forMs: 90_000 })
    expect(stream.isConnected()).toBe(true)
    expect(stream.pool.connections().map(({ source }) => source.connection)).toEqual(
      expect.arrayContaining([2]),
    )
    await send(cancel(request))
    expect(new Set(types(stream.told('cancelled')))).toEqual(new Set(['cancelled']))
  })

  test('tell balances and positions at the beginning, and every five seconds', async () => {
    const world = await openWorld()
    const { stream, runtime, send, place } = world
    await send(place({ type: 'market' }))
    await stream.connect()
    const count = (): number =>
      stream.told('balance').filter(({ asset }) => asset === 'USDT').length
    expect(count()).toBe(1)
    expect(stream.told('position')).toHaveLength(1)
    await runtime.run({ forMs: 10_000 })
    expect(count()).toBe(3)
    expect(stream.told('position')).toHaveLength(3)
  })

  test('stay open while nothing happens', async () => {
    const { stream, runtime } = await openWorld()
    await stream.connect()
    await runtime.run({ forMs: 300_000 })
    expect(stream.isConnected()).toBe(true)
    expect(stream.pool.connections().map(({ source }) => source.connection)).toEqual([1, 1])
  })
})

describe("the dead man's switch", () => {
  test('cancels what rests when we fall silent, and leaves stops', async () => {
    const world = await openWorld()
    const { stream, runtime, http, protocol, send, place, instrument, priceBehind, account } = world
    await stream.connect()
    const request = resting(world)
    const triggerPrice = priceBehind(instrument('ETH-USDT-SWAP'), 'sell', 500)
    await send(request)
    await send(place({ type: 'stopMarket', triggerPrice }))
    const arm = (timeoutMs: number | false) => {
      const call = protocol.orders.deadMansSwitch?.({ product: 'swap' }, timeoutMs)
      return call === undefined ? undefined : runtime.settle(http.send(call))
    }
    await arm(10_000)
    await runtime.run({ forMs: 9_000 })
    await arm(10_000)
    await runtime.run({ forMs: 9_000 })
    expect(stream.told('cancelled')).toEqual([])
    await runtime.run({ forMs: 2_000 })
    expect(stream.told('cancelled')).toMatchObject([
      { order: { clientOrderId: request.clientOrderId } },
    ])
    expect(account.openOrders()).toHaveLength(1)
    await arm(false)
  })
})
