import { describe, expect, it } from 'vitest'
import { accountId, asset } from '../../../src/core/index.ts'
import type { Route, TradingEffect } from '../../../src/trader/index.ts'
import { ToyVenue, type TrueOrder } from './support/toy-venue.ts'
import { ALPHA, BETA, dec, sent, TRADER, TwoVenues } from './support/two-venues.ts'

/** A world with a route of 8 BTC, of which alpha has 5, and beta the rest. */
function routed(told: Parameters<TwoVenues['route']>[0] = {}) {
  const world = new TwoVenues()
  const venue = new ToyVenue(world)
  const effects = world.route(told)
  venue.take()
  const [first, second] = [...venue.orders.values()]
  if (first === undefined) throw new Error('nothing was sent')
  return { world, venue, effects, first, second: second ?? first }
}

function routeOf({ core }: TwoVenues): Route {
  const [route] = core.routes.routes.values()
  if (route === undefined) throw new Error('there is no route')
  return route
}

/** An order ends, filled as far as told. */
function end(venue: ToyVenue, order: TrueOrder, filledLots = 0): void {
  if (filledLots > 0) venue.fill(order, filledLots)
  venue.tellFill(order)
  order.state = 'ended'
  venue.tell(order, { type: 'expired', filledQuantity: order.filled })
}

const codes = (world: TwoVenues): readonly string[] =>
  routeOf(world).verdicts.map(({ code }) => code)

/** What was sent since the effect of that number. */
const since = (world: TwoVenues, place: number): readonly string[] =>
  sent(world.effects.slice(place))

const types = (effects: readonly TradingEffect[]): readonly string[] =>
  effects.map(({ type }) => type)

