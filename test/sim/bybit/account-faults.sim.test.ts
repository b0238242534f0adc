import { describe, expect, test } from 'vitest'
import { Decimal, venueOrderId } from '../../../src/core/index.ts'
import type { FaultRule } from '../../../src/sim/index.ts'
import { priceBehind } from '../support/price-behind.ts'
import { openWorld, type World } from './account-world.ts'

async function connected(options: Parameters<typeof openWorld>[0] = {}): Promise<World> {
  const world = await openWorld(options)
  await world.stream.connect()
  return world
}

const fault = (kind: FaultRule['fault'], contains = 'place'): FaultRule => ({
  fault: kind,
  where: { contains },
})

describe('an answer that is lost', () => {
  test.each([
    ['never comes', fault({ kind: 'acceptThenSilence' }), 'timeout'],
    ['is cut off', fault({ kind: 'acceptThenCut' }), 'timeout'],
    ['is a 502', fault({ kind: 'acceptThenStatus', status: 502 }), 'serverError'],
    ['is a 429', fault({ kind: 'acceptThenStatus', status: 429 }), 'rateLimited'],
  ] as const)('%s: the order is unknown, and found by our id', async (_, rule, cause) => {
    const world = await connected({ faults: [rule] })
    const { place, send, find, instrument, runtime } = world
    const request = place({ price: priceBehind(world, instrument('futures'), 'buy', 20) })
    expect(await send(request)).toMatchObject([{ type: 'outcomeUnknown', cause }])
    await runtime.run({ forMs: 60_000 })
    expect(await find(request)).toMatchObject({
      clientOrderId: request.clientOrderId,
      status: 'open',
    })
  })

  test('of an order that never came: it is nowhere, by lists that are complete', async () => {
    const rule = fault({ kind: 'refuseWithStatus', status: 503 })
    const world = await connected({ faults: [rule] })
    const { place, send, find, ask, protocol, instrument, ports } = world
    const request = place({ price: priceBehind(world, instrument('futures'), 'buy', 20) })
    expect(await send(request)).toMatchObject([{ type: 'outcomeUnknown', cause: 'serverError' }])
    expect(await find(request)).toBeUndefined()
    const sinceUs = ports.wallClock.nowUs() - 60_000_000
    for (const call of [
      protocol.queries.openOrders(instrument('futures')),
      protocol.queries.history(instrument('futures'), sinceUs),
    ])
      expect(await ask(call)).toEqual({
        items: [],
        isComplete: true,
        venueTimeUs: expect.any(Number),
      })
  })

  test('of a change and of an end are unknown too, and the stream tells of both', async () => {
    const lost = ['amend', 'cancel'].map((word) => fault({ kind: 'acceptThenSilence' }, word))
    const world = await connected({ faults: lost })
    const { place, amend, cancel, send, stream, instrument } = world
    const price = priceBehind(world, instrument('futures'), 'buy', 20)
    const request = place({ price })
    await send(request)
    const changed = amend(request, price.toFixed(), '0.02')
    expect(await send(changed)).toMatchObject([{ type: 'amendUnknown', request: 2 }])
    expect(stream.told('amended')).toMatchObject([{ quantity: new Decimal('0.02') }])
    expect(await send(cancel(request))).toMatchObject([{ type: 'cancelUnknown', request: 3 }])
    expect(stream.told('cancelled')).toHaveLength(1)
  })
})

