import { LadderRoom, MaintainedBook } from '../../book/index.ts'
import { BookUpdate, type InstrumentSlot, type LevelBuffer, type Levels } from '../../core/index.ts'
import { wholeBook } from '../whole-book.ts'
import { applyRow, BOOK_ROW, type BookCut } from './book-rows.ts'
import type { CarriedState } from './carried-state.ts'
import { updateBytes } from './update-bytes.ts'

/** The book after the rows that are encoded: what segments begin with. */
export class CarriedBook implements CarriedState {
  /** The book; its state says whether it can be vouched for. */
  readonly book: MaintainedBook
  /** See {@link CarriedState}. */
  head: BookUpdate
  readonly #cut: BookCut
  #copied = 0

  /** An empty book, which nobody vouches for. */
  constructor(slot: InstrumentSlot, feed: string, cut: BookCut) {
    // No room for its ladders to grow: it is changed in bulk, and read rarely.
    this.book = new MaintainedBook(slot, feed, cut.truncateTo ?? 'full', new LadderRoom(0))
    this.head = new BookUpdate(slot)
    this.#cut = cut
  }

  /** See {@link CarriedState}. */
  get bytes(): number {
    return this.book.bytes + updateBytes(this.head)
  }

  /** See {@link CarriedState}. */
  isNeededBefore(kind: number): boolean {
    return kind === BOOK_ROW.delta && this.book.state === 'live'
  }

  /** See {@link CarriedState}. */
  copy(most: number): boolean {
    const { book, head } = this
    const { bids, asks } = book.evidence
    if (isWide(bids) || isWide(asks)) {
      this.head = wholeBook(book)
      return true
    }
    if (this.#copied === 0) {
      head.begin(book.slot, book.feed, true, book.localTimeUs)
      head.venueUs = book.venueTimeUs ?? Number.NaN
      head.last = book.lastId ?? Number.NaN
      head.bids.clear(bids.priceScale, bids.sizeScale, false)
      head.asks.clear(asks.priceScale, asks.sizeScale, false)
    }
    const end = Math.min(this.#copied + most, bids.count + asks.count)
    copyLevels(bids, head.bids, Math.min(end, bids.count))
    copyLevels(asks, head.asks, Math.max(0, end - bids.count))
    this.#copied = end
    return end === bids.count + asks.count
  }

  /** See {@link CarriedState}. */
  dropCopy(): void {
    this.head = new BookUpdate(this.book.slot)
    this.#copied = 0
  }

  /** See {@link CarriedState}. */
  apply(kind: number, row: BookUpdate): void {
    applyRow(this.book, kind, row, this.#cut)
  }
}

function isWide(side: Levels): boolean {
  return side.count > 0 && Number.isNaN(side.price(0))
}

/** Copies the levels that are missing, up to `count`. */
function copyLevels(from: Levels, to: LevelBuffer, count: number): void {
  to.reserve(count)
  for (let i = to.count; i < count; i += 1) {
    to.prices[i] = from.price(i)
    to.sizes[i] = from.size(i)
  }
  to.count = count
}
