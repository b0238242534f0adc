import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planRoute, type RouteCandidate, type RouteRequest } from '../../../src/trader/index.ts'
import { type NaiveRequest, type NaiveVenue, naiveSplit } from '../../reference/naive-route.ts'
import { candidate, candidateOf, dec } from './support/candidates.ts'

const cents = (least: number, most: number): fc.Arbitrary<string> =>
  fc.integer({ min: least, max: most }).map((number) => dec(number).div(100).toFixed())

/** A few levels from about 100 on, each worse than the one before, of sizes that no lot divides. */
function levels(side: 'buy' | 'sell'): fc.Arbitrary<NaiveVenue['levels']> {
  return fc
    .array(fc.tuple(fc.integer({ min: 1, max: 300 }), cents(1, 250)), { maxLength: 4 })
    .map((rows) => {
      let price = dec(100)
      return rows.map(([step, size]) => {
        price = side === 'buy' ? price.plus(dec(step).div(100)) : price.minus(dec(step).div(100))
        return [price.toFixed(), size] as const
      })
    })
}

function venues(side: 'buy' | 'sell'): fc.Arbitrary<readonly NaiveVenue[]> {
  return fc.array(
    fc.record({
      levels: levels(side),
      fee: fc.constantFrom('0', '0.001', '0.01', '-0.002', '0.0375'),
      lot: fc.constantFrom('0.1', '0.1', '0.2', '1'),
      minQuantity: fc.constantFrom('0', '0', '0.3', '1'),
      minNotional: fc.constantFrom('0', '0', '25', '101'),
      maxQuantity: fc.oneof(fc.constant('1000'), cents(0, 300)),
      funds: fc.oneof(fc.constant('1000000'), cents(0, 40_000)),
    }),
    { minLength: 1, maxLength: 3 },
  )
}

const cases = fc.constantFrom('buy' as const, 'sell' as const).chain((side) =>
  fc.record({
    request: fc.record({
      side: fc.constant(side),
      quantity: cents(1, 320),
      price: fc.option(side === 'buy' ? cents(10_000, 10_600) : cents(9_400, 10_000), {
        nil: undefined,
      }),
    }),
    venues: venues(side),
  }),
)

function requestOf({ side, quantity, price }: NaiveRequest, style: RouteRequest['style'] = 'take') {
  return {
    side,
    quantity: dec(quantity),
    ...(price !== undefined && { price: dec(price) }),
    style,
    maxUnknownOrders: 0,
    maxRecentErrors: 0,
  }
}

const named = (told: readonly NaiveVenue[], side: 'buy' | 'sell'): readonly RouteCandidate[] =>
  told.map((venue, place) => candidateOf(venue, side, `venue-${place}`))

describe('a plan that takes', () => {
  it('takes as much, and costs as little, as the best of all splits', () => {
    fc.assert(
      fc.property(cases, ({ request, venues: told }) => {
        const plan = planRoute(requestOf(request), named(told, request.side))
        const routed = dec(request.quantity).minus(plan.unroutedQuantity).toFixed()
        expect({ quantity: routed, cost: plan.allInQuote.toFixed() }).toEqual(
          naiveSplit(request, told),
        )
      }),
      { numRuns: 1_500 },
    )
  })

  it('never asks for more than is wanted, beyond a price, off a grid, below a minimum, beyond a cap', () => {
    fc.assert(
      fc.property(cases, ({ request, venues: told }) => {
        const candidates = named(told, request.side)
        const { orders, unroutedQuantity } = planRoute(requestOf(request), candidates)
        const sum = orders.reduce((total, { quantity }) => total.plus(quantity), dec(0))
        expect(sum.plus(unroutedQuantity).toFixed()).toBe(dec(request.quantity).toFixed())
        for (const { quantity, price = dec(0), instrument, timeInForce } of orders) {
          const venue = told[candidates.findIndex(({ leg }) => leg.instrument === instrument)]
          if (venue === undefined) throw new Error('an order at no venue')
          expect(timeInForce).toBe('ioc')
          expect(quantity.mod(venue.lot).isZero()).toBe(true)
          expect(quantity.gte(venue.minQuantity) && quantity.lte(venue.maxQuantity)).toBe(true)
          expect(price.times(quantity).gte(venue.minNotional)).toBe(true)
          if (request.price !== undefined)
            expect(
              request.side === 'buy' ? price.lte(request.price) : price.gte(request.price),
            ).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('says one word about each leg, and has an order at those that it chose', () => {
    fc.assert(
      fc.property(cases, ({ request, venues: told }) => {
        const { orders, verdicts } = planRoute(requestOf(request), named(told, request.side))
        expect(verdicts.map(({ venue }) => venue)).toEqual(told.map((_, place) => `venue-${place}`))
        const chosen = verdicts.filter(({ code }) => code === 'CHOSEN')
        expect(chosen.map(({ venue }) => venue)).toEqual(
          orders.map(({ instrument }) => instrument.venue),
        )
      }),
      { numRuns: 300 },
    )
  })

  it('has nothing at a leg whose book is not live, whose account is not ready, or whose fate is unknown', () => {
    const ill = fc.constantFrom(
      { state: 'stale' as const },
      { state: 'syncing' as const },
      { state: 'corrupt' as const },
      { state: 'closed' as const },
      { health: { isReady: false } },
      { health: { tradingState: 'halted' as const } },
      { health: { tradingState: 'reduceOnly' as const } },
      { health: { unknownOrders: 1 } },
      { health: { recentErrors: 1 } },
      { health: { refusal: 'no' } },
      { health: { bookAgeMs: 5_001 } },
      {},
    )
    fc.assert(
      fc.property(
        fc.array(ill, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('take' as const, 'rest' as const),
        (told, style) => {
          const candidates = told.map((each, place) => candidate(`venue-${place}`, each))
          const request = {
            side: 'buy',
            quantity: '3',
            price: style === 'take' ? '102' : '99',
          } as const
          const { orders } = planRoute(requestOf(request, style), candidates)
          const well = candidates.filter((_, place) => Object.keys(told[place] ?? {}).length === 0)
          for (const { account } of orders)
            expect(well.map(({ leg }) => leg.account)).toContain(account)
          expect(orders.length > 0).toBe(well.length > 0)
        },
      ),
    )
  })
})
