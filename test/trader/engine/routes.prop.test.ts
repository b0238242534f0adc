import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isRouteEnded,
  type TradingEffect,
  type TradingSnapshot,
} from '../../../src/trader/index.ts'
import { hostInputOf } from '../../../src/trader/shell/host-input-of.ts'
import { leavesOf, ToyVenue, type TrueOrder } from './support/toy-venue.ts'
import { ALPHA, BETA, dec, TRADER, TwoVenues } from './support/two-venues.ts'

const KINDS = [
  ...['arrive', 'arrive', 'arriveSilently', 'reject', 'lose', 'notSent', 'fill', 'fill', 'fill'],
  ...['tellFill', 'tellFill', 'expire', 'cancelled', 'cancelledBarely', 'answer', 'answer'],
  ...['wait', 'wait', 'wait', 'thin', 'deep', 'stale', 'away', 'back', 'restarted'],
  ...['cancelRoute', 'cancelAll', 'cancelOne', 'kill'],
] as const

interface Step {
  readonly kind: string
  readonly order: number
  readonly number: number
}

const scripts = fc.record({
  quantity: fc.integer({ min: 1, max: 140 }),
  style: fc.constantFrom('take' as const, 'take' as const, 'rest' as const),
  steps: fc.array(
    fc.record({
      kind: fc.constantFrom(...KINDS),
      order: fc.nat(7),
      number: fc.integer({ min: 1, max: 30 }),
    }),
    { minLength: 10, maxLength: 120 },
  ),
})

/** Everything that may come to be filled of the route, truly. */
function truth(venue: ToyVenue) {
  const orders = [...venue.orders.values()]
  return orders.reduce((sum, order) => sum.plus(order.filled).plus(leavesOf(order)), dec(0))
}

function act(world: TwoVenues, venue: ToyVenue, { kind, order: place, number }: Step): void {
  const instrument = place % 2 === 0 ? ALPHA : BETA
  const [route] = world.core.routes.routes.values()
  const orders = [...venue.orders.values()]
  switch (kind) {
    case 'wait':
      world.wait(number * 300)
      break
    case 'thin':
      world.quote(instrument, [[101, number / 10]], [[99, number / 10]])
      break
    case 'deep':
      world.quote(instrument)
      break
    case 'stale':
      world.lose(instrument)
      break
    case 'away':
    case 'back':
      for (const account of world.ready.keys())
        if (String(account) === instrument.venue) world.ready.set(account, kind === 'back')
      break
    case 'restarted':
      world.note(world.core.restarted(world.nowUs))
      break
    case 'cancelRoute':
      if (route !== undefined && number === 1)
        world.submit({ type: 'cancelRoute', strategy: TRADER, route: route.id })
      break
    case 'cancelAll':
      if (number === 1) world.submit({ type: 'cancelAll', strategy: TRADER })
      break
    case 'kill':
      if (number === 1)
        world.note(
          world.core.command({
            ...{ type: 'kill', by: 'me', why: 'fire', timeUs: world.nowUs },
            scope: { type: 'venue', venue: instrument.venue },
          }),
        )
      break
    default: {
      const order = orders[place % Math.max(1, orders.length)]
      if (order !== undefined) actOnOrder(world, venue, order, { kind, number })
    }
  }
  venue.take()
}

