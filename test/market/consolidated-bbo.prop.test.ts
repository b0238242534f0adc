import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asset, type BookState, type DecimalText, type Instrument } from '../../src/core/index.ts'
import { ConsolidatedBbo } from '../../src/market/index.ts'
import { naiveBest, naiveIsCrossed } from '../reference/naive-consolidated.ts'
import { FakeBook } from './fake-books.ts'
import type { Level } from './scripted-venue.ts'

const STATES: readonly BookState[] = [
  'syncing',
  'live',
  'live',
  'live',
  'stale',
  'corrupt',
  'closed',
]

/** Contracts of each kind; sizes of the first two can be told in base. */
const TERMS: readonly Partial<Instrument>[] = [
  {},
  {
    market: 'futures',
    kind: 'perpetual',
    contract: {
      direction: 'linear',
      multiplier: '0.001' as DecimalText,
      settle: asset('USDT'),
    },
  },
  {
    market: 'futures',
    kind: 'perpetual',
    contract: { direction: 'inverse', multiplier: '100' as DecimalText, settle: asset('BTC') },
  },
]

/** Prices close together at scales far apart: 100 at scale 0 is 100000 at scale 3. */
const venue = fc.record({
  priceScale: fc.constantFrom(0, 1, 2, 8, 14, 30),
  sizeScale: fc.constantFrom(0, 3, 8),
  terms: fc.constantFrom(...TERMS),
})
const step = fc.record({
  venue: fc.nat(3),
  state: fc.constantFrom(...STATES),
  bid: fc.option(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3 }))),
  ask: fc.option(fc.tuple(fc.integer({ min: 3, max: 8 }), fc.integer({ min: 1, max: 3 }))),
})

/** A price that is the same at every scale that can hold it, and the nearest safe one elsewhere. */
const scaled = (price: number, scale: number): number => price * 10 ** Math.min(scale, 14)

test('says of every side what an obviously right twin says, whatever the books, states and scales', () => {
  fc.assert(
    fc.property(
      fc.array(venue, { minLength: 1, maxLength: 4 }),
      fc.array(step, { maxLength: 30 }),
      (venues, steps) => {
        const books = venues.map(
          ({ priceScale, sizeScale, terms }, i) =>
            new FakeBook(`venue${i}`, { priceScale, sizeScale, ...terms }),
        )
        const best = new ConsolidatedBbo({
          sources: books.map(({ handle }) => handle),
          wallClock: { nowUs: () => 5 },
        })
        const views = books.map(({ handle }) => handle.view)
        let told = ''
        best.onChange((view) => {
          told = JSON.stringify(view.quote())
        })
        told = JSON.stringify(best.quote())
        for (const { venue: at, state, bid, ask } of steps) {
          const book = books[at % books.length]
          if (book === undefined) continue
          const levels = (level: readonly [number, number] | null): Level[] =>
            level === null ? [] : [[scaled(level[0], book.slot.priceScale), level[1]]]
          book.show(levels(bid), levels(ask)).turn(state)
          for (const side of ['bid', 'ask'] as const) {
            const expected = naiveBest(views, side)
            const found = best[side]
            expect(found.priceText()).toBe(expected?.price)
            expect(found.sizeText()).toBe(expected?.size)
            expect(found.baseSize()?.toFixed()).toBe(expected?.baseSize)
            expect(found.source()).toBe(best.sources[expected?.first ?? -1])
            expect(found.sources()).toEqual((expected?.all ?? []).map((i) => best.sources[i]))
          }
          expect(best.isCrossed()).toBe(naiveIsCrossed(views))
          expect(best.sources.map(({ isCounted }) => isCounted)).toEqual(
            views.map((view) => view.state === 'live'),
          )
          book.tell()
          // A listener was told exactly when what a quote says is another one.
          expect(told).toBe(JSON.stringify(best.quote()))
        }
      },
    ),
    { numRuns: 300 },
  )
})
