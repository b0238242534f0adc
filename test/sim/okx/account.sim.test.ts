import { describe, expect, test } from 'vitest'
import { Decimal, type VenueOrderId } from '../../../src/core/index.ts'
import { openWorld, type World } from './account-world.ts'

/** An account with its sockets connected. */
async function connected(options: Parameters<typeof openWorld>[0] = {}): Promise<World> {
  const world = await openWorld(options)
  await world.stream.connect()
  expect(world.stream.isConnected()).toBe(true)
  return world
}

const types = (events: readonly { readonly type: string }[]): string[] =>
  events.map(({ type }) => type)
const owned = ({ account }: World, asset: string) =>
  new Decimal(account.balance('trading', asset).total.toString()).div('1e18')
const SYMBOLS = ['BTC-USDT', 'ETH-USDT-SWAP'] as const

describe('an order', () => {
  test.each(SYMBOLS)('of %s that rests is told twice, listed, and ends', async (symbol) => {
    const world = await connected()
    const { place, cancel, send, ask, find, stream, protocol, instrument, priceBehind } = world
    const where = instrument(symbol)
    const price = priceBehind(where, 'buy', 20)
    const request = place({ instrument: where, price, quantity: new Decimal('0.1') })
    const order = { clientOrderId: request.clientOrderId }
    const [answer] = await send(request)
    expect(answer).toMatchObject({ type: 'acknowledged', order })
    const id = answer?.type === 'acknowledged' ? answer.venueOrderId : undefined
    expect(stream.told('acknowledged')).toMatchObject([
      { order, venueOrderId: id, filledQuantity: new Decimal(0) },
    ])
    const { items } = await ask(protocol.queries.openOrders(where))
    expect(items).toMatchObject([{ ...order, status: 'open', price, venueOrderId: id }])
    const [whole] = protocol.queries.allOpenOrders(where.product)
    expect(whole && (await ask(whole)).items).toMatchObject([{ ...order, venueOrderId: id }])
    expect(await send(cancel(request, id))).toEqual([])
    expect(stream.told('cancelled')).toMatchObject([{ order, filledQuantity: new Decimal(0) }])
    const after = await ask(protocol.queries.openOrders(where))
    expect(after).toMatchObject({ items: [], isComplete: true, venueTimeUs: expect.any(Number) })
    expect(await find(request)).toMatchObject({ ...order, status: 'cancelled' })
    expect(stream.faults).toEqual([])
  })

  test('is changed when the channel says so, by the number of the request', async () => {
    const { place, amend, send, find, stream, instrument, priceBehind } = await connected()
    const where = instrument('ETH-USDT-SWAP')
    const request = place({ price: priceBehind(where, 'buy', 20) })
    await send(request)
    const price = priceBehind(where, 'buy', 30)
    expect(await send(amend(request, price, '2'))).toEqual([])
    const terms = { price, quantity: new Decimal(2) }
    expect(stream.told('amended')).toMatchObject([{ ...terms, request: 2 }])
    expect(await find(request)).toMatchObject({ status: 'open', ...terms })
  })

  test('whose change fails after it was accepted is as before, as the channel says', async () => {
    const { place, amend, send, find, stream, instrument, priceBehind } = await connected()
    const where = instrument('ETH-USDT-SWAP')
    const price = priceBehind(where, 'buy', 20)
    const request = place({ price })
    await send(request)
    expect(await send(amend(request, price, '99999999'))).toEqual([])
    expect(stream.told('amendRejected')).toMatchObject([{ request: 2, code: '51502' }])
    expect(await find(request)).toMatchObject({ status: 'open', quantity: new Decimal(1) })
  })

  test('that ended is neither changed nor cancelled', async () => {
    const { place, amend, cancel, send, instrument, priceBehind } = await connected()
    const price = priceBehind(instrument('ETH-USDT-SWAP'), 'buy', 20)
    const request = place({ price })
    await send(request)
    await send(cancel(request))
    expect(await send(amend(request, price, '2'))).toMatchObject([
      { type: 'amendRejected', code: '51503', request: 2 },
    ])
    expect(await send(cancel(request))).toMatchObject([
      { type: 'cancelRejected', code: '51401', request: 3 },
    ])
    expect(await send(cancel(place({ price })))).toMatchObject([
      { type: 'cancelRejected', code: '51400' },
    ])
  })

  test('is filled in part and rests, is cancelled, and its last word is what was filled', async () => {
    const world = await connected()
    const { place, cancel, send, stream, venue, instrument, priceBehind, find } = world
    const where = instrument('ETH-USDT-SWAP')
    const live = venue.market.find('swap', where.symbol)
    const [level] = live?.engine.top('ask', 1) ?? []
    const best = new Decimal(level?.[1] ?? 0).div(10 ** (live?.spec.sizeScale ?? 0))
    const quantity = best.plus(3)
    const request = place({ price: priceBehind(where, 'sell', 0), quantity })
    await send(request)
    const fills = stream.told('fill').map(({ fill }) => fill)
    expect(Decimal.sum(...fills.map((fill) => fill.quantity))).toEqual(best)
    expect(await find(request)).toMatchObject({ status: 'open', filledQuantity: best, quantity })
    await send(cancel(request))
    expect(stream.told('cancelled')).toMatchObject([{ filledQuantity: best }])
  })

  test.each(SYMBOLS)(
    'at the market of %s is filled: channel and list tell the same fills, and the money adds up',
    async (symbol) => {
      const world = await connected()
      const { place, send, ask, find, stream, protocol, instrument, ports } = world
      const where = instrument(symbol)
      const quantity = new Decimal('0.5')
      const request = place({ instrument: where, type: 'market', quantity })
      const before = owned(world, 'USDT')
      await send(request)
      const fills = stream.told('fill').map(({ fill }) => fill)
      expect(Decimal.sum(...fills.map((fill) => fill.quantity))).toEqual(quantity)
      const listed = await ask(protocol.queries.fills(where, ports.wallClock.nowUs() - 60_000_000))
      expect(listed.isComplete).toBe(true)
      expect(listed.items.toReversed()).toEqual(fills)
      expect(await find(request)).toMatchObject({ status: 'filled', filledQuantity: quantity })
      const cost = Decimal.sum(...fills.map((fill) => fill.price.times(fill.quantity)))
      const fees = Decimal.sum(...fills.map(({ fee }) => fee?.amount ?? 0))
      expect(fees.gt(0)).toBe(true)
      const isSpot = symbol === 'BTC-USDT'
      expect(fills[0]?.fee?.asset).toBe(isSpot ? 'BTC' : 'USDT')
      expect(before.minus(owned(world, 'USDT'))).toEqual(isSpot ? cost : fees)
      if (isSpot) expect(owned(world, 'BTC')).toEqual(new Decimal('10.5').minus(fees))
    },
  )
})

