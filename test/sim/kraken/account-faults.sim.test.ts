import { describe, expect, test } from 'vitest'
import { Decimal } from '../../../src/core/index.ts'
import type { FaultRule } from '../../../src/sim/index.ts'
import { priceBehind } from '../support/price-behind.ts'
import { openWorld, type World } from './account-world.ts'

const types = (events: readonly { readonly type: string }[]): string[] =>
  events.map(({ type }) => type)
const SPOT = 'BTC/USD'
const FUTURES = 'PF_XBTUSD'
const both = [SPOT, FUTURES] as const

async function connected(options: Parameters<typeof openWorld>[0] = {}): Promise<World> {
  const world = await openWorld(options)
  await world.stream.connect()
  return world
}

/** A fault of the first request of a kind. */
const once = (fault: FaultRule['fault'], contains = 'place'): FaultRule => ({
  fault,
  where: { contains },
  when: { most: 1 },
})

describe('keys', () => {
  test('a wrong secret is told as that', async () => {
    const secret = Buffer.from('another').toString('base64')
    const { runtime, http, protocol, place, send, stream } = await openWorld({ secret })
    for (const product of ['spot', 'futures']) {
      const call = protocol.queries.balances(product)
      await expect(runtime.settle(http.send(call))).rejects.toMatchObject({
        code: 'AUTH_FAILED',
        retry: 'never',
      })
    }
    for (const symbol of both)
      expect(types(await send(place(symbol, { price: new Decimal(30_000) })))).toEqual(['rejected'])
    await stream.connect()
    expect(stream.isConnected()).toBe(false)
    expect(stream.events).toEqual([])
  })

  test('a key that may only read places nothing', async () => {
    const { place, send, account } = await openWorld({ permissions: ['read'] })
    const codes = []
    for (const symbol of both) {
      const [event] = await send(place(symbol, { price: new Decimal(30_000) }))
      codes.push(event?.type === 'rejected' ? event.code : event?.type)
    }
    expect(codes).toEqual(['EGeneral:Permission denied', 'insufficientPrivileges'])
    expect(account.orders()).toEqual([])
  })

  test('a nonce that is not higher is refused, and the call made again with the next', async () => {
    const { runtime, http, protocol } = await openWorld()
    const call = protocol.queries.balances('spot')
    let isFirst = true
    const stale = {
      ...call,
      request: {
        ...call.request,
        sign: (
          request: typeof call.request,
          stamp: Parameters<NonNullable<typeof call.request.sign>>[1],
        ) => {
          const nonce = isFirst ? 1 : stamp.nonce
          isFirst = false
          return call.request.sign?.(request, { ...stamp, nonce }) ?? request
        },
      },
    }
    await runtime.settle(http.send(call))
    expect((await runtime.settle(http.send(stale))).items.length).toBeGreaterThan(0)
    expect(isFirst).toBe(false)
  })
})

describe('a lockout', () => {
  test('that one call of spot learns of stops all of spot at the address, and no derivatives', async () => {
    const shutOut = once({ kind: 'status', status: 418 }, '/0/private/BalanceEx')
    const { runtime, http, publicHttp, driver, protocol, place } = await openWorld({
      faults: [shutOut],
    })
    const clock = driver.rest.serverTime?.('spot')
    if (clock === undefined) throw new Error('spot has a clock')
    const order = place(SPOT, { price: new Decimal(30_000) })
    const calls: (() => Promise<unknown>)[] = [
      () => http.send(protocol.orders.call(order), { lane: 'urgent' }),
      () => http.send(protocol.queries.balances('spot')),
      () => http.send(clock),
      () => publicHttp.send(clock),
    ]
    await expect(runtime.settle(http.send(protocol.queries.balances('spot')))).rejects.toThrow(
      expect.objectContaining({ code: 'BANNED', retryAfterMs: 900_000 }),
    )
    for (const call of calls)
      await expect(runtime.settle(call())).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED' })
    await runtime.settle(http.send(protocol.queries.balances('futures')))
    await runtime.run({ forMs: 900_000 })
    for (const call of calls) await runtime.settle(call())
  })
})

