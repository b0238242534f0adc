import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MaintainedBook } from '../../src/book/index.ts'
import {
  BookUpdate,
  InstrumentSlot,
  instrumentIndex,
  type LevelBuffer,
} from '../../src/core/index.ts'
import { NaiveBook } from '../reference/naive-book.ts'
import { instrument } from '../support/instrument.ts'

type Row = readonly [price: number, size: number]
interface Frame {
  readonly isSnapshot: boolean
  readonly bids: readonly Row[]
  readonly asks: readonly Row[]
}

const rows = fc.uniqueArray(
  fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 9 })),
  {
    selector: ([price]) => price,
    maxLength: 6,
  },
)
const frames = fc.array(fc.record({ isSnapshot: fc.boolean(), bids: rows, asks: rows }), {
  maxLength: 20,
})

/** The documented rule, level by level: each level knows the frame that told it last; the older one goes. */
class NaiveUncrossed {
  readonly book = new NaiveBook()
  readonly #toldBy = { bid: new Map<bigint, number>(), ask: new Map<bigint, number>() }

  take({ isSnapshot, bids, asks }: Frame, id: number): void {
    if (isSnapshot) this.book.clear()
    for (const [side, changes] of [['bid', bids] as const, ['ask', asks] as const]) {
      for (const [price, size] of changes) {
        this.book.set(side, BigInt(price), BigInt(size))
        this.#toldBy[side].set(BigInt(price), id)
      }
    }
    while (this.#uncrossOnce());
  }

  #uncrossOnce(): boolean {
    const [bid, ask] = [this.book.levels('bid')[0], this.book.levels('ask')[0]]
    if (bid === undefined || ask === undefined || bid[0] < ask[0]) return false
    const [bidId = 0, askId = 0] = [this.#toldBy.bid.get(bid[0]), this.#toldBy.ask.get(ask[0])]
    const smaller = bid[1] < ask[1] ? bid[1] : ask[1]
    if (bidId <= askId) this.book.set('bid', bid[0], bidId < askId ? 0n : bid[1] - smaller)
    if (askId <= bidId) this.book.set('ask', ask[0], askId < bidId ? 0n : ask[1] - smaller)
    return true
  }
}

function fill(buffer: LevelBuffer, changes: readonly Row[]): void {
  buffer.reserve(changes.length)
  buffer.count = changes.length
  for (const [i, [price, size]] of changes.entries()) {
    if (buffer.isWide) {
      buffer.widePrices[i] = BigInt(price)
      buffer.wideSizes[i] = BigInt(size)
    } else {
      buffer.prices[i] = price
      buffer.sizes[i] = size
    }
  }
}

test.each([false, true])(
  'an uncrossed book equals the rule applied level by level, and so does one fed by its updates (wide: %s)',
  (isWide) => {
    fc.assert(
      fc.property(frames, (all) => {
        const terms = instrument({ priceScale: 0, sizeScale: 0 })
        const slot = new InstrumentSlot(instrumentIndex(0), terms)
        slot.isWide = isWide
        const book = new MaintainedBook(slot, 'depth', 'full')
        const fed = new MaintainedBook(slot, 'depth', 'full')
        const naive = new NaiveUncrossed()
        const update = new BookUpdate(slot)
        for (const [id, frame] of all.entries()) {
          update.begin(slot, 'depth', frame.isSnapshot, 1)
          fill(update.bids, frame.bids)
          fill(update.asks, frame.asks)
          book.apply(update, { crossed: 'uncross' })
          fed.apply(update)
          naive.take(frame, id)
          for (const side of ['bid', 'ask'] as const) {
            const expected = naive.book.levels(side).map(([price, size]) => `${price} ${size}`)
            for (const { evidence } of [book, fed]) {
              const levels = side === 'bid' ? evidence.bids : evidence.asks
              const found = Array.from(
                { length: levels.count },
                (_, i) => `${levels.priceText(i)} ${levels.sizeText(i)}`,
              )
              expect(found).toEqual(expected)
            }
          }
        }
      }),
      { numRuns: 300 },
    )
  },
)