describe('terms of an order', () => {
  test('immediate or cancel: what was not found is over', async () => {
    const { place, send, stream, find, instrument, priceBehind } = await connected()
    const price = priceBehind(instrument('ETH-USDT-SWAP'), 'sell', 0)
    const request = place({ price, quantity: new Decimal(99_999), timeInForce: 'ioc' })
    expect(types(await send(request))).toEqual(['rejected'])
    const affordable = place({ price, quantity: new Decimal(3_000), timeInForce: 'ioc' })
    await send(affordable)
    const filled = Decimal.sum(...stream.told('fill').map(({ fill }) => fill.quantity))
    expect(stream.told('expired')).toMatchObject([{ filledQuantity: filled }])
    expect(await find(affordable)).toMatchObject({ status: 'expired', filledQuantity: filled })
  })

  test('all or nothing: nothing', async () => {
    const { place, send, stream, instrument, priceBehind } = await connected()
    const price = priceBehind(instrument('ETH-USDT-SWAP'), 'sell', 0)
    await send(place({ price, quantity: new Decimal(3_000), timeInForce: 'fok' }))
    expect(stream.told('expired')).toMatchObject([{ filledQuantity: new Decimal(0) }])
    expect(stream.told('fill')).toEqual([])
  })

  test('post-only that would take is accepted, never live, and cancelled', async () => {
    const { place, send, stream, find, instrument, priceBehind } = await connected()
    const price = priceBehind(instrument('ETH-USDT-SWAP'), 'sell', 0)
    const request = place({ price, postOnly: true })
    expect(types(await send(request))).toEqual(['acknowledged'])
    expect(types(stream.events.filter((event) => 'order' in event))).toEqual(['cancelled'])
    expect(stream.told('cancelled')).toMatchObject([{ filledQuantity: new Decimal(0) }])
    expect(await find(request)).toMatchObject({ status: 'cancelled' })
  })

  test('reduce-only of more than there is is refused, of less it closes', async () => {
    const { place, send, stream } = await connected()
    await send(place({ type: 'market', side: 'sell', quantity: new Decimal(2) }))
    const closing = { type: 'market', reduceOnly: true } as const
    expect(await send(place({ ...closing, quantity: new Decimal(3) }))).toMatchObject([
      { type: 'rejected', code: '51169' },
    ])
    await send(place({ ...closing, quantity: new Decimal(2) }))
    expect(stream.told('position').at(-1)?.quantity).toEqual(new Decimal(0))
  })

  test.each([
    ['a price off the grid', { price: new Decimal('2000.001') }, '51150'],
    ['a size off the grid', { quantity: new Decimal('1.001') }, '51121'],
    ['too little money', { quantity: new Decimal('9999999') }, '51008'],
  ])('%s is refused', async (_name, over, code) => {
    const { place, send, account } = await openWorld()
    const request = place({ price: new Decimal(2000), ...over })
    expect(await send(request)).toMatchObject([{ type: 'rejected', code }])
    expect(account.orders()).toEqual([])
  })

  test('a deadline that is over is refused: nothing was done', async () => {
    const { place, send, account, runtime } = await openWorld()
    const request = place({ price: new Decimal(2000) })
    await runtime.run({ forMs: 4_000 })
    expect(await send(request)).toMatchObject([{ type: 'rejected', code: '50036' }])
    expect(account.orders()).toEqual([])
  })

  test('contracts that count dollars are traded in contracts', async () => {
    const { place, send, stream, instrument } = await connected()
    const where = instrument('BTC-USD-SWAP')
    await send(place({ instrument: where, type: 'market', quantity: new Decimal(3) }))
    expect(stream.told('position').at(-1)).toMatchObject({
      instrument: where,
      quantity: new Decimal(3),
    })
  })
})

