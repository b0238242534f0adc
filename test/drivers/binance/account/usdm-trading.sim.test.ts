import { afterEach, describe, expect, test } from 'vitest'
import { Decimal, type OrderEvent } from '../../../../src/core/index.ts'
import { plainOf } from './support.ts'
import { TradingWorld, typesOf, type WorldOptions } from './trading-world.ts'

let world: TradingWorld
async function open(options?: WorldOptions): Promise<TradingWorld> {
  world = await TradingWorld.open(options)
  await world.connect(['usdm'])
  return world
}
afterEach(() => world.close())

const venueIdIn = (events: readonly OrderEvent[]) => {
  const [first] = events
  return first?.type === 'acknowledged' ? first.venueOrderId : undefined
}
const stopTerms = (percent: number) =>
  world.priceless('futures', {
    type: 'stopMarket',
    timeInForce: 'gtc',
    side: percent > 0 ? 'buy' : 'sell',
    triggerPrice: world.price('futures', percent),
  })

/** Lets the market trade until so much time has passed. */
async function trade(forMs: number): Promise<void> {
  world.venue.market.start()
  await world.run(forMs)
  world.venue.stop()
}

describe('a position', () => {
  test('is opened, told, listed, and only reduced by what may only reduce', async () => {
    await open()
    await trade(2_000)
    await world.place(world.priceless('futures', { quantity: new Decimal('0.05') }))
    const positions = (await world.told(['position'])).at(-1)
    expect(positions).toMatchObject({ instrument: 'BTCUSDT', quantity: '0.05' })
    const [call] = world.protocol.queries.positions?.('usdm') ?? []
    if (call === undefined) throw new Error('no positions')
    const [listed, ...others] = plainOf(await world.list(call)) as Record<string, unknown>[]
    expect(others).toEqual([])
    expect(listed).toMatchObject({
      quantity: '0.05',
      averageEntryPrice: positions?.['averageEntryPrice'],
    })

    const closing = world.priceless('futures', {
      side: 'sell',
      reduceOnly: true,
      quantity: new Decimal('0.05'),
    })
    await world.place(closing)
    expect((await world.told(['position'])).at(-1)).toMatchObject({ quantity: '0' })
    expect(await world.list(call)).toEqual([])
    expect(await world.place(closing)).toMatchObject([{ type: 'rejected', code: '-2022' }])
  })
})

describe('a stop order', () => {
  test('waits in its own service, is listed, and is cancelled there', async () => {
    await open()
    await trade(2_000)
    const { queries } = world.protocol
    const instrument = world.instrument('futures')
    const id = world.nextId()
    const terms = stopTerms(-5)
    const placed = await world.place(terms, id)
    const venueOrderId = venueIdIn(placed)
    expect(venueOrderId).toMatch(/^algo-\d+$/)
    expect(await world.told()).toMatchObject([
      { type: 'acknowledged', order: { clientOrderId: id }, venueOrderId },
    ])
    const row = { clientOrderId: id, venueOrderId, status: 'open', side: 'sell' }
    expect(plainOf(await world.list(queries.openOrders(instrument)))).toMatchObject([row])
    expect(
      plainOf(await world.list(queries.order({ clientOrderId: id, instrument }))),
    ).toMatchObject([row])
    const sinceUs = world.runtime.ports().wallClock.nowUs() - 60_000_000
    const events = await world.send(world.request('cancel', terms, id, { venueOrderId }))
    expect(typesOf(events)).toEqual(['cancelled'])
    expect(await world.told()).toMatchObject([{ type: 'cancelled', order: { clientOrderId: id } }])
    expect(plainOf(await world.list(queries.history(instrument, sinceUs)))).toMatchObject([
      { ...row, status: 'cancelled' },
    ])
    const again = await world.send(world.request('cancel', terms, id))
    expect(again).toMatchObject([{ type: 'cancelRejected', code: '-2011' }])
  })

  test('that triggers goes on as an ordinary order, told and found under its new id', async () => {
    await open()
    await trade(2_000)
    const { queries } = world.protocol
    const instrument = world.instrument('futures')
    const id = world.nextId()
    const sinceUs = world.runtime.ports().wallClock.nowUs() - 60_000_000
    const { lastTrade, spec } = world.live('futures')
    const reached = (lastTrade?.price ?? spec.start) + 2 * spec.tick
    const triggerPrice = new Decimal(reached).div(10 ** spec.priceScale)
    await world.place({ ...stopTerms(1), triggerPrice }, id)
    await trade(60_000)
    const told = await world.told()
    const amended = told.filter(({ type }) => type === 'amended')
    const ordinaryId = amended[0]?.['venueOrderId']
    expect(ordinaryId).toMatch(/^\d+$/)
    expect(amended.at(-1)).toMatchObject({
      order: { clientOrderId: id },
      venueOrderId: ordinaryId,
      filledQuantity: '0.01',
    })
    const fills = told.filter(({ type }) => type === 'fill').map((event) => event['fill'])
    expect(fills.length).toBeGreaterThan(0)
    for (const fill of fills) expect(fill).toMatchObject({ venueOrderId: ordinaryId })
    const rows = plainOf(await world.list(queries.order({ clientOrderId: id, instrument })))
    expect(rows).toMatchObject([
      { clientOrderId: id, venueOrderId: ordinaryId, status: 'filled', filledQuantity: '0.01' },
    ])
    expect(await world.list(queries.openOrders(instrument))).toEqual([])
    const listed = await world.list(queries.fills(instrument, sinceUs))
    expect(new Set(listed.map(({ fillId }) => fillId))).toEqual(
      new Set((fills as { fillId: string }[]).map(({ fillId }) => fillId)),
    )
  })

  test('whose price has been reached is refused', async () => {
    await open()
    await trade(2_000)
    const terms = { ...stopTerms(1), triggerPrice: world.price('futures', -1) }
    expect(await world.place(terms)).toMatchObject([{ type: 'rejected', code: '-2021' }])
  })
})

