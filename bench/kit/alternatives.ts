import { LadderRoom, MaintainedBook } from '../../src/book/index.ts'
import { SortedLevels } from '../../src/book/sorted-levels.ts'
import {
  type BookUpdate,
  type InstrumentSlot,
  type LevelBuffer,
  ScaledLevels,
  type ScaledPrice,
  type ScaledSize,
} from '../../src/core/index.ts'
import type { Subject } from './cases.ts'
import { OwnBooks } from './own.ts'

/** Structures of a book that lost (docs/decisions/0015), to be measured beside what won: decoder and rules are the same. */

/** Ladders of one width, the narrowest: what is farther off is sorted. */
export const narrowLadders: Subject = {
  book: (input) =>
    new OwnBooks(input, (slot) => new MaintainedBook(slot, 'depth', 'full', new LadderRoom(0))),
}

/** Every level sorted, in one array with holes. */
export const sortedArrays: Subject = {
  book: (input) => new OwnBooks(input, (slot) => new SortedBook(slot)),
}

/** For streams whose scales stay. */
class SortedBook {
  state = 'syncing'
  readonly bids: SortedSide
  readonly asks: SortedSide

  constructor(slot: InstrumentSlot) {
    this.bids = new SortedSide('bid', slot)
    this.asks = new SortedSide('ask', slot)
  }

  apply(update: BookUpdate): void {
    this.bids.take(update.bids, update.isSnapshot)
    this.asks.take(update.asks, update.isSnapshot)
  }

  isCrossed(): boolean {
    return this.bids.price(0) >= this.asks.price(0)
  }
}

class SortedSide extends ScaledLevels {
  readonly priceScale: number
  readonly sizeScale: number
  readonly #levels: SortedLevels

  constructor(side: 'bid' | 'ask', { priceScale, sizeScale }: InstrumentSlot) {
    super()
    this.priceScale = priceScale
    this.sizeScale = sizeScale
    this.#levels = new SortedLevels(side)
  }

  get count(): number {
    return this.#levels.count
  }

  take(levels: LevelBuffer, isSnapshot: boolean): void {
    if (isSnapshot) this.#levels.replace(levels)
    else this.#levels.apply(levels)
  }

  price(i: number): ScaledPrice {
    return this.#levels.price(i) as ScaledPrice
  }

  size(i: number): ScaledSize {
    return this.#levels.size(i) as ScaledSize
  }
}