describe('a stop', () => {
  const placeStop = (world: World, type: 'stopMarket' | 'stopLimit' = 'stopMarket') => {
    const { place, instrument, priceBehind } = world
    const where = instrument('ETH-USDT-SWAP')
    const triggerPrice = priceBehind(where, 'sell', 3)
    const price = { price: priceBehind(where, 'sell', 500) }
    return place({ type, triggerPrice, ...(type === 'stopLimit' ? price : {}) })
  }
  const algoId = (world: World): VenueOrderId | undefined =>
    world.stream.told('acknowledged')[0]?.venueOrderId

  test('waits under an id of its own, is listed, changed, and cancelled', async () => {
    const world = await connected()
    const { send, amend, cancel, ask, find, stream, protocol, instrument, priceBehind } = world
    const where = instrument('ETH-USDT-SWAP')
    const request = placeStop(world, 'stopLimit')
    const order = { clientOrderId: request.clientOrderId }
    await send(request)
    const id = algoId(world)
    expect(id).toMatch(/^algo-\d+$/)
    const listed = { ...order, venueOrderId: id, status: 'open', price: request.terms.price }
    expect((await ask(protocol.queries.openOrders(where))).items).toMatchObject([listed])
    expect(await find(request)).toMatchObject(listed)
    const price = priceBehind(where, 'sell', 600)
    expect(await send(amend(request, price, '2', id))).toEqual([])
    expect(stream.told('amended')).toMatchObject([{ request: 2, price, quantity: new Decimal(2) }])
    expect(await send(cancel(request, id))).toEqual([])
    expect(stream.told('cancelled')).toMatchObject([{ order, filledQuantity: new Decimal(0) }])
    expect((await ask(protocol.queries.openOrders(where))).items).toEqual([])
    const since = world.ports.wallClock.nowUs() - 60_000_000
    expect((await ask(protocol.queries.history(where, since))).items).toMatchObject([
      { ...order, venueOrderId: id, status: 'cancelled' },
    ])
  })

  test('that is triggered goes on as an order under another id, and is filled', async () => {
    const world = await connected()
    const { send, place, find, ask, stream, protocol, instrument, ports } = world
    const request = placeStop(world)
    const order = { clientOrderId: request.clientOrderId }
    await send(request)
    // What takes the price there.
    await send(place({ type: 'market', quantity: new Decimal(400) }))
    const changed = stream.told('amended').filter((event) => event.venueOrderId !== undefined)
    expect(changed.length).toBeGreaterThan(0)
    const [{ venueOrderId: id } = {}] = changed
    expect(id).toMatch(/^\d+$/)
    const own = stream.told('fill').filter(({ fill }) => fill.venueOrderId === id)
    expect(own).toMatchObject([{ order, fill: { clientOrderId: request.clientOrderId } }])
    expect(await find(request)).toMatchObject({ ...order, venueOrderId: id, status: 'filled' })
    const where = instrument('ETH-USDT-SWAP')
    const since = ports.wallClock.nowUs() - 60_000_000
    const { items } = await ask(protocol.queries.history(where, since))
    expect(items.filter(({ clientOrderId }) => clientOrderId === order.clientOrderId)).toHaveLength(
      1,
    )
    expect(stream.faults).toEqual([])
  })

  test('that waits is cancelled by our id where the venue’s was lost', async () => {
    const world = await connected()
    const request = placeStop(world)
    await world.send(request)
    expect(await world.send(world.cancel(request))).toEqual([])
    expect(types(world.stream.told('cancelled'))).toEqual(['cancelled'])
  })

  test('that cannot be an order when it is triggered is refused', async () => {
    const world = await connected()
    const { send, place, stream, find } = world
    const request = placeStop(world, 'stopLimit')
    const huge = { ...request, terms: { ...request.terms, quantity: new Decimal(99_999) } }
    await send(huge)
    await send(place({ type: 'market', quantity: new Decimal(400) }))
    expect(stream.told('rejected')).toMatchObject([
      { order: { clientOrderId: request.clientOrderId }, code: '51008' },
    ])
    expect(await find(request)).toMatchObject({ status: 'rejected' })
  })

  test('whose price was reached already is refused at once', async () => {
    const { place, send, instrument, priceBehind } = await connected()
    const where = instrument('ETH-USDT-SWAP')
    await send(place({ type: 'market' }))
    const reached = place({ type: 'stopMarket', triggerPrice: priceBehind(where, 'buy', 500) })
    expect(await send(reached)).toMatchObject([{ type: 'rejected', code: '51280' }])
  })
})

