import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PortfolioEvent } from '../../../src/trader/index.ts'
import { ACCOUNT, dec, fill, GRID, LINEAR, portfolioOf, USDT } from './events-of.ts'

interface Told {
  readonly id: string
  readonly side: 'buy' | 'sell'
  readonly price: number
  readonly quantity: number
}

/** A venue that reckons at average cost and rounds what is realised to 2 digits: the result of each fill, in its order. */
function venueResults(fills: readonly Told[]): readonly string[] {
  let [held, cost] = [0, dec(0)]
  return fills.map(({ side, price, quantity }) => {
    const signed = side === 'buy' ? quantity : -quantity
    const value = dec(price).times('0.01')
    const isOpening = held === 0 || held > 0 === signed > 0
    const closed = isOpening ? 0 : Math.min(Math.abs(signed), Math.abs(held)) * Math.sign(held)
    const share = held === 0 ? dec(0) : cost.times(closed).div(held)
    const result = value.times(closed).minus(share).toDecimalPlaces(2)
    const opened = isOpening ? signed : signed + closed
    cost = cost.minus(share).plus(value.times(opened))
    held += signed
    return result.toFixed()
  })
}

const histories = fc.array(
  fc.record({
    side: fc.constantFrom('buy' as const, 'sell' as const),
    price: fc.integer({ min: 90, max: 110 }),
    quantity: fc.integer({ min: 1, max: 7 }),
  }),
  { minLength: 1, maxLength: 20 },
)

function eventOf({ id, side, price, quantity }: Told, realised?: string): PortfolioEvent {
  const signed = side === 'buy' ? quantity : -quantity
  const event = fill(LINEAR, String(signed), String(price), { id })
  if (realised === undefined) return event
  return { ...event, fill: { ...event.fill, realisedPnl: dec(realised) } }
}

describe('what a venue says that fills realised', () => {
  it('makes the balance the venue’s, in whatever order the fills come', () => {
    fc.assert(
      fc.property(histories, fc.infiniteStream(fc.nat()), (drawn, chance) => {
        const told = drawn.map((each, place): Told => ({ ...each, id: `f${place}` }))
        const results = venueResults(told)
        const events = told.map((each, place) => eventOf(each, results[place]))
        const shuffled = events
          .map((event) => ({ event, key: chance.next().value as number }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ event }) => event)
        const [one, other] = [portfolioOf([]), portfolioOf([])]
        for (const event of events) one.apply(event)
        for (const event of shuffled) other.apply(event)
        const venue = results.reduce((sum, each) => sum.plus(each), dec(0)).toFixed()
        for (const portfolio of [one, other]) {
          expect(portfolio.inventory(ACCOUNT, USDT).total.toFixed()).toBe(venue)
          const { cost, realised } = portfolio.position(ACCOUNT, LINEAR) ?? {}
          expect(cost?.minus(realised ?? 0).toFixed()).toBe(
            one.position(ACCOUNT, LINEAR)?.cost.minus(venue).toFixed(),
          )
        }
      }),
      { numRuns: 300 },
    )
  })

  it('counts the same when it is told after the fill', () => {
    fc.assert(
      fc.property(
        histories,
        fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
        (drawn, late) => {
          const told = drawn.map((each, place): Told => ({ ...each, id: `f${place}` }))
          const results = venueResults(told)
          const [atOnce, later] = [portfolioOf([]), portfolioOf([])]
          for (const [place, each] of told.entries()) {
            atOnce.apply(eventOf(each, results[place]))
            later.apply(eventOf(each, late[place] === true ? undefined : results[place]))
          }
          for (const [place, each] of told.entries())
            expect(later.apply(eventOf(each, results[place]))).toBe(
              late[place] === true ? 'completed' : 'duplicate',
            )
          expect(later.inventory(ACCOUNT, USDT)).toEqual(atOnce.inventory(ACCOUNT, USDT))
          const [a, b] = [later, atOnce].map((portfolio) => portfolio.position(ACCOUNT, LINEAR))
          expect([a?.cost.toFixed(), a?.realised.toFixed()]).toEqual([
            b?.cost.toFixed(),
            b?.realised.toFixed(),
          ])
        },
      ),
      { numRuns: 200 },
    )
  })

  it('leaves the lines of strategies to the fills', () => {
    const portfolio = portfolioOf([])
    portfolio.apply(eventOf({ id: 'a', side: 'buy', price: 100, quantity: 1 }, '0'))
    portfolio.apply(eventOf({ id: 'b', side: 'sell', price: 110, quantity: 1 }, '0.09'))
    expect(portfolio.strategyPosition(GRID, ACCOUNT, LINEAR)?.realised.toFixed()).toBe('0.1')
    expect(portfolio.position(ACCOUNT, LINEAR)?.realised.toFixed()).toBe('0.09')
  })
})
