import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MaintainedBook } from '../../../src/book/index.ts'
import {
  BookUpdate,
  type Instrument,
  InstrumentSlot,
  instrumentIndex,
  type OrderBook,
} from '../../../src/core/index.ts'
import { RiskManager } from '../../../src/trader/index.ts'
import {
  dec,
  INVERSE,
  LINEAR,
  MAIN,
  place,
  RiskWorld,
  SPOT,
  terms,
  verdict,
} from './support/risk-world.ts'

/** A book that is kept, so that it says whether it has changed. */
class Kept {
  readonly book: MaintainedBook
  readonly #update: BookUpdate

  constructor(of: Instrument, i: number) {
    const slot = new InstrumentSlot(instrumentIndex(i), { ...of, priceScale: 2, sizeScale: 2 })
    this.book = new MaintainedBook(slot, 'depth', 'full')
    this.#update = new BookUpdate(slot)
  }

  /** Replaces both sides by a level each; by none where there is no price. */
  move(price: number | undefined, nowUs: number): void {
    const update = this.#update
    update.begin(this.book.slot, 'depth', true, nowUs)
    if (price !== undefined) {
      update.bids.count = update.asks.count = 1
      update.bids.prices[0] = price * 100 - 10
      update.asks.prices[0] = price * 100 + 10
      update.bids.sizes[0] = update.asks.sizes[0] = 100
    }
    this.book.apply(update)
  }

  /** The same, by one who does not. */
  uncounted(): OrderBook {
    const { state, instrument, feed, depth, updateCount, localTimeUs } = this.book
    const head = { instrument, feed, depth, updateCount }
    if (state !== 'live') return { ...head, state }
    const { bids, asks } = this.book
    return { ...head, state, bids, asks, localTimeUs }
  }
}

const HELD = [SPOT, LINEAR, INVERSE] as const
const step = fc.record({
  of: fc.constantFrom(0, 1, 2),
  change: fc.oneof(
    { weight: 4, arbitrary: fc.record({ price: fc.integer({ min: 80, max: 120 }) }) },
    fc.constant({ price: undefined }),
    fc.constantFrom('live' as const, 'stale' as const),
    fc.record({ multiplier: fc.constantFrom('0.5', '2', '20') }),
  ),
})

test('an order is judged by the books as they are now, however little has changed since the last one', () => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1, maxLength: 30 }),
      fc.constantFrom('100', '500', '900', '1000', '3000'),
      (steps, value) => {
        const limits = (
          [
            ['maxAccountExposure', value],
            ['maxVenueExposure', value],
            ['priceCollarBps', false],
          ] as const
        ).map(([name, limit]) => ({ name, scope: { type: 'global' } as const, value: limit }))
        const counted = new RiskWorld()
        const [risk, twin] = [new RiskManager({ limits }), new RiskManager({ limits })]
        const listed: Instrument[] = [...HELD]
        const books = HELD.map((of, i) => new Kept(of, i))
        for (const [i, of] of HELD.entries()) {
          books[i]?.move(100, counted.nowUs)
          if (books[i] !== undefined) books[i].book.state = 'live'
          counted.kept.setPosition(MAIN, of, dec(3))
        }
        const said = steps.map(({ of, change }) => {
          const kept = books[of]
          const listing = listed[of]
          if (kept === undefined || listing === undefined) throw new Error('there is no such book')
          if (typeof change === 'string') kept.book.state = change
          else if ('price' in change) kept.move(change.price, counted.nowUs)
          else if (listing.contract !== undefined)
            listed[of] = {
              ...listing,
              contract: { ...listing.contract, multiplier: change.multiplier as never },
            }
          // One that has never looked at anything before.
          const uncounted = new RiskWorld()
          for (const [i, instrument] of listed.entries()) {
            const each = books[i]
            if (each === undefined) continue
            counted.list(HELD[i] ?? instrument, { instrument, book: each.book.view })
            uncounted.list(HELD[i] ?? instrument, { instrument, book: each.uncounted() })
            uncounted.kept.setPosition(MAIN, HELD[i] ?? instrument, dec(3))
          }
          const intent = place(terms({ price: dec(100) }))
          return [verdict(risk, counted, intent), verdict(twin, uncounted, intent)] as const
        })
        expect(said.map(([own]) => own)).toEqual(said.map(([, other]) => other))
      },
    ),
    { numRuns: 300 },
  )
})