describe('several orders at once', () => {
  test('each has its own answer', async () => {
    const { place, cancel, send, stream, instrument, priceBehind } = await connected()
    const price = priceBehind(instrument('ETH-USDT-SWAP'), 'buy', 20)
    const good = [place({ price }), place({ price })]
    const bad = place({ price, quantity: new Decimal('1.001') })
    const [first, second] = good
    if (first === undefined || second === undefined) throw new Error('two orders')
    expect(types(await send(first, bad, second))).toEqual([
      'acknowledged',
      'rejected',
      'acknowledged',
    ])
    expect(await send(cancel(first), cancel(second))).toEqual([])
    expect(stream.told('cancelled')).toHaveLength(2)
  })
})

test('balances and positions by channel and by query are those of the venue', async () => {
  const world = await connected()
  const { place, send, ask, stream, protocol, instrument, priceBehind } = world
  await send(place({ type: 'market', side: 'sell', quantity: new Decimal(3) }))
  const spot = instrument('BTC-USDT')
  const price = priceBehind(spot, 'buy', 20)
  await send(place({ instrument: spot, price, quantity: new Decimal('0.1') }))
  const [call] = protocol.queries.positions?.('swap') ?? []
  const positions = call && (await ask(call)).items
  expect(positions).toMatchObject([{ quantity: new Decimal(-3) }])
  expect(stream.told('position').at(-1)).toMatchObject({
    instrument: instrument('ETH-USDT-SWAP'),
    quantity: new Decimal(-3),
    averageEntryPrice: positions?.[0]?.averageEntryPrice,
  })
  const { items } = await ask(protocol.queries.balances('spot'))
  expect(items.map(({ asset }) => asset)).toEqual(expect.arrayContaining(['USDT', 'BTC', 'USD']))
  for (const { asset, total, locked } of items) {
    expect(total).toEqual(owned(world, asset))
    const last = stream.told('balance').findLast((event) => event.asset === asset)
    expect([last?.total, last?.locked]).toEqual([total, locked])
  }
  expect(items.find(({ asset }) => asset === 'USDT')?.locked?.gte(price.times('0.1'))).toBe(true)
})
