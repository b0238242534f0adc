import { describe, expect, test } from 'vitest'
import { Decimal } from '../../../src/core/index.ts'
import { priceBehind } from '../support/price-behind.ts'
import { openWorld, owned, type World } from './account-world.ts'

/** An account with its streams connected, in a market that stands still. */
async function connected(options: Parameters<typeof openWorld>[0] = {}): Promise<World> {
  const world = await openWorld(options)
  await world.stream.connect()
  expect(world.stream.isConnected()).toBe(true)
  return world
}

const types = (events: readonly { readonly type: string }[]): string[] =>
  events.map(({ type }) => type)
const SPOT = 'BTC/USD'
const FUTURES = 'PF_XBTUSD'
const both = [SPOT, FUTURES] as const

const productOf = (symbol: string): string => (symbol === SPOT ? 'spot' : 'futures')

/** What stands on so many of the best levels to buy from. */
function depthOf(venue: World['venue'], symbol: string, levels: number): Decimal {
  const live = venue.market.find(productOf(symbol), symbol)
  const sizes = (live?.engine.top('ask', levels) ?? []).map(([, size]) => size)
  return Decimal.sum(...sizes).div(10 ** (live?.spec.sizeScale ?? 0))
}

/** The price of a level to buy from, counted from 1. */
function priceAt(venue: World['venue'], symbol: string, level: number): Decimal {
  const live = venue.market.find(productOf(symbol), symbol)
  const price = live?.engine.top('ask', level).at(-1)?.[0] ?? 0
  return new Decimal(price).div(10 ** (live?.spec.priceScale ?? 0))
}