describe('what the venue says a second time, or too late', () => {
  test('an id that was used is unknown, never refused: it may be this very order', async () => {
    const world = await connected()
    const { place, cancel, send, instrument } = world
    const request = place({ price: priceBehind(world, instrument('futures'), 'buy', 20) })
    await send(request)
    expect(await send(request)).toMatchObject([{ type: 'outcomeUnknown' }])
    await send(cancel(request))
    expect(await send(request)).toMatchObject([{ type: 'outcomeUnknown' }])
  })

  test('a gateway that tried twice by itself has the order that it calls a duplicate', async () => {
    const rule = fault({ kind: 'duplicateIdRefused', accepts: true })
    const world = await connected({ faults: [rule] })
    const { place, send, find, instrument } = world
    const where = instrument('spot')
    const request = place({ instrument: where, price: priceBehind(world, where, 'buy', 20) })
    expect(await send(request)).toMatchObject([{ type: 'outcomeUnknown' }])
    expect(await find(request)).toMatchObject({ status: 'open' })
  })

  test('a cancel that crosses the fill is taken, and the fill is told once', async () => {
    const world = await connected({ faults: [fault({ kind: 'cancelRacesFill' }, 'cancel')] })
    const { place, cancel, send, find, stream, instrument } = world
    const request = place({ price: priceBehind(world, instrument('futures'), 'buy', 0) })
    await send(request)
    expect(await send(cancel(request))).toEqual([])
    const fills = stream.told('fill').map(({ fill }) => fill)
    expect(Decimal.sum(...fills.map(({ quantity }) => quantity)).toFixed()).toBe('0.01')
    const sums = stream.told('acknowledged').map(({ filledQuantity }) => filledQuantity?.toFixed())
    expect(sums.slice(-2)).toEqual(['0.01', '0.01'])
    expect(stream.told('cancelled')).toEqual([])
    expect(await find(request)).toMatchObject({ status: 'filled' })
  })

  test('a cancel that crosses half the fill: the last word has the half', async () => {
    const race = fault({ kind: 'cancelRacesFill', isPartial: true }, 'cancel')
    const world = await connected({ faults: [race] })
    const { place, cancel, send, stream, instrument } = world
    const request = place({ price: priceBehind(world, instrument('futures'), 'buy', 0) })
    await send(request)
    await send(cancel(request))
    const filled = Decimal.sum(...stream.told('fill').map(({ fill }) => fill.quantity))
    expect(stream.told('cancelled')).toMatchObject([{ filledQuantity: filled }])
  })

  test('fills may come before the answer', async () => {
    const rule = fault({ kind: 'fillBeforeAck', delayMs: 500 })
    const world = await connected({ faults: [rule] })
    const { place, send, stream } = world
    const request = place({ type: 'market' })
    const [answer] = await send(request)
    const [fill] = stream.told('fill')
    expect(answer?.type).toBe('acknowledged')
    expect(Number(fill?.timeUs)).toBeLessThan(Number(answer?.timeUs))
  })
})

describe('a private frame that is lost', () => {
  test('shows as a sum without its fill, and the query has it', async () => {
    const drop: FaultRule = {
      fault: { kind: 'drop' },
      where: { contains: 'private/filled' },
      when: { most: 1 },
    }
    const world = await connected({ faults: [drop] })
    const { place, send, ask, stream, protocol, instrument, ports } = world
    await send(place({ type: 'market', quantity: new Decimal('0.001') }))
    expect(stream.told('fill')).toEqual([])
    expect(stream.told('acknowledged').at(-1)).toMatchObject({
      filledQuantity: new Decimal('0.001'),
    })
    const sinceUs = ports.wallClock.nowUs() - 60_000_000
    const { items } = await ask(protocol.queries.fills(instrument('futures'), sinceUs))
    expect(items).toMatchObject([{ quantity: new Decimal('0.001') }])
  })

  test('is a fault where it is damaged, and nothing of it is told', async () => {
    const damage: FaultRule = { fault: { kind: 'truncate' }, where: { contains: 'private/' } }
    const world = await connected({ faults: [damage] })
    const { place, send, stream, instrument } = world
    await send(place({ price: priceBehind(world, instrument('futures'), 'buy', 20) }))
    expect(stream.events).toEqual([])
    expect(stream.faults.length).toBeGreaterThan(0)
  })
})

describe('the private socket', () => {
  test('is made again after it was lost, and nothing of before is repeated', async () => {
    const world = await connected()
    const { place, send, ask, stream, protocol, runtime, venue, instrument, account } = world
    const where = instrument('futures')
    const request = place({ price: priceBehind(world, where, 'buy', 20) })
    await send(request)
    runtime.network.cut(venue.accountStreams?.['private']?.origin ?? '')
    await runtime.run({ forMs: 1 })
    account.cancel({ clientOrderId: request.clientOrderId })
    const before = stream.events.length
    await runtime.run({ forMs: 60_000 })
    expect(stream.isConnected()).toBe(true)
    expect(stream.pool.connections()).toMatchObject([{ source: { connection: 2 } }])
    expect(stream.events).toHaveLength(before)
    expect((await ask(protocol.queries.openOrders(where))).items).toEqual([])
    await send(place({ price: priceBehind(world, where, 'buy', 20) }))
    expect(stream.events.length).toBeGreaterThan(before)
  })

  test('stays open through hours without a word, by its pings', async () => {
    const { stream, runtime } = await connected()
    await runtime.run({ forMs: 3_000_000 })
    expect(stream.isConnected()).toBe(true)
    expect(stream.pool.connections()).toMatchObject([{ source: { connection: 1 } }])
  })

  test('of a wrong secret gets no topic, and tries again', async () => {
    const { stream, runtime } = await openWorld({ secret: 'wrong' })
    const lost: string[] = []
    stream.pool.on('connection', ({ state, reason }) => {
      if (state === 'lost') lost.push(reason)
    })
    await stream.connect()
    await runtime.run({ forMs: 60_000 })
    expect(stream.isConnected()).toBe(false)
    // Keys that were refused are shown again after 2.5 to 5 minutes, not all the time.
    expect(lost.length).toBe(1)
    await runtime.run({ forMs: 6 * 60_000 })
    expect(stream.isConnected()).toBe(false)
    expect(lost.length).toBeGreaterThan(1)
  })
})