function actOnOrder(
  world: TwoVenues,
  venue: ToyVenue,
  order: TrueOrder,
  { kind, number }: Pick<Step, 'kind' | 'number'>,
): void {
  const { state, request, filled } = order
  const { clientOrderId } = request
  if (kind === 'cancelOne' && number === 1)
    world.submit({ type: 'cancel', strategy: TRADER, clientOrderId })
  if (kind === 'tellFill') venue.tellFill(order)
  if (kind === 'answer') venue.answer(order)
  if (state === 'open') {
    if (kind === 'fill') venue.fill(order, number)
    if (kind !== 'expire' && kind !== 'cancelled' && kind !== 'cancelledBarely') return
    order.state = 'ended'
    if (kind === 'cancelledBarely') venue.tell(order, { type: 'cancelled' })
    else venue.tell(order, { type: kind === 'expire' ? 'expired' : kind, filledQuantity: filled })
    return
  }
  if (state !== 'onTheWay') return
  switch (kind) {
    case 'arrive':
      order.state = 'open'
      venue.tell(order, { type: 'acknowledged', venueOrderId: `v${clientOrderId}` })
      break
    case 'arriveSilently':
      order.state = 'open'
      venue.tell(order, { type: 'outcomeUnknown', cause: 'timeout' })
      break
    case 'lose':
      order.state = 'gone'
      venue.tell(order, { type: 'outcomeUnknown', cause: 'timeout' })
      break
    case 'reject':
      order.state = 'gone'
      venue.tell(order, { type: 'rejected', code: '1', text: 'no' })
      break
    case 'notSent':
      // A process that ended does not know any more what it had not sent.
      if (world.core.oms.orders.get(clientOrderId)?.status !== 'inFlight') return
      order.state = 'gone'
      venue.tell(order, { type: 'notSent', request: 1 })
  }
}

/** Everything is told, and time goes on until nothing is expected any more. */
function settle(world: TwoVenues, venue: ToyVenue): void {
  for (let round = 0; round < 12; round += 1) {
    for (const order of [...venue.orders.values()]) {
      while (order.untold.length > 0) venue.tellFill(order)
      if (order.state === 'onTheWay') {
        order.state = 'gone'
        if (world.core.oms.orders.get(order.request.clientOrderId)?.status === 'inFlight')
          venue.tell(order, { type: 'rejected', code: '1', text: 'no' })
      }
      if (order.state === 'open') order.state = 'ended'
      venue.answer(order)
      if (order.state === 'ended')
        venue.tell(order, { type: 'cancelled', filledQuantity: order.filled })
    }
    world.wait(30_000)
    venue.take()
  }
}

/** What strategies are told of effects, in their order. */
function toldBy(effects: readonly TradingEffect[]): readonly string[] {
  return effects.flatMap((effect) => JSON.stringify(hostInputOf(effect)) ?? [])
}

describe('a route', () => {
  it('never has more on its way than is wanted, whatever venues do, say, or keep to themselves', () => {
    fc.assert(
      fc.property(scripts, ({ quantity, style, steps }) => {
        const world = new TwoVenues()
        const venue = new ToyVenue(world)
        const wanted = dec(quantity).div(10)
        world.route({ quantity: wanted, style, ...(style === 'rest' && { price: dec(100) }) })
        venue.take()
        for (const step of steps) {
          act(world, venue, step)
          expect(truth(venue).lte(wanted)).toBe(true)
        }
        settle(world, venue)
        const [route] = world.core.routes.routes.values()
        if (route === undefined) throw new Error('there is no route')
        expect(isRouteEnded(route)).toBe(true)
        const filled = [...venue.orders.values()].reduce(
          (sum, order) => sum.plus(order.filled),
          dec(0),
        )
        expect(route.filledQuantity.toFixed()).toBe(filled.toFixed())
        expect(route.rounds).toBeLessThanOrEqual(route.maxRounds)
        expect(route.reservedQuantity.toFixed()).toBe('0')
      }),
      { numRuns: 200 },
    )
  })

  it('is made again from the records, byte for byte, and goes on from a snapshot', () => {
    fc.assert(
      fc.property(scripts, ({ quantity, style, steps }) => {
        const world = new TwoVenues()
        const venue = new ToyVenue(world)
        const price = style === 'rest' ? { price: dec(100) } : {}
        world.route({ quantity: dec(quantity).div(10), style, ...price })
        venue.take()
        for (const step of steps) act(world, venue, step)
        const snapshot = JSON.stringify(world.core.snapshot())
        expect(JSON.stringify(world.replayed().snapshot())).toBe(snapshot)
        expect(toldBy(world.replayedEffects())).toEqual(toldBy(world.effects))
        const again = new TwoVenues(JSON.parse(snapshot) as TradingSnapshot)
        const [route, same] = [world, again].map(({ core }) => [...core.routes.routes.values()])
        expect(JSON.stringify(same)).toBe(JSON.stringify(route))
      }),
      { numRuns: 150 },
    )
  })
})
