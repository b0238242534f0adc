import { afterEach, describe, expect, test } from 'vitest'
import { Decimal, type Market, type OrderEvent } from '../../../../src/core/index.ts'
import { plainOf } from './support.ts'
import { TradingWorld, typesOf, type WorldOptions } from './trading-world.ts'

let world: TradingWorld
async function open(options?: WorldOptions): Promise<TradingWorld> {
  world = await TradingWorld.open(options)
  await world.connect()
  return world
}
afterEach(() => world.close())

const MARKETS: readonly Market[] = ['spot', 'futures']
const venueIdIn = (events: readonly OrderEvent[]) => {
  const [first] = events
  return first?.type === 'acknowledged' ? first.venueOrderId : undefined
}

describe.each(MARKETS)('%s: an order', (market) => {
  test('rests, is listed, is cancelled, and is in history', async () => {
    await open()
    const { protocol } = world
    const instrument = world.instrument(market)
    const sinceUs = world.runtime.ports().wallClock.nowUs() - 1_000_000
    const terms = world.terms(market)
    const id = world.nextId()
    const placed = await world.place(terms, id)
    expect(typesOf(placed)).toEqual(['acknowledged'])
    const venueOrderId = venueIdIn(placed)
    expect(await world.told(['acknowledged'])).toMatchObject([
      { order: { clientOrderId: id, venueOrderId }, filledQuantity: '0' },
    ])
    const row = {
      clientOrderId: id,
      venueOrderId,
      status: 'open',
      filledQuantity: '0',
      side: 'buy',
    }
    const key = { clientOrderId: id, instrument }
    expect(plainOf(await world.list(protocol.queries.order(key)))).toMatchObject([row])
    expect(plainOf(await world.list(protocol.queries.openOrders(instrument)))).toMatchObject([
      { ...row, price: terms.price?.toFixed(), quantity: '0.01' },
    ])
    const [all] = protocol.queries.allOpenOrders(instrument.product)
    expect(all && plainOf(await world.list(all))).toMatchObject([row])

    const cancelled = await world.send(world.request('cancel', terms, id, { venueOrderId }))
    expect(plainOf(cancelled)).toMatchObject([{ type: 'cancelled', filledQuantity: '0' }])
    // On spot the message names the cancel, and the order only beside it.
    expect(await world.told(['cancelled'])).toMatchObject([{ order: { clientOrderId: id } }])
    expect(await world.list(protocol.queries.openOrders(instrument))).toEqual([])
    expect(plainOf(await world.list(protocol.queries.history(instrument, sinceUs)))).toMatchObject([
      { ...row, status: 'cancelled' },
    ])
  })

  test('is filled in parts; stream and query tell the same fills and balances', async () => {
    await open()
    const { protocol, account } = world
    const instrument = world.instrument(market)
    const sinceUs = world.runtime.ports().wallClock.nowUs() - 1_000_000
    const terms = world.terms(market, {
      side: 'sell',
      quantity: new Decimal(market === 'spot' ? '1.5' : '8'),
      price: world.price(market, 0),
    })
    const id = world.nextId()
    const placed = await world.place(terms, id)
    world.venue.market.start()
    await world.run(120_000)
    world.venue.stop()
    const streamed = [...(market === 'spot' ? placed : []), ...world.events].flatMap((event) =>
      event.type === 'fill' ? [event.fill] : [],
    )
    const byId = new Map(streamed.map((fill) => [fill.fillId, fill]))
    expect(byId.size).toBeGreaterThan(1)
    const listed = await world.list(protocol.queries.fills(instrument, sinceUs))
    expect(listed.map(({ fillId }) => fillId)).toEqual([...byId.keys()])
    for (const { clientOrderId: _, ...fill } of [...byId.values()]) {
      const { fillId } = fill
      expect(plainOf(listed.find((each) => each.fillId === fillId))).toMatchObject({
        price: plainOf(fill.price),
        quantity: plainOf(fill.quantity),
        side: 'sell',
        isMaker: fill.isMaker,
        venueOrderId: fill.venueOrderId,
      })
    }
    const told = new Map<string, unknown>()
    for (const event of world.events) {
      if (event.type === 'balance') told.set(event.asset, plainOf(event.total))
    }
    const balances = await world.list(protocol.queries.balances(instrument.product))
    for (const [asset, total] of told) {
      expect(plainOf(balances.find((each) => each.asset === asset)?.total)).toBe(total)
    }
    expect(told.size).toBeGreaterThan(0)
    expect(account.order({ clientOrderId: id })?.filledQuantity).toBeGreaterThan(0)
  })

  test('of market is filled at once', async () => {
    await open()
    const events = await world.place(world.priceless(market))
    const filled = events.find((event) => event.type === 'acknowledged')
    expect(plainOf(filled)).toMatchObject({ filledQuantity: '0.01' })
    const fills = (await world.told(['fill'])).map((event) => event['fill'])
    expect(fills.length).toBeGreaterThan(0)
  })

  test('expires where its rest may not rest: ioc, fok', async () => {
    await open()
    for (const timeInForce of ['ioc', 'fok'] as const) {
      const events = await world.place(world.terms(market, { timeInForce }))
      expect(typesOf(events)).toEqual(['acknowledged', 'expired'])
      expect(typesOf((await world.told()) as never)).toContain('expired')
    }
  })

  test('that is post-only and would take is refused in clear words', async () => {
    await open()
    const terms = world.terms(market, { postOnly: true, price: world.price(market, 1) })
    const [event] = await world.place(terms)
    expect(event).toMatchObject({ type: 'rejected', code: market === 'spot' ? '-2010' : '-5022' })
    expect(typesOf(await world.place(world.terms(market, { postOnly: true })))).toEqual([
      'acknowledged',
    ])
  })

  test('is refused for each rule that it breaks', async () => {
    await open()
    const cases: readonly [Partial<ReturnType<typeof world.terms>>, RegExp][] = [
      [{ quantity: new Decimal('100') }, /insufficient/],
      [{ price: new Decimal('61000.001') }, /PRICE_FILTER|tick size/],
      [{ quantity: new Decimal('0.0100001') }, /LOT_SIZE|step size/],
      [{ quantity: new Decimal('0.00001') }, /NOTIONAL|notional|step size/],
    ]
    for (const [broken, words] of cases) {
      const [event] = await world.place(world.terms(market, broken))
      expect(event).toMatchObject({ type: 'rejected' })
      expect(event?.type === 'rejected' && event.text).toMatch(words)
    }
    expect(world.account.openOrders()).toEqual([])
  })

  test('is amended, and goes on under its own id', async () => {
    await open()
    const terms = world.terms(market, { quantity: new Decimal('0.02') })
    const id = world.nextId()
    const venueOrderId = venueIdIn(await world.place(terms, id))
    const change = market === 'spot' ? {} : { price: world.price(market, -2) }
    const quantity = new Decimal('0.015')
    const events = await world.send(
      world.request('amend', terms, id, { venueOrderId, quantity, ...change }),
    )
    const price = (change.price ?? terms.price)?.toFixed()
    expect(plainOf(events)).toMatchObject([
      { type: 'amended', request: 2, quantity: '0.015', price },
    ])
    expect(await world.told(['amended'])).toMatchObject([
      { order: { clientOrderId: id, venueOrderId }, quantity: '0.015', price },
    ])
    const key = { clientOrderId: id, instrument: world.instrument(market) }
    expect(plainOf(await world.list(world.protocol.queries.order(key)))).toMatchObject([
      { clientOrderId: id, quantity: '0.015' },
    ])
  })

  test('that is gone cannot be cancelled or amended: the venue has to be asked', async () => {
    await open()
    const terms = world.terms(market)
    const id = world.nextId()
    const venueOrderId = venueIdIn(await world.place(terms, id))
    await world.send(world.request('cancel', terms, id, { venueOrderId }))
    const again = await world.send(world.request('cancel', terms, id, { venueOrderId }))
    expect(again).toMatchObject([{ type: 'cancelRejected', request: 2, code: '-2011' }])
    const quantity = new Decimal('0.005')
    const amended = await world.send(world.request('amend', terms, id, { venueOrderId, quantity }))
    expect(amended).toMatchObject([{ type: 'amendRejected', request: 2, code: '-2013' }])
  })

  test('with an id that is taken is unknown: the first one landed', async () => {
    await open()
    const id = world.nextId()
    await world.place(world.terms(market), id)
    expect(await world.place(world.terms(market), id)).toMatchObject([
      { type: 'outcomeUnknown', cause: 'unreadable' },
    ])
  })

  test('whose answer is lost is found by its id, and in no case sent again', async () => {
    await open({ faults: [{ fault: { kind: 'acceptThenSilence' }, when: { most: 1 } }] })
    const id = world.nextId()
    const terms = world.terms(market)
    await expect(world.place(terms, id)).rejects.toMatchObject({
      code: 'HTTP_TIMEOUT',
      retry: 'afterReconcile',
    })
    expect(world.account.orders().length).toBe(1)
    const key = { clientOrderId: id, instrument: world.instrument(market) }
    expect(plainOf(await world.list(world.protocol.queries.order(key)))).toMatchObject([
      { clientOrderId: id, status: 'open' },
    ])
  })

  test('that comes after its deadline is refused by the venue itself', async () => {
    await open()
    const request = world.request('place', world.terms(market), world.nextId())
    await world.run(6_000)
    expect(await world.send(request)).toMatchObject([{ type: 'rejected', code: '-1021' }])
    expect(world.account.orders()).toEqual([])
  })

  test.each([
    [{ kind: 'acceptThenStatus', status: 502 } as const, 'serverError', 1],
    [{ kind: 'maintenance' } as const, 'serverError', 0],
    [{ kind: 'refuseWithStatus', status: 403 } as const, 'rateLimited', 0],
  ])('answered by %j is unknown, %s', async (fault, cause, made) => {
    await open({ faults: [{ fault, when: { most: 1 } }] })
    expect(await world.place(world.terms(market))).toMatchObject([
      { type: 'outcomeUnknown', cause },
    ])
    expect(world.account.orders().length).toBe(made)
  })

  test('that was filled before its cancel was heard is told so by its fills', async () => {
    await open({ faults: [{ fault: { kind: 'cancelRacesFill' }, when: { most: 1 } }] })
    const terms = world.terms(market, { price: world.price(market, -0.05) })
    const id = world.nextId()
    const venueOrderId = venueIdIn(await world.place(terms, id))
    const events = await world.send(world.request('cancel', terms, id, { venueOrderId }))
    expect(events).toMatchObject([{ type: 'cancelRejected', code: '-2011' }])
    const fills = await world.told(['fill'])
    expect(fills.length).toBeGreaterThan(0)
  })
})