test('a lockout lasts as long as its answer says, where it says so', async () => {
  const status = { kind: 'status', status: 418, retryAfterSeconds: 7 } as const
  const { runtime, http, protocol } = await openWorld({
    faults: [once(status, '/0/private/BalanceEx')],
  })
  const beganUs = runtime.elapsedUs()
  await runtime.settle(http.send(protocol.queries.balances('spot')))
  const tookMs = (runtime.elapsedUs() - beganUs) / 1_000
  expect(tookMs).toBeGreaterThanOrEqual(7_000)
  expect(tookMs).toBeLessThan(8_000)
})

describe('an answer that is lost', () => {
  const cases = [
    ['never comes', { kind: 'acceptThenSilence' }, 'timeout'],
    ['is cut off', { kind: 'acceptThenCut' }, 'timeout'],
    ['is a 502', { kind: 'acceptThenStatus', status: 502 }, 'serverError'],
    ['is a 429', { kind: 'acceptThenStatus', status: 429 }, 'rateLimited'],
  ] as const
  test.each(both.flatMap((symbol) => cases.map((one) => [symbol, ...one] as const)))(
    'on %s %s: the order is unknown, and found by our id',
    async (symbol, _, kind, cause) => {
      const world = await connected({ faults: [once(kind)] })
      const { place, send, find, stream, instrument, runtime } = world
      const request = place(symbol, { price: priceBehind(world, instrument(symbol), 'buy', 20) })
      const [event] = await send(request)
      expect(event).toMatchObject({ type: 'outcomeUnknown', cause })
      await runtime.run({ forMs: 70_000 })
      const order = { clientOrderId: request.clientOrderId }
      expect(await find(request)).toMatchObject({ ...order, status: 'open' })
      expect(stream.told('acknowledged')[0]).toMatchObject({ order })
    },
  )

  test.each(both)('on %s of an order that never came: it is in no list', async (symbol) => {
    const world = await connected({ faults: [once({ kind: 'refuseWithStatus', status: 503 })] })
    const { place, send, find, ask, protocol, instrument, ports } = world
    const request = place(symbol, { price: priceBehind(world, instrument(symbol), 'buy', 20) })
    expect(await send(request)).toMatchObject([{ type: 'outcomeUnknown', cause: 'serverError' }])
    expect(await find(request)).toBeUndefined()
    for (const call of [
      protocol.queries.openOrders(instrument(symbol)),
      protocol.queries.history(instrument(symbol), ports.wallClock.nowUs() - 60_000_000),
    ]) {
      const list = await ask(call)
      expect(list).toMatchObject({ items: [], isComplete: true })
      expect(list.venueTimeUs).toBeLessThanOrEqual(ports.wallClock.nowUs())
    }
  })

  test('of a change and of an end are unknown too, and the stream tells of both', async () => {
    const lost = ['amend', 'cancel'].map((word) => once({ kind: 'acceptThenSilence' }, word))
    const world = await connected({ faults: lost })
    const { place, amend, cancel, send, stream, instrument } = world
    const price = priceBehind(world, instrument(SPOT), 'buy', 20)
    const request = place(SPOT, { price })
    await send(request)
    expect(await send(amend(request, price, '0.02'))).toMatchObject([
      { type: 'amendUnknown', request: 2 },
    ])
    expect(stream.told('amended')).toMatchObject([{ quantity: new Decimal('0.02') }])
    expect(await send(cancel(request))).toMatchObject([{ type: 'cancelUnknown', request: 3 }])
    expect(stream.told('cancelled')).toHaveLength(1)
  })

  test.each(both)('on %s a request after its deadline places nothing', async (symbol) => {
    const { place, send, account, ports } = await openWorld()
    const request = {
      ...place(symbol, { price: new Decimal(30_000) }),
      deadlineUs: ports.wallClock.nowUs() - 1_000_000,
    }
    const [event] = await send(request)
    expect(event?.type).toBe(symbol === SPOT ? 'rejected' : 'outcomeUnknown')
    expect(account.orders()).toEqual([])
  })
})

