import { describe, expect, test } from 'vitest'
import {
  Decimal,
  type OrderInput,
  type OrderTerms,
  type PlaceRequest,
  strategyId,
  type VenueRequest,
} from '../../../src/core/index.ts'
import type { FaultRule } from '../../../src/sim/index.ts'
import { newOrder, type Order } from '../../../src/trader/oms/order.ts'
import { reduceOrder } from '../../../src/trader/oms/reduce-order.ts'
import { priceBehind } from '../support/price-behind.ts'
import { openWorld, type World } from './account-world.ts'

/** An order in the order life of the trader, fed with what was asked, answered and told, turn by turn. */
class Life {
  readonly alarms: string[] = []
  order: Order
  readonly #world: World
  readonly #isStreamFirst: boolean
  #heard = 0

  constructor(world: World, request: PlaceRequest, isStreamFirst: boolean) {
    const { clientOrderId, terms, deadlineUs } = request
    const intent = { type: 'place', strategy: strategyId('any'), terms } as const
    this.order = newOrder({ clientOrderId, intent, timeUs: deadlineUs - 3_000_000, deadlineUs })
    this.#world = world
    this.#isStreamFirst = isStreamFirst
  }

  /** One request, its answer, and what the stream told meanwhile. */
  async turn(request: VenueRequest): Promise<void> {
    const { stream, send } = this.#world
    if (request.type !== 'place') this.#take([sentEvent(request)])
    // Answers name the request by its number in this order's life.
    const answers = await send({ ...request, request: this.order.requests })
    const told = stream.events
      .slice(this.#heard)
      .filter((event): event is Extract<typeof event, OrderInput> => 'order' in event)
    this.#heard = stream.events.length
    this.#take(this.#isStreamFirst ? [...told, ...answers] : [...answers, ...told])
  }

  #take(events: readonly OrderInput[]): void {
    for (const event of events) {
      const { order, steps } = reduceOrder(this.order, event)
      this.order = order
      for (const { transition, meaning } of steps)
        if (transition.outcome === 'impossible') this.alarms.push(`${event.type} ${meaning}`)
    }
  }
}

function sentEvent(request: Exclude<VenueRequest, PlaceRequest>): OrderInput {
  const { clientOrderId, deadlineUs } = request
  const sent = { order: { clientOrderId }, deadlineUs, timeUs: deadlineUs - 3_000_000 }
  if (request.type === 'cancel') return { type: 'cancelSent', ...sent }
  const { price, quantity } = request
  return { type: 'amendSent', ...sent, price, quantity }
}

interface Case {
  readonly terms: Partial<OrderTerms>
  /** Ticks behind the best bid; absent: a market order. */
  readonly behind?: number
  readonly next?: readonly ('amend' | 'cancel')[]
  readonly faults?: readonly FaultRule[]
  readonly ends: Order['status']
  readonly filled?: 'all' | 'some'
}

const on = (fault: FaultRule['fault'], contains: string): FaultRule => ({
  fault,
  where: { contains },
})

const CASES: Readonly<Record<string, Case>> = {
  'is filled at market': { terms: { type: 'market' }, ends: 'filled', filled: 'all' },
  'is cancelled': { terms: {}, behind: 20, next: ['cancel'], ends: 'cancelled' },
  'is amended': { terms: {}, behind: 20, next: ['amend'], ends: 'open' },
  'is amended, then cancelled': {
    terms: {},
    behind: 20,
    next: ['amend', 'cancel'],
    ends: 'cancelled',
  },
  'may only rest, and would not': { terms: { postOnly: true }, behind: -400, ends: 'rejected' },
  'is ioc and finds nothing': { terms: { timeInForce: 'ioc' }, behind: 20, ends: 'expired' },
  'is too much': { terms: { quantity: new Decimal(900) }, behind: 20, ends: 'rejected' },
  'is filled while its cancel is on its way': {
    terms: {},
    behind: 0,
    next: ['cancel'],
    faults: [on({ kind: 'cancelRacesFill' }, 'cancel')],
    ends: 'filled',
    filled: 'all',
  },
  'is half filled while its cancel is on its way': {
    terms: {},
    behind: 0,
    next: ['cancel'],
    faults: [on({ kind: 'cancelRacesFill', isPartial: true }, 'cancel')],
    ends: 'cancelled',
    filled: 'some',
  },
  'loses the answer to its placing': {
    terms: {},
    behind: 20,
    next: ['cancel'],
    faults: [on({ kind: 'acceptThenCut' }, 'place')],
    ends: 'cancelled',
  },
  'loses the answer to its amend': {
    terms: {},
    behind: 20,
    next: ['amend'],
    faults: [on({ kind: 'acceptThenStatus', status: 502 }, 'amend')],
    ends: 'open',
  },
  'loses the answer to its cancel': {
    terms: {},
    behind: 20,
    next: ['cancel'],
    faults: [on({ kind: 'acceptThenCut' }, 'cancel')],
    ends: 'cancelled',
  },
}

describe.each(['spot', 'futures'] as const)('the life of an order on %s', (market) => {
  const each = Object.entries(CASES).flatMap(([name, of]) =>
    [true, false].map((isStreamFirst) => [name, isStreamFirst, of] as const),
  )
  test.each(each)('that %s has no alarm (stream first: %s)', async (_, isStreamFirst, of) => {
    const world = await openWorld({ faults: of.faults ?? [] })
    await world.stream.connect()
    const where = world.instrument(market)
    const price =
      of.behind === undefined ? {} : { price: priceBehind(world, where, 'buy', of.behind) }
    const request = world.place({ instrument: where, ...of.terms, ...price })
    const life = new Life(world, request, isStreamFirst)
    await life.turn(request)
    const terms = { price: priceBehind(world, where, 'buy', 30).toFixed(), quantity: '0.02' }
    for (const action of of.next ?? [])
      await life.turn(
        action === 'cancel'
          ? world.cancel(request)
          : world.amend(request, terms.price, terms.quantity),
      )
    const { order, alarms } = life
    expect({ status: order.status, alarms }).toEqual({ status: of.ends, alarms: [] })
    const whole = request.terms.quantity
    if (of.filled === 'all') expect(order.filledQuantity.eq(whole)).toBe(true)
    else if (of.filled === 'some') expect(order.filledQuantity.gt(0)).toBe(true)
    else expect(order.filledQuantity.isZero()).toBe(true)
    // No hole is left: every fill that the venue counts was told.
    expect(order.toldQuantity.lte(order.filledQuantity)).toBe(true)
    if (of.next?.includes('amend') === true) {
      expect(order.terms.price?.eq(terms.price)).toBe(true)
      expect(order.terms.quantity.eq(terms.quantity)).toBe(true)
    }
  })
})