describe('a route', () => {
  it('records itself, then its plan, then its orders, before any is sent', () => {
    const { effects } = routed()
    const records = effects.flatMap((effect) => (effect.type === 'record' ? [effect.record] : []))
    expect(records.map(({ kind, record }) => `${kind} ${record.type}`)).toEqual([
      'route opened',
      'route planned',
      'order place',
      'order place',
    ])
    expect(types(effects).slice(0, 6)).toEqual([...Array(4).fill('record'), 'send', 'send'])
    expect(sent(effects)).toEqual(['alpha 5 at 101', 'beta 3 at 101'])
  })

  it('is filled once its orders are', () => {
    const { world, venue, first, second } = routed()
    end(venue, first, 50)
    expect(routeOf(world)).toMatchObject({ status: 'working', rounds: 1 })
    end(venue, second, 30)
    expect(routeOf(world)).toMatchObject({ status: 'filled', end: 'filled' })
    expect(routeOf(world).filledQuantity.toFixed()).toBe('8')
    expect(routeOf(world).orders.map(({ filledQuantity }) => filledQuantity.toFixed())).toEqual([
      '5',
      '3',
    ])
  })

  it('routes what a venue refused to the others, and passes it over for a while', () => {
    const { world, venue, second, first } = routed()
    world.quote(ALPHA, [[101, 9]])
    end(venue, first, 50)
    venue.tell(second, { type: 'rejected', code: '170131', text: 'Insufficient balance.' })
    expect(sent(world.effects).at(-1)).toBe('alpha 3 at 101')
    expect(routeOf(world).verdicts[1]).toMatchObject({
      code: 'REFUSED_LATELY',
      found: 'venue 170131',
    })
  })

  it('makes what risk denies elsewhere in the same turn', () => {
    const world = new TwoVenues()
    world.note(
      world.core.command({
        ...{ type: 'setLimit', name: 'maxInstrumentExposure', value: '300', by: 'me' },
        ...{ scope: { type: 'instrument', instrument: 'alpha/spot/BTCUSDT' }, timeUs: world.nowUs },
      }),
    )
    const effects = world.route({ quantity: dec(5) })
    expect(types(effects)).toContain('denied')
    expect(sent(effects)).toEqual(['beta 5 at 101'])
    expect(routeOf(world).rounds).toBe(2)
  })

  it('routes nothing of an order whose fate is unknown, until evidence says what became of it', () => {
    const { world, venue, first, second } = routed()
    world.quote(BETA, [[101, 20]])
    const before = world.effects.length
    first.state = 'open'
    venue.tell(first, { type: 'outcomeUnknown', cause: 'timeout' })
    end(venue, second, 30)
    world.wait(20_000)
    expect(since(world, before)).toEqual([])
    expect(routeOf(world).reservedQuantity.toFixed()).toBe('5')
    venue.fill(first, 20)
    first.state = 'ended'
    venue.answer(first)
    // 2 of it were filled, which nobody has told yet: 3 are free.
    expect(since(world, before)).toEqual(['alpha 3 at 101'])
  })

  it('waits for the last word about an order that ended without one', () => {
    const { world, venue, first } = routed({ quantity: dec(5) })
    world.quote(BETA, [[101, 20]])
    first.state = 'ended'
    first.filled = dec(1)
    const before = world.effects.length
    venue.tell(first, { type: 'cancelled' })
    world.wait(1_000)
    expect(since(world, before)).toEqual([])
    venue.tell(first, { type: 'cancelled', filledQuantity: dec(1) })
    expect(since(world, before)).toEqual(['alpha 4 at 101'])
  })

  it('does not take twice what a book still shows', () => {
    const { world, first, venue } = routed({ quantity: dec(12) })
    const before = world.effects.length
    world.wait(1_000)
    expect(since(world, before)).toEqual([])
    end(venue, first, 50)
    expect(since(world, before)).toEqual(['alpha 2 at 101'])
  })

  it('never makes an order on a book that is not live, and says why it waits', () => {
    const world = new TwoVenues()
    world.lose(ALPHA)
    world.ready.set(BETA.venue as never, false)
    expect(sent(world.route())).toEqual([])
    expect(codes(world)).toEqual(['BOOK_NOT_LIVE', 'ACCOUNT_NOT_READY'])
    expect(world.wait(500)).toEqual([])
    world.quote(ALPHA)
    expect(sent(world.wait(500))).toEqual(['alpha 5 at 101'])
  })

  it('expires, and waits for the end of its orders', () => {
    const { world, venue, first, second } = routed({ style: 'rest', price: dec(100) })
    expect(second).toBe(first)
    first.state = 'open'
    venue.tell(first, { type: 'acknowledged', venueOrderId: 'v1' })
    expect(sent(world.wait(60_000))).toEqual(['cancel alpha'])
    expect(routeOf(world)).toMatchObject({ status: 'ending', end: 'expired' })
    end(venue, first, 10)
    expect(routeOf(world)).toMatchObject({ status: 'expired', why: 'its time was over' })
    expect(routeOf(world).filledQuantity.toFixed()).toBe('1')
  })

  it('is exhausted once its rounds are made', () => {
    const { world, venue, first } = routed({ quantity: dec(5), maxRounds: 2 })
    end(venue, first, 10)
    const again = [...venue.orders.values()].at(-1)
    if (again !== undefined) end(venue, again)
    expect(venue.orders.size).toBe(2)
    expect(routeOf(world)).toMatchObject({ status: 'exhausted', why: '2 rounds were made' })
  })

  it('is exhausted where what is left is below every minimum', () => {
    const world = new TwoVenues()
    expect(sent(world.route({ quantity: dec('0.05') }))).toEqual([])
    expect(routeOf(world)).toMatchObject({
      status: 'exhausted',
      why: 'what is left is below every minimum',
    })
  })

  it('takes what rests away from a venue that is down, once the venue says so', () => {
    const { world, venue, first } = routed({ style: 'rest', price: dec(100) })
    first.state = 'open'
    venue.tell(first, { type: 'acknowledged', venueOrderId: 'v1' })
    world.ready.set(ALPHA.venue as never, false)
    const before = world.effects.length
    world.wait(500)
    world.wait(500)
    expect(since(world, before)).toEqual(['cancel alpha'])
    end(venue, first, 30)
    expect(since(world, before)).toEqual(['cancel alpha', 'beta 5 at 100'])
  })

  it.each([
    ['its own cancel', { type: 'cancelRoute', route: '1' as never }],
    ['cancelAll of its strategy', { type: 'cancelAll' }],
    ['a cancel of one of its orders', { type: 'cancel', clientOrderId: '1099511627776' as never }],
  ] as const)('ends by %s, with all its orders', (_, intent) => {
    const { world, venue, first, second } = routed()
    for (const order of [first, second]) {
      order.state = 'open'
      venue.tell(order, { type: 'acknowledged', venueOrderId: `v${order.request.clientOrderId}` })
    }
    const effects = world.submit({ ...intent, strategy: TRADER })
    expect(sent(effects).toSorted()).toEqual(['cancel alpha', 'cancel beta'])
    end(venue, first)
    end(venue, second)
    expect(routeOf(world)).toMatchObject({ status: 'cancelled' })
    expect(sent(world.wait(1_000))).toEqual([])
  })

  it.each([
    ['ends by the kill switch', { type: 'global' }, 'cancelled', 'cancel beta'],
    [
      'is kept away from a venue by a kill of that',
      { type: 'venue', venue: ALPHA.venue },
      'working',
      'beta 8 at 101',
    ],
  ] as const)('%s', (_, scope, status, last) => {
    const { world, venue, first, second } = routed()
    world.quote(BETA, [[101, 20]])
    for (const order of [first, second]) {
      order.state = 'open'
      venue.tell(order, { type: 'acknowledged', venueOrderId: `v${order.request.clientOrderId}` })
    }
    world.note(
      world.core.command({ type: 'kill', by: 'me', why: 'fire', scope, timeUs: world.nowUs }),
    )
    end(venue, first)
    end(venue, second)
    expect(routeOf(world).status).toBe(status)
    expect(sent(world.effects).at(-1)).toBe(last)
  })

  it('does not let its orders be amended: they are counted', () => {
    const { world, venue, first } = routed()
    first.state = 'open'
    venue.tell(first, { type: 'acknowledged', venueOrderId: 'v1' })
    const { clientOrderId } = first.request
    const effects = world.submit({
      ...{ type: 'amend', strategy: TRADER, clientOrderId, quantity: dec(9) },
    })
    expect(types(effects)).toEqual(['record', 'denied'])
  })

  it('is within what the account can pay, its own orders on their way counted', () => {
    const world = new TwoVenues()
    for (const { venue } of [ALPHA, BETA])
      world.note(
        world.core.book({
          ...{ type: 'transfer', account: venue as never, asset: asset('USDT') },
          ...{ amount: dec(-99_800), timeUs: world.nowUs },
        }),
      )
    // 200 buy 1.9 at 101 with a fee of 0.1 %, and as many with one of 0.2 %.
    expect(sent(world.route())).toEqual(['alpha 1.9 at 101', 'beta 1.9 at 101'])
  })

  it('leaves what fills that are still to be told of orders that ended will cost', () => {
    const world = new TwoVenues()
    const venue = new ToyVenue(world)
    const account = accountId('alpha')
    world.note(
      world.core.book({
        ...{ type: 'transfer', account, asset: asset('USDT'), amount: dec(-99_600) },
        timeUs: world.nowUs,
      }),
    )
    world.submit({
      ...{ type: 'place', strategy: TRADER },
      terms: {
        ...{ account, instrument: ALPHA, side: 'buy', type: 'limit', timeInForce: 'ioc' },
        ...{ quantity: dec(2), price: dec(101), postOnly: false, reduceOnly: false },
      },
    })
    venue.take()
    const [order] = venue.orders.values()
    if (order === undefined) throw new Error('nothing was sent')
    // 400, of which 202 are gone, though no fill says so yet.
    venue.fill(order, 20)
    venue.tell(order, { type: 'expired', filledQuantity: order.filled })
    expect(sent(world.route({ legs: [{ instrument: ALPHA, account }] }))).toEqual([
      'alpha 1.9 at 101',
    ])
  })

  it('is refused where nobody told how to route, and where it is not there', () => {
    const { world } = routed()
    const intent = { type: 'cancelRoute', strategy: TRADER, route: '7' as never } as const
    expect(world.submit(intent)).toEqual([
      { type: 'routeRefused', intent, reason: 'NO_SUCH_ROUTE' },
    ])
  })
})