describe('spot: a stop order', () => {
  test('waits, triggers as the price is reached, and is filled under its own ids', async () => {
    await open()
    world.venue.market.start()
    await world.run(2_000)
    world.venue.stop()
    const { lastTrade, spec } = world.live('spot')
    const reached = (lastTrade?.price ?? spec.start) + 2 * spec.tick
    const triggerPrice = new Decimal(reached).div(10 ** spec.priceScale)
    const terms = world.priceless('spot', { type: 'stopMarket', timeInForce: 'gtc', triggerPrice })
    const id = world.nextId()
    const placed = await world.place(terms, id)
    const venueOrderId = venueIdIn(placed)
    expect(plainOf(placed)).toMatchObject([{ type: 'acknowledged', filledQuantity: '0' }])
    const key = { clientOrderId: id, instrument: world.instrument('spot') }
    expect(plainOf(await world.list(world.protocol.queries.order(key)))).toMatchObject([
      { venueOrderId, status: 'open', quantity: '0.01' },
    ])
    world.venue.market.start()
    await world.run(60_000)
    world.venue.stop()
    const fills = (await world.told(['fill'])).map((event) => event['fill'])
    expect(fills.length).toBeGreaterThan(0)
    for (const fill of fills) expect(fill).toMatchObject({ clientOrderId: id, venueOrderId })
    expect(plainOf(await world.list(world.protocol.queries.order(key)))).toMatchObject([
      { venueOrderId, status: 'filled', filledQuantity: '0.01' },
    ])
    const late = { ...terms, triggerPrice: world.price('spot', -1) }
    expect(await world.place(late)).toMatchObject([{ type: 'rejected', code: '-2010' }])
  })
})