describe('what the venue tells in another order', () => {
  test.each(both)('on %s a fill before the answer of its order', async (symbol) => {
    const world = await connected({ faults: [once({ kind: 'fillBeforeAck' })] })
    const { place, send, stream } = world
    const request = place(symbol, { type: 'market', quantity: new Decimal('0.001') })
    expect(types(await send(request))).toEqual(['acknowledged'])
    expect(stream.told('fill')[0]).toMatchObject({
      order: { clientOrderId: request.clientOrderId },
    })
  })

  test.each(both)(
    'on %s a cancel that meets a fill is refused, and the order is found filled',
    async (symbol) => {
      const world = await connected({ faults: [once({ kind: 'cancelRacesFill' }, 'cancel')] })
      const { place, cancel, send, find, instrument } = world
      const request = place(symbol, { price: priceBehind(world, instrument(symbol), 'buy', 1) })
      await send(request)
      expect(types(await send(cancel(request)))).toEqual(['cancelRejected'])
      expect(await find(request)).toMatchObject({ status: 'filled' })
    },
  )
})

describe('a private stream', () => {
  test('that lost a message says so with the next', async () => {
    const rule: FaultRule = {
      fault: { kind: 'drop' },
      where: { contains: 'private/filled' },
      when: { most: 1 },
    }
    const world = await connected({ faults: [rule] })
    const { place, send, ask, stream, protocol, instrument, ports } = world
    await send(place(SPOT, { type: 'market', quantity: new Decimal('0.001') }))
    expect(stream.told('fill')).toEqual([])
    expect(stream.told('missed').length).toBeGreaterThan(0)
    const fills = protocol.queries.fills(instrument(SPOT), ports.wallClock.nowUs() - 60_000_000)
    expect((await ask(fills)).items).toHaveLength(1)
  })

  test('that tells twice is heard once', async () => {
    const rule: FaultRule = { fault: { kind: 'double' }, where: { contains: 'private/' } }
    const world = await connected({ faults: [rule] })
    const { place, send, stream } = world
    await send(place(SPOT, { type: 'market', quantity: new Decimal('0.001') }))
    expect(stream.told('fill')).toHaveLength(1)
    expect(stream.told('missed')).toEqual([])
  })

  test('comes back after a cut with what is open, by a new token and a new challenge', async () => {
    const world = await connected()
    const { place, cancel, send, stream, venue, runtime, instrument } = world
    const requests = both.map((symbol) =>
      place(symbol, { price: priceBehind(world, instrument(symbol), 'buy', 20) }),
    )
    for (const request of requests) await send(request)
    for (const { origin } of Object.values(venue.accountStreams ?? {})) runtime.network.cut(origin)
    await runtime.run({ forMs: 60_000 })
    expect(stream.isConnected()).toBe(true)
    const before = stream.events.length
    for (const request of requests) await send(cancel(request))
    const since = stream.events.slice(before)
    expect(since.filter(({ type }) => type === 'cancelled')).toHaveLength(2)
    expect(stream.told('missed')).toEqual([])
    expect(stream.faults).toEqual([])
  })

  test('stays up long after its token is too old, and a quiet one is not taken for dead', async () => {
    const world = await connected({ limits: { tokenMs: 30_000 } })
    const { place, send, stream, runtime } = world
    await runtime.run({ forMs: 3_600_000 })
    expect(stream.pool.connections()).toHaveLength(2)
    await send(place(SPOT, { type: 'market', quantity: new Decimal('0.001') }))
    expect(stream.told('fill')).toHaveLength(1)
  })

  test('whose token is too old at its first use is opened anew', async () => {
    const world = await openWorld({ limits: { tokenMs: 0 } })
    await world.stream.connect()
    expect(world.stream.isConnected()).toBe(false)
    expect(world.stream.rejected).toEqual([])
  })
})