describe('who may not', () => {
  const balances = async ({ runtime, http, protocol }: World) =>
    runtime.settle(http.send(protocol.queries.balances('spot')))

  test('has a wrong secret: no question and no order', async () => {
    const world = await openWorld({ secret: 'wrong' })
    await expect(balances(world)).rejects.toMatchObject({ code: 'AUTH_FAILED', retry: 'never' })
    const { place, send } = world
    expect(await send(place({ type: 'market' }))).toMatchObject([
      { type: 'rejected', code: '10004' },
    ])
  })

  test('has a clock that is off', async () => {
    const skew: FaultRule = { fault: { kind: 'clockSkew', skewMs: -2_000 }, when: { fromMs: 0 } }
    const world = await openWorld({ faults: [skew] })
    await expect(balances(world)).rejects.toMatchObject({ code: 'CLOCK_SKEWED' })
  })

  test('has a key that may read only', async () => {
    const world = await openWorld({ permissions: ['read'] })
    const { place, send } = world
    expect((await balances(world)).items.length).toBeGreaterThan(0)
    expect(await send(place({ type: 'market' }))).toMatchObject([
      { type: 'rejected', code: '10005' },
    ])
  })

  test('comes after the deadline', async () => {
    const world = await connected()
    const { place, send, runtime, stream } = world
    const request = place({ type: 'market' })
    await runtime.run({ forMs: 5_000 })
    expect(await send(request)).toMatchObject([{ type: 'rejected', code: '10002' }])
    expect(stream.events).toEqual([])
  })

  test('asks too often: that order is refused, and the client pauses', async () => {
    const world = await connected({ limits: { ordersPerSecond: { spot: 20, contract: 2 } } })
    const { place, protocol, http, runtime, instrument, ports } = world
    const price = priceBehind(world, instrument('futures'), 'buy', 20)
    const calls = [1, 2, 3].map(() => protocol.orders.call(place({ price })))
    const answers = await runtime.settle(Promise.all(calls.map((call) => http.send(call))))
    expect(answers.map(([event]) => event?.type)).toEqual([
      'acknowledged',
      'acknowledged',
      'rejected',
    ])
    expect(answers[2]).toMatchObject([{ code: '10006' }])
    const startUs = ports.wallClock.nowUs()
    const [next] = await runtime.settle(http.send(protocol.orders.call(place({ price }))))
    expect(next).toMatchObject({ type: 'acknowledged' })
    const waitedMs = (ports.wallClock.nowUs() - startUs) / 1000
    expect(waitedMs).toBeGreaterThan(900)
    expect(waitedMs).toBeLessThan(1_100)
  })

  test('sends a batch beyond the budget: its first orders are placed', async () => {
    const world = await connected({ limits: { ordersPerSecond: { spot: 20, contract: 2 } } })
    const { place, send, instrument } = world
    const price = priceBehind(world, instrument('futures'), 'buy', 20)
    expect(await send(...[1, 2, 3].map(() => place({ price })))).toMatchObject([
      { type: 'acknowledged' },
      { type: 'acknowledged' },
      { type: 'rejected', code: '10006' },
    ])
  })

  test('names an order that is not there', async () => {
    const { place, cancel, send } = await connected()
    const request = place()
    const unknown = { ...cancel(request), venueOrderId: venueOrderId('5c20f439-50d8') }
    expect(await send(unknown)).toMatchObject([{ type: 'cancelRejected', code: '110001' }])
    expect(await send(cancel(request))).toMatchObject([{ type: 'cancelRejected', code: '110001' }])
  })
})
