import { describe, expect, test } from 'vitest'
import type { FaultRule } from '../../../src/sim/index.ts'
import { TRADING_KITS, type TradingKit } from '../../simulation/trading/trading-kit.ts'
import { openGatewayWorld } from './gateway-world.ts'

type GatewayWorld = Awaited<ReturnType<typeof openGatewayWorld>>

const KITS = TRADING_KITS.filter(({ protocol, product }) =>
  protocol.facts.trading.some((each) => each.product === product && each.orderSocket !== false),
)

const fault = (kind: FaultRule['fault'], contains = 'place'): FaultRule => ({
  fault: kind,
  where: { contains },
  when: { most: 1 },
})

/** Where the socket for orders is. */
function socketUrl({ protocol, product }: TradingKit): string {
  const { orderSocket = false } =
    protocol.facts.trading.find((each) => each.product === product) ?? {}
  const urls = protocol.facts.urls.production?.['default']?.streams ?? {}
  return urls[orderSocket === false ? '' : orderSocket] ?? ''
}

describe.each(KITS.map((kit) => [kit.name, kit] as const))('%s: over the socket', (_, kit) => {
  test('an order is placed, amended and cancelled, and nothing goes by REST', async () => {
    const world = await openGatewayWorld(kit)
    const { send, place, amend, cancel, of, sent, account } = world
    const order = place()
    await send([order])
    expect(of(order)).toContain('acknowledged')
    await send([amend(order)])
    expect(of(order)).toContain('amended')
    await send([cancel(order)])
    expect(of(order)).toContain('cancelled')
    expect(sent.calls).toEqual([])
    expect(sent.frames.filter(({ url }) => url.startsWith(socketUrl(kit))).length).toBe(3)
    expect(account.orders()).toHaveLength(1)
    expect(world.faultsTold).toEqual([])
  })

  test('several of a turn go out together, each with an answer of its own', async () => {
    const { send, place, cancel, of, account, sent } = await openGatewayWorld(kit)
    const orders = [place(), place(), place()]
    await send(orders)
    for (const order of orders) expect(of(order)).toContain('acknowledged')
    await send(orders.map((order) => cancel(order)))
    for (const order of orders) expect(of(order)).toContain('cancelled')
    expect(account.openOrders()).toEqual([])
    expect(sent.calls).toEqual([])
  })

  test('what is in flight when it is cut is unknown, once each, and never sent again', async () => {
    const world = await openGatewayWorld(kit, { faults: [fault({ kind: 'acceptThenCut' })] })
    const { gateway, runtime, place, of, account, sent } = world
    const orders = [place(), place(), place()]
    // In turns of their own, so that each is a message of its own.
    for (const order of orders) gateway.send([order])
    await runtime.run({ forMs: 20_000 })
    for (const order of orders)
      expect(of(order).filter((type) => type === 'outcomeUnknown')).toHaveLength(1)
    expect(orders.flatMap(of)).not.toContain('rejected')
    expect(sent.calls).toEqual([])
    expect(sent.frames.filter(({ text }) => isPlacing(text))).toHaveLength(3)
    const ids = account.orders().map(({ clientOrderId: id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('an answer that never comes is unknown when the deadline has passed', async () => {
    const faults = [fault({ kind: 'acceptThenSilence' })]
    const { send, place, of, account, events } = await openGatewayWorld(kit, { faults })
    const order = place()
    await send([order], 3_500)
    expect(of(order)).not.toContain('outcomeUnknown')
    await send([], 1_000)
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'outcomeUnknown', cause: 'timeout' }),
    )
    expect(account.openOrders()).toHaveLength(1)
  })

  test('an answer that comes after that is evidence all the same', async () => {
    const faults = [fault({ kind: 'lateAck', delayMs: 8_000 }, 'cancel')]
    const { send, place, cancel, of, events } = await openGatewayWorld(kit, { faults })
    const order = place()
    await send([order])
    const before = events.length
    await send([cancel(order)], 10_000)
    const unknown = of(order).filter((type) => type === 'cancelUnknown')
    expect(unknown).toHaveLength(1)
    expect(events.slice(before).some(({ type }) => type === 'cancelled')).toBe(true)
  })

  test('a failure of the venue leaves it unknown; what it says it cannot take is refused', async () => {
    const faults = [fault({ kind: 'acceptThenStatus', status: 502 })]
    const { send, place, events, of, account } = await openGatewayWorld(kit, { faults })
    await send([place()])
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'outcomeUnknown', cause: 'serverError' }),
    )
    expect(account.openOrders()).toHaveLength(1)
    const dear = place()
    await send([{ ...dear, terms: { ...dear.terms, quantity: dear.terms.quantity.times(1e6) } }])
    expect(of(dear)).toContain('rejected')
  })

  test('while it is not logged in, orders go by REST', async () => {
    const closed: FaultRule = { fault: { kind: 'refuse' }, where: { contains: pathOf(kit) } }
    const { send, place, of, sent } = await openGatewayWorld(kit, { faults: [closed] })
    const order = place()
    await send([order])
    expect(of(order)).toContain('acknowledged')
    expect(sent.calls).toHaveLength(1)
  })

  test('while it is not logged in, orders are not sent where REST is not wanted', async () => {
    const faults: FaultRule[] = [{ fault: { kind: 'refuse' }, where: { contains: pathOf(kit) } }]
    const world = await openGatewayWorld(kit, { faults, restFallback: false })
    const order = world.place()
    await world.send([order])
    expect(world.of(order)).toEqual(['notSent'])
    expect(world.sent.calls).toEqual([])
    expect(world.account.orders()).toEqual([])
  })

  test('what is sent is timed, and what is not sent is no step', async () => {
    let isHalted = false
    const world = await openGatewayWorld(kit, { isHalted: () => isHalted })
    expect(await timed(world)).toEqual(['signed', 'written'])
    isHalted = true
    expect(await timed(world)).toEqual([])
    const faults: FaultRule[] = [{ fault: { kind: 'refuse' }, where: { contains: pathOf(kit) } }]
    expect(await timed(await openGatewayWorld(kit, { faults, restFallback: false }))).toEqual([])
  })

  test('a halt stops what takes risk, and nothing else', async () => {
    let isHalted = false
    const world = await openGatewayWorld(kit, { isHalted: () => isHalted })
    const { send, place, cancel, of } = world
    const [working, late] = [place(), place()]
    await send([working])
    isHalted = true
    await send([late, cancel(working)])
    expect(of(late)).toEqual(['notSent'])
    expect(of(working)).toContain('cancelled')
  })

  test('too many requests stop it for as long as the venue says', async () => {
    const limited = fault({ kind: 'refuseWithStatus', status: 429, retryAfterSeconds: 1 })
    const { gateway, runtime, send, place, sent } = await openGatewayWorld(kit, {
      faults: [limited],
    })
    await send([place()], 100)
    sent.frames.length = 0
    gateway.send([place()])
    await runtime.run({ forMs: 500 })
    expect(sent.frames.filter(({ url }) => url.startsWith(socketUrl(kit)))).toEqual([])
    await runtime.run({ forMs: 2_000 })
    expect(sent.frames.filter(({ url }) => url.startsWith(socketUrl(kit)))).toHaveLength(1)
  })
})

/** Steps that the waterfall timed more of while an order was sent. */
async function timed({ waterfall, send, place }: GatewayWorld): Promise<readonly string[]> {
  const counts = () => new Map(waterfall.steps().map(({ step, count }) => [step, count]))
  const before = counts()
  waterfall.turn()
  const isSent = send([place()])
  waterfall.end()
  await isSent
  return [...counts()].flatMap(([step, count]) => (count > (before.get(step) ?? 0) ? [step] : []))
}

/** Whether a frame places orders, in any venue's words. */
function isPlacing(text: string): boolean {
  return /"(?:op|method)":"(?:order\.create|order|order\.place|add_order)"/.test(text)
}

function pathOf(kit: TradingKit): string {
  return new URL(socketUrl(kit)).pathname
}