describe('a fill', () => {
  test('comes early and again with its fee, under one id', async () => {
    await open()
    await world.place(world.priceless('futures'))
    const fills = (await world.told(['fill'])).map(
      (event) => event['fill'] as Record<string, unknown>,
    )
    const ids = new Set(fills.map(({ fillId }) => fillId))
    expect(fills.length).toBe(2 * ids.size)
    expect(fills[0]).not.toHaveProperty('fee')
    expect(fills[1]).toMatchObject({ fillId: fills[0]?.['fillId'], fee: { asset: 'USDT' } })
  })
})

describe('a batch', () => {
  test('is taken row by row, changed and cancelled as one', async () => {
    await open()
    const { batch } = world.protocol.orders
    if (batch === undefined) throw new Error('no batches')
    const terms = world.terms('futures')
    const broken = world.terms('futures', { quantity: new Decimal('0.0000001') })
    const [first, second, third] = [world.nextId(), world.nextId(), world.nextId()]
    const places = [
      world.request('place', terms, first),
      world.request('place', broken, second),
      world.request('place', terms, third),
    ]
    const events = await world.sendCall(batch(places))
    expect(
      events.map(({ type, order }) => [type, 'clientOrderId' in order && order.clientOrderId]),
    ).toEqual([
      ['acknowledged', first],
      ['rejected', second],
      ['acknowledged', third],
    ])
    const price = world.price('futures', -2)
    const amends = [first, third].map((id) => world.request('amend', terms, id, { price }))
    expect(plainOf(await world.sendCall(batch(amends)))).toMatchObject([
      { type: 'amended', price: price.toFixed() },
      { type: 'amended', price: price.toFixed() },
    ])
    const cancels = [first, second, third].map((id) => world.request('cancel', terms, id))
    expect(typesOf(await world.sendCall(batch(cancels)))).toEqual([
      'cancelled',
      'cancelRejected',
      'cancelled',
    ])
    expect(world.account.openOrders()).toEqual([])
  })
})

describe("the dead man's switch", () => {
  test('cancels when nobody arms it again, and leaves stop orders alone', async () => {
    await open()
    await trade(2_000)
    const arm = world.protocol.orders.deadMansSwitch
    if (arm === undefined) throw new Error('no switch')
    const target = { product: 'usdm', instrument: world.instrument('futures') }
    await world.place(world.terms('futures'))
    await world.place(stopTerms(-5))
    await world.runtime.settle(world.http.send(arm(target, 10_000)))
    await world.run(8_000)
    await world.runtime.settle(world.http.send(arm(target, 10_000)))
    await world.run(8_000)
    expect(world.account.openOrders().length).toBe(2)
    await world.run(3_000)
    expect(world.account.openOrders().map(({ status }) => status)).toEqual(['untriggered'])
    await world.place(world.terms('futures'))
    await world.runtime.settle(world.http.send(arm(target, 5_000)))
    await world.runtime.settle(world.http.send(arm(target, false)))
    await world.run(60_000)
    expect(world.account.openOrders().length).toBe(2)
  })
})

describe('a listen key', () => {
  test('lives for as long as it is renewed', async () => {
    await open()
    const [renewal] = world.protocol.renewals
    if (renewal === undefined) throw new Error('no renewal')
    for (let i = 0; i < 5; i += 1) {
      await world.run(renewal.everyMs)
      await world.runtime.settle(world.http.send(renewal.call()))
    }
    await world.place(world.terms('futures'))
    expect(typesOf((await world.told()) as never)).toEqual(['acknowledged'])
    expect(world.pool.connections().map(({ source }) => source.connection)).toEqual([1])
  })

  test('that expires is followed by another connection with another key', async () => {
    await open()
    const [renewal] = world.protocol.renewals
    if (renewal === undefined) throw new Error('no renewal')
    await world.run(62 * 60_000)
    await world.run(30_000)
    expect(world.pool.connections().map(({ source }) => source.connection)).toEqual([2])
    await world.place(world.terms('futures'))
    expect(typesOf((await world.told()) as never)).toEqual(['acknowledged'])
    await world.runtime.settle(world.http.send(renewal.call()))
  })
})