describe('orders at the simulated Kraken', () => {
  test.each(both)(
    'on %s one that rests is acknowledged twice, listed, and cancelled',
    async (symbol) => {
      const world = await connected()
      const { place, cancel, send, ask, find, stream, protocol, instrument } = world
      const where = instrument(symbol)
      const request = place(symbol, { price: priceBehind(world, where, 'buy', 20) })
      const [answer] = await send(request)
      expect(answer).toMatchObject({ type: 'acknowledged' })
      expect(stream.told('acknowledged')[0]).toMatchObject({
        order: { clientOrderId: request.clientOrderId },
        venueOrderId: answer?.type === 'acknowledged' && answer.venueOrderId,
        filledQuantity: new Decimal(0),
      })
      const { items, venueTimeUs } = await ask(protocol.queries.openOrders(where))
      expect(items).toMatchObject([
        { clientOrderId: request.clientOrderId, status: 'open', price: request.terms.price },
      ])
      expect(venueTimeUs).toBeGreaterThan(0)
      expect(types(await send(cancel(request)))).toEqual(['cancelled'])
      const { clientOrderId } = request
      // On contracts the frame of a cancel names the order by its id, and tells no sum.
      const told = symbol === FUTURES ? {} : { filledQuantity: new Decimal(0) }
      expect(stream.told('cancelled')).toMatchObject([{ order: { clientOrderId }, ...told }])
      expect(await ask(protocol.queries.openOrders(where))).toMatchObject({ items: [] })
      expect(await find(request)).toMatchObject({ status: 'cancelled' })
      expect(types(await send(cancel(request)))).toEqual(['cancelRejected'])
      expect(stream.faults).toEqual([])
      expect(stream.told('missed')).toEqual([])
    },
  )

  test.each(both)('on %s an amend is in force by answer, stream and list', async (symbol) => {
    const world = await connected()
    const { place, amend, send, find, stream, instrument } = world
    const where = instrument(symbol)
    const request = place(symbol, { price: priceBehind(world, where, 'buy', 20) })
    await send(request)
    const price = priceBehind(world, where, 'buy', 30)
    expect(await send(amend(request, price, '0.02'))).toMatchObject([
      { type: 'amended', request: 2 },
    ])
    expect(stream.told('amended')).toMatchObject([{ price, quantity: new Decimal('0.02') }])
    expect(await find(request)).toMatchObject({ status: 'open', quantity: new Decimal('0.02') })
  })

  test.each(both)(
    'a market buy on %s fills: stream and query tell the same fills, and the money adds up',
    async (symbol) => {
      const world = await connected()
      const { place, send, ask, find, stream, protocol, account, instrument, ports } = world
      const isSpot = symbol === SPOT
      const where = instrument(symbol)
      const request = place(symbol, { type: 'market', quantity: new Decimal('0.5') })
      const wallet = isSpot ? 'spot' : 'futures'
      const before = owned(account, wallet, 'USD')
      await send(request)
      const fills = stream.told('fill').map(({ fill }) => fill)
      expect(Decimal.sum(...fills.map(({ quantity }) => quantity)).toFixed()).toBe('0.5')
      const sinceUs = ports.wallClock.nowUs() - 60_000_000
      const listed = await ask(protocol.queries.fills(where, sinceUs))
      expect(listed.isComplete).toBe(true)
      const shown = ({ fillId, price, quantity, side, isMaker, fee }: (typeof fills)[number]) =>
        [fillId, price.toFixed(), quantity.toFixed(), side, isMaker, fee?.amount, fee?.asset].join(
          ' ',
        )
      expect(listed.items.map(shown).reverse()).toEqual(fills.map(shown))
      const told = await find(request)
      expect(told).toMatchObject({ status: 'filled', filledQuantity: new Decimal('0.5') })
      const cost = Decimal.sum(...fills.map(({ price, quantity }) => price.times(quantity)))
      const fees = Decimal.sum(...fills.map(({ fee }) => fee?.amount ?? 0))
      expect(fills[0]?.fee?.asset).toBe('USD')
      const paid = isSpot ? cost.plus(fees) : fees
      expect(owned(account, wallet, 'USD').toFixed()).toBe(before.minus(paid).toFixed())
      expect(stream.faults).toEqual([])
    },
  )

  test('balances by stream and by query are those of the venue, on both products', async () => {
    const world = await connected()
    const { place, send, ask, stream, protocol, account } = world
    await send(place(SPOT, { type: 'market', quantity: new Decimal('0.3') }))
    await send(place(FUTURES, { type: 'market', side: 'sell', quantity: new Decimal('0.3') }))
    for (const product of ['spot', 'futures']) {
      const { items } = await ask(protocol.queries.balances(product))
      expect(items.length).toBeGreaterThan(0)
      for (const { asset, total } of items)
        expect(total.toFixed()).toBe(owned(account, product, asset).toFixed())
    }
    const btc = stream.told('balance').findLast(({ asset }) => asset === 'BTC')
    expect(btc?.total.toFixed()).toBe(owned(account, 'spot', 'BTC').toFixed())
    const usd = stream.told('balance').findLast(({ asset }) => asset === 'USD')
    expect(usd?.total.toFixed()).toBe(owned(account, 'futures', 'USD').toFixed())
  })

  test('positions by stream and by query are those of the venue, and end flat', async () => {
    const world = await connected()
    const { place, send, ask, stream, protocol, instrument } = world
    await send(place(FUTURES, { type: 'market', side: 'sell', quantity: new Decimal('0.3') }))
    const [call] = protocol.queries.positions?.('futures') ?? []
    if (call === undefined) throw new Error('no positions')
    const [position] = (await ask(call)).items
    expect(position).toMatchObject({ quantity: new Decimal('-0.3') })
    const told = stream.told('position').at(-1)
    expect(told).toMatchObject({ instrument: instrument(FUTURES), quantity: new Decimal('-0.3') })
    expect(told?.averageEntryPrice?.eq(position?.averageEntryPrice ?? 0)).toBe(true)
    const flat = { type: 'market', quantity: new Decimal('0.3'), reduceOnly: true } as const
    await send(place(FUTURES, flat))
    expect(stream.told('position').at(-1)?.quantity.isZero()).toBe(true)
    expect((await ask(call)).items).toEqual([])
    const [refused] = await send(place(FUTURES, flat))
    expect(refused).toMatchObject({ type: 'rejected', code: 'wouldNotReducePosition' })
  })

  test.each(both)('on %s an order is filled in part, then cancelled', async (symbol) => {
    const world = await connected()
    const { place, cancel, send, find, stream, venue, instrument } = world
    const where = instrument(symbol)
    const size = depthOf(venue, symbol, 1)
    const request = place(symbol, {
      price: priceBehind(world, where, 'sell', 0),
      quantity: size.plus('0.01'),
    })
    await send(request)
    expect(stream.told('fill').length).toBeGreaterThan(0)
    await send(cancel(request))
    // On contracts the frame of a cancel tells no sum: fills alone say what was filled.
    const sum = symbol === FUTURES ? undefined : size.toFixed()
    expect(stream.told('cancelled').map(({ filledQuantity }) => filledQuantity?.toFixed())).toEqual(
      [sum],
    )
    const filled = stream.told('fill').map(({ fill }) => fill.quantity)
    expect(Decimal.sum(...filled).toFixed()).toBe(size.toFixed())
    expect((await find(request))?.filledQuantity.toFixed()).toBe(size.toFixed())
  })

  test.each([
    [SPOT, { timeInForce: 'ioc' }, 'buy', ['acknowledged'], 'cancelled'],
    [
      SPOT,
      { timeInForce: 'fok', quantity: new Decimal('9') },
      'buy',
      ['acknowledged'],
      'cancelled',
    ],
    [SPOT, { postOnly: true }, 'sell', ['acknowledged'], 'rejected'],
    [FUTURES, { timeInForce: 'ioc' }, 'buy', ['expired'], 'expired'],
    [FUTURES, { timeInForce: 'fok', quantity: new Decimal('9') }, 'buy', ['expired'], 'expired'],
    [FUTURES, { postOnly: true }, 'sell', ['rejected'], 'rejected'],
  ] as const)(
    'on %s %o that cannot be ends by answer and stream',
    async (symbol, over, from, answer, end) => {
      const world = await connected()
      const { place, send, find, stream, instrument } = world
      const price = priceBehind(world, instrument(symbol), from, 5)
      const request = place(symbol, { price, ...over })
      expect(types(await send(request))).toEqual(answer)
      expect(stream.told(end)).toMatchObject([{ order: { clientOrderId: request.clientOrderId } }])
      expect(await find(request)).toMatchObject({ status: end })
      expect(stream.told('missed')).toEqual([])
    },
  )

  test('an ioc order of derivatives that was filled in part ends by its answer', async () => {
    const world = await connected()
    const { place, send, stream, venue, instrument } = world
    const price = priceBehind(world, instrument(FUTURES), 'sell', 0)
    const size = depthOf(world.venue, FUTURES, 1)
    const quantity = size.plus('0.01')
    const events = await send(place(FUTURES, { price, quantity, timeInForce: 'ioc' }))
    expect(events).toMatchObject([{ type: 'acknowledged' }, { type: 'expired' }])
    expect(String(events[0]?.type === 'acknowledged' && events[0].filledQuantity)).toBe(
      String(size),
    )
    const fills = stream.told('fill').map(({ fill }) => fill.quantity)
    expect(String(Decimal.sum(...fills))).toBe(String(size))
    // Nothing on the stream says that it ended.
    expect(stream.told('expired')).toEqual([])
    expect(venue.accounts?.find('main')?.openOrders()).toEqual([])
  })

  test.each(both)('a stop of %s waits, is triggered by a trade, and fills', async (symbol) => {
    const world = await connected()
    const { place, send, find, stream, venue } = world
    const triggerPrice = priceAt(venue, symbol, 5)
    const stop = place(symbol, { type: 'stopMarket', triggerPrice, quantity: new Decimal('0.001') })
    expect(types(await send(stop))).toEqual(['acknowledged'])
    expect(await find(stop)).toMatchObject({ status: 'open', filledQuantity: new Decimal(0) })
    // Buys its way up to the trigger.
    const quantity = depthOf(venue, symbol, 6)
    await send(place(symbol, { price: priceAt(venue, symbol, 6), quantity, timeInForce: 'ioc' }))
    expect(await find(stop)).toMatchObject({
      status: 'filled',
      filledQuantity: new Decimal('0.001'),
    })
    const own = stream.told('fill').filter(({ fill }) => fill.clientOrderId === stop.clientOrderId)
    expect(String(Decimal.sum(...own.map(({ fill }) => fill.quantity)))).toBe('0.001')
    expect(stream.told('missed')).toEqual([])
    expect(stream.faults).toEqual([])
  })

  test('several go together, each with an answer of its own', async () => {
    const world = await connected()
    const { place, cancel, send, instrument } = world
    const good = (symbol: string) =>
      place(symbol, { price: priceBehind(world, instrument(symbol), 'buy', 20) })
    const tooMuch = place(SPOT, {
      price: priceBehind(world, instrument(SPOT), 'buy', 20),
      quantity: new Decimal(900),
    })
    const [first, second] = [good(SPOT), good(SPOT)]
    expect(types(await send(first, tooMuch, second))).toEqual([
      'acknowledged',
      'rejected',
      'acknowledged',
    ])
    expect(types(await send(cancel(first), cancel(second)))).toEqual(['cancelled', 'cancelled'])
    const contract = good(FUTURES)
    expect(types(await send(contract, good(FUTURES)))).toEqual(['acknowledged', 'acknowledged'])
    expect(types(await send(cancel(contract), good(FUTURES)))).toEqual([
      'cancelled',
      'acknowledged',
    ])
  })

  test.each([
    [SPOT, { quantity: new Decimal(900) }, 'EOrder:Insufficient funds'],
    [SPOT, { price: new Decimal('30000.123') }, 'EOrder:Tick size check failed'],
    [SPOT, { quantity: new Decimal('0.00000001') }, 'EOrder:Cost minimum not met'],
    [FUTURES, { quantity: new Decimal(9000) }, 'insufficientAvailableFunds'],
    [FUTURES, { price: new Decimal('30000.5') }, 'invalidPrice'],
    [FUTURES, { quantity: new Decimal('0.00001') }, 'invalidSize'],
  ] as const)('on %s %o is refused in the venue’s words', async (symbol, over, code) => {
    const { place, send } = await openWorld()
    const request = place(symbol, { price: new Decimal(30_000), ...over })
    expect(await send(request)).toMatchObject([{ type: 'rejected', code }])
  })

  test('an id that is in use leaves the second order unknown, which is there in truth', async () => {
    const world = await openWorld()
    const { place, send, find, instrument } = world
    for (const symbol of both) {
      const request = place(symbol, { price: priceBehind(world, instrument(symbol), 'buy', 20) })
      expect(types(await send(request))).toEqual(['acknowledged'])
      expect(types(await send(request))).toEqual(['outcomeUnknown'])
      expect(await find(request)).toMatchObject({ status: 'open' })
    }
  })

  test('orders and fills are listed page by page', async () => {
    const limits = { privateCalls: 1_000, engineOrders: 1_000 }
    const world = await openWorld({ limits })
    const { runtime, place, send, cancel, ask, protocol, instrument, ports } = world
    const where = instrument(SPOT)
    for (let i = 0; i < 55; i += 1) {
      const request = place(SPOT, { price: priceBehind(world, where, 'buy', 20) })
      expect(types(await send(request))).toEqual(['acknowledged'])
      expect(types(await send(cancel(request)))).toEqual(['cancelled'])
      // The client sends 60 orders a minute.
      await runtime.run({ forMs: 2_500 })
    }
    const { items, isComplete } = await ask(
      protocol.queries.history(where, ports.wallClock.nowUs() - 3.6e9),
    )
    expect([items.length, new Set(items.map((order) => order.venueOrderId)).size]).toEqual([55, 55])
    expect(isComplete).toBe(true)
  })

  test('the switch cancels what rests when we fall silent', async () => {
    const world = await connected()
    const { place, send, http, runtime, protocol, stream, instrument } = world
    for (const symbol of both)
      await send(place(symbol, { price: priceBehind(world, instrument(symbol), 'buy', 20) }))
    const arm = protocol.orders.deadMansSwitch?.({ product: 'spot' }, 5_000)
    await runtime.settle(http.send(arm!))
    await runtime.run({ forMs: 4_000 })
    expect(stream.told('cancelled')).toEqual([])
    await runtime.run({ forMs: 2_000 })
    expect(stream.told('cancelled')).toHaveLength(2)
  })
})
