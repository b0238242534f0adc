import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Portfolio, PortfolioEvent } from '../../../src/trader/index.ts'
import { ALL_MARKS, anyEvents } from './any-event.ts'
import { mark, portfolioOf } from './events-of.ts'

const watched = (portfolio: Portfolio): readonly string[] => {
  const { equity, profit } = portfolio.watched()
  return [equity.toFixed(), profit.toFixed()]
}

const isMarkOf = (event: PortfolioEvent, name: string): boolean =>
  event.type === 'assetMark' && event.asset === name

/** The same without what is paid, received or corrected in an asset. */
function without(events: readonly PortfolioEvent[], name: string): readonly PortfolioEvent[] {
  return events.flatMap((event): PortfolioEvent[] => {
    if ('asset' in event) return event.asset === name ? [] : [event]
    if (event.type !== 'fill' || event.fill.fee?.asset !== name) return [event]
    const { fee: _, ...fill } = event.fill
    return [{ ...event, fill }]
  })
}

describe('what loss limits watch', () => {
  test('is equity and profit, where everything had its mark from the start', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const portfolio = portfolioOf(ALL_MARKS)
        for (const event of events) {
          portfolio.apply(event)
          const now = portfolio.performance()
          expect(watched(portfolio)).toEqual([now?.equity.toFixed(), now?.profit.toFixed()])
        }
      }),
    )
  })

  test('is not blinded, whatever happens in an asset that has no mark', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const dark = events.filter((event) => !isMarkOf(event, 'BNB'))
        const marks = ALL_MARKS.filter((event) => !isMarkOf(event, 'BNB'))
        const portfolio = portfolioOf([...marks, ...dark])
        expect(watched(portfolio)).toEqual(
          watched(portfolioOf([...marks, ...without(dark, 'BNB')])),
        )
      }),
    )
  })

  test('neither gains nor loses by the first mark of what was left out', () => {
    fc.assert(
      fc.property(anyEvents, fc.integer({ min: 1, max: 9_999 }), (events, price) => {
        const portfolio = portfolioOf(events.filter((event) => !isMarkOf(event, 'BNB')))
        const [, before] = watched(portfolio)
        portfolio.apply(mark('BNB', String(price), 3))
        expect(watched(portfolio)[1]).toBe(before)
      }),
    )
  })
})
