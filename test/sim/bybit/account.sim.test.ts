import { describe, expect, test } from 'vitest'
import { Decimal } from '../../../src/core/index.ts'
import { priceBehind } from '../support/price-behind.ts'
import { openWorld, owned, type World } from './account-world.ts'

/** An account with its stream connected, in a market that stands still. */
async function connected(options: Parameters<typeof openWorld>[0] = {}): Promise<World> {
  const world = await openWorld(options)
  await world.stream.connect()
  expect(world.stream.isConnected()).toBe(true)
  return world
}

const types = (events: readonly { readonly type: string }[]): string[] =>
  events.map(({ type }) => type)

describe('orders at the simulated Bybit', () => {
  test.each(['spot', 'futures'] as const)(
    'on %s one that rests is acknowledged twice, listed, and cancelled on the stream',
    async (market) => {
      const world = await connected()
      const { place, cancel, send, ask, find, stream, protocol, instrument } = world
      const where = instrument(market)
      const request = place({ instrument: where, price: priceBehind(world, where, 'buy', 20) })
      const [answer] = await send(request)
      expect(answer).toMatchObject({ type: 'acknowledged' })
      const [told] = stream.told('acknowledged')
      expect(told).toMatchObject({
        order: { clientOrderId: request.clientOrderId },
        venueOrderId: answer?.type === 'acknowledged' && answer.venueOrderId,
        filledQuantity: new Decimal(0),
      })
      const { items } = await ask(protocol.queries.openOrders(where))
      expect(items).toMatchObject([
        { clientOrderId: request.clientOrderId, status: 'open', price: request.terms.price },
      ])
      expect(await send(cancel(request))).toEqual([])
      expect(stream.told('cancelled')).toMatchObject([
        { order: { clientOrderId: request.clientOrderId }, filledQuantity: new Decimal(0) },
      ])
      expect(await ask(protocol.queries.openOrders(where))).toEqual({
        items: [],
        isComplete: true,
        venueTimeUs: expect.any(Number),
      })
      expect(await find(request)).toMatchObject({ status: 'cancelled' })
      expect(stream.faults).toEqual([])
    },
  )

  test('an amend is in force when the stream says so', async () => {
    const world = await connected()
    const { place, amend, send, find, stream, instrument } = world
    const request = place({ price: priceBehind(world, instrument('futures'), 'buy', 20) })
    await send(request)
    const price = priceBehind(world, instrument('futures'), 'buy', 30).toFixed()
    expect(await send(amend(request, price, '0.02'))).toEqual([])
    const terms = { price: new Decimal(price), quantity: new Decimal('0.02') }
    expect(stream.told('amended')).toMatchObject([terms])
    expect(await find(request)).toMatchObject({ status: 'open', ...terms })
  })

  test.each(['spot', 'futures'] as const)(
    'a market buy on %s fills: stream and query tell the same fills, and the money adds up',
    async (market) => {
      const world = await connected()
      const { place, send, ask, find, stream, protocol, account, instrument, ports } = world
      const where = instrument(market)
      const request = place({ instrument: where, type: 'market', quantity: new Decimal('0.5') })
      const before = owned(account, 'USDT')
      await send(request)
      const fills = stream.told('fill').map(({ fill }) => fill)
      expect(Decimal.sum(...fills.map(({ quantity }) => quantity)).toFixed()).toBe('0.5')
      const sinceUs = ports.wallClock.nowUs() - 60_000_000
      const listed = await ask(protocol.queries.fills(where, sinceUs))
      expect(listed.isComplete).toBe(true)
      expect([...listed.items].reverse()).toEqual(fills)
      expect(await find(request)).toMatchObject({ status: 'filled', quantity: new Decimal('0.5') })
      const cost = Decimal.sum(...fills.map(({ price, quantity }) => price.times(quantity)))
      const fees = Decimal.sum(...fills.map(({ fee }) => fee?.amount ?? 0))
      const asset = fills[0]?.fee?.asset
      expect(asset).toBe(market === 'spot' ? 'BTC' : 'USDT')
      const paid = market === 'spot' ? cost : fees
      expect(owned(account, 'USDT').toFixed()).toBe(before.minus(paid).toFixed())
      if (market === 'spot')
        expect(owned(account, 'BTC').toFixed()).toBe(new Decimal('10.5').minus(fees).toFixed())
    },
  )

  test('balances and positions by stream and by query are those of the venue', async () => {
    const world = await connected()
    const { place, send, ask, stream, protocol, account, instrument } = world
    await send(place({ type: 'market', side: 'sell', quantity: new Decimal('0.3') }))
    const [call] = protocol.queries.positions?.('linear') ?? []
    if (call === undefined) throw new Error('no positions')
    const [position] = (await ask(call)).items
    expect(position).toMatchObject({ quantity: new Decimal('-0.3') })
    const told = stream.told('position').at(-1)
    expect(told).toMatchObject({
      instrument: instrument('futures'),
      quantity: new Decimal('-0.3'),
      averageEntryPrice: position?.averageEntryPrice,
    })
    const { items } = await ask(protocol.queries.balances('linear'))
    for (const { asset, total } of items) expect(total.eq(owned(account, asset))).toBe(true)
    const usdt = items.find(({ asset }) => asset === 'USDT')
    const last = stream.told('balance').findLast(({ asset }) => asset === 'USDT')
    expect([last?.total, last?.locked]).toEqual([usdt?.total, usdt?.locked])
    await send(place({ type: 'market', quantity: new Decimal('0.3'), reduceOnly: true }))
    const flat = stream.told('position').at(-1)
    expect(flat?.quantity.isZero()).toBe(true)
    expect(flat).not.toHaveProperty('averageEntryPrice')
  })

  test('an order is filled in part, then cancelled: its last word is what was filled', async () => {
    const world = await connected()
    const { place, cancel, send, stream, venue, instrument } = world
    const where = instrument('futures')
    const ask = priceBehind(world, where, 'sell', 0)
    const live = venue.market.find('linear', 'BTCUSDT')
    const size = new Decimal(live?.engine.top('ask', 1)[0]?.[1] ?? 0).div(
      10 ** (live?.spec.sizeScale ?? 0),
    )
    const request = place({ price: ask, quantity: size.plus('0.01') })
    await send(request)
    expect(stream.told('fill').length).toBeGreaterThan(0)
    await send(cancel(request))
    expect(stream.told('cancelled')).toMatchObject([{ filledQuantity: size }])
  })

  test.each([
    ['ioc that finds nothing', { timeInForce: 'ioc' } as const, 'buy', 20, 'expired'],
    [
      'fok that finds not enough',
      { timeInForce: 'fok', quantity: new Decimal(100_000) } as const,
      'buy',
      20,
      'expired',
    ],
    ['post-only that would take', { postOnly: true } as const, 'sell', 5, 'rejected'],
  ])('%s is taken by the gateway, and ends on the stream', async (_, over, from, ticks, end) => {
    const world = await connected({
      accounts: [
        {
          name: 'main',
          keys: [
            { key: 'BYBITFAKEKEY00000001', secret: 'bybit-fake-secret-for-docs-000000000001' },
          ],
          balances: { unified: { USDT: '1000000000000' } },
        },
      ],
    })
    const { place, send, find, stream, instrument } = world
    const price = priceBehind(world, instrument('futures'), from as 'buy' | 'sell', ticks)
    const request = place({ ...over, price })
    expect(types(await send(request))).toEqual(['acknowledged'])
    const ended = stream.events.filter(({ type }) => type === end)
    expect(ended).toMatchObject([{ order: { clientOrderId: request.clientOrderId } }])
    expect(await find(request)).toMatchObject({ status: end, filledQuantity: new Decimal(0) })
  })

  test('what an ioc order does not get expires', async () => {
    const world = await connected()
    const { place, send, stream, instrument } = world
    const price = priceBehind(world, instrument('futures'), 'sell', 0)
    await send(place({ timeInForce: 'ioc', price, quantity: new Decimal(15) }))
    const [expired] = stream.told('expired')
    const filled = Decimal.sum(...stream.told('fill').map(({ fill }) => fill.quantity))
    expect(filled.gt(0)).toBe(true)
    expect(expired?.filledQuantity?.eq(filled)).toBe(true)
  })

  test('a stop waits among the open orders, and fills when its price trades', async () => {
    const world = await connected()
    const { place, send, ask, find, stream, protocol, runtime, venue, instrument } = world
    const where = instrument('futures')
    const live = venue.market.find('linear', 'BTCUSDT')
    const last = new Decimal(live?.lastTrade?.price ?? 0).div(10 ** (live?.spec.priceScale ?? 0))
    const triggerPrice = last.plus('1.5')
    const request = place({ type: 'stopMarket', triggerPrice })
    expect(types(await send(request))).toEqual(['acknowledged'])
    expect((await ask(protocol.queries.openOrders(where))).items).toMatchObject([
      { clientOrderId: request.clientOrderId, status: 'open' },
    ])
    expect(stream.told('fill')).toEqual([])
    venue.start()
    for (let i = 0; i < 200 && stream.told('fill').length === 0; i += 1)
      await runtime.run({ forMs: 1_000 })
    const fill = stream.told('fill')[0]?.fill
    expect(fill).toMatchObject({ clientOrderId: request.clientOrderId, side: 'buy' })
    expect(await find(request)).toMatchObject({ status: 'filled' })
  })

  test('a spot stop is cancelled under its own filter', async () => {
    const world = await connected()
    const { place, cancel, send, find, stream, instrument } = world
    const where = instrument('spot')
    const triggerPrice = priceBehind(world, where, 'buy', 100)
    const request = place({ instrument: where, type: 'stopMarket', side: 'sell', triggerPrice })
    await send(request)
    expect(await find(request)).toMatchObject({ status: 'open' })
    expect(await send(cancel(request))).toEqual([])
    expect(types(stream.told('cancelled'))).toEqual(['cancelled'])
    expect(await find(request)).toMatchObject({ status: 'cancelled' })
  })

  test('a batch places what can be, and refuses the rest by its code', async () => {
    const world = await connected()
    const { place, cancel, send, ask, protocol, instrument } = world
    const where = instrument('spot')
    const price = priceBehind(world, where, 'buy', 20)
    const good = place({ instrument: where, price })
    const poor = place({ instrument: where, price, quantity: new Decimal(1_000) })
    const odd = place({ instrument: where, price: price.plus('0.01') })
    expect(await send(good, poor, odd)).toMatchObject([
      { type: 'acknowledged', order: { clientOrderId: good.clientOrderId } },
      { type: 'rejected', code: '170131', order: { clientOrderId: poor.clientOrderId } },
      { type: 'rejected', code: '170134', order: { clientOrderId: odd.clientOrderId } },
    ])
    expect((await ask(protocol.queries.openOrders(where))).items).toHaveLength(1)
    expect(await send(cancel(good), cancel(poor))).toMatchObject([
      { type: 'cancelRejected', code: '170213', order: { clientOrderId: poor.clientOrderId } },
    ])
  })

  test.each([
    ['too little money', { quantity: new Decimal(900) }, '110007'],
    ['a price off the grid', { price: new Decimal('60000.05') }, '10001'],
    ['a quantity off the grid', { quantity: new Decimal('0.0105') }, '10001'],
    ['a quantity below the least', { quantity: new Decimal('0.0001') }, '10001'],
    ['nothing to reduce', { reduceOnly: true }, '110017'],
  ])('%s is refused in the answer', async (_, over, code) => {
    const { place, send, stream } = await connected()
    const request = place({ price: new Decimal('60000'), ...over })
    expect(await send(request)).toMatchObject([{ type: 'rejected', code }])
    expect(stream.events).toEqual([])
  })

  test('a list of more than a page is read to its end', async () => {
    const world = await connected()
    const { account, venue, ask, protocol, instrument } = world
    const live = venue.market.find('linear', 'BTCUSDT')
    if (live === undefined) throw new Error('not listed')
    const price = priceBehind(world, instrument('futures'), 'buy', 50).toFixed()
    for (let i = 0; i < 120; i += 1)
      account.place({ instrument: live, side: 'buy', type: 'limit', quantity: '0.001', price })
    const calls = [
      protocol.queries.openOrders(instrument('futures')),
      ...protocol.queries.allOpenOrders('linear'),
    ]
    const counts = []
    for (const call of calls) counts.push((await ask(call)).items.length)
    expect(counts).toEqual([120, 120, 0])
  })
})
