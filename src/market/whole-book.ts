import type { MaintainedBook } from '../book/index.ts'
import { BookUpdate, type LevelBuffer, type Levels, parseDecimal } from '../core/index.ts'

/**
 * The book as it is now, as a snapshot of its own memory. Cold: copies every level.
 *
 * Told when a book becomes live by more than one message (a REST snapshot with updates on top, a hole that was filled),
 * and in place of the changes that a slow reader missed.
 */
export function wholeBook(book: MaintainedBook): BookUpdate {
  const update = new BookUpdate(book.slot)
  update.begin(book.slot, book.feed, true, book.localTimeUs)
  update.venueUs = book.venueTimeUs ?? Number.NaN
  update.last = book.lastId ?? Number.NaN
  update.priceDigits = book.priceDigits
  update.sizeDigits = book.sizeDigits
  const { bids, asks } = book.evidence
  // An empty side does not show that it is wide, and a book is wide on both sides or on none.
  const isWide = isWideSide(bids) || isWideSide(asks)
  copySide(bids, update.bids, isWide)
  copySide(asks, update.asks, isWide)
  return update
}

function isWideSide(side: Levels): boolean {
  return side.count > 0 && Number.isNaN(side.price(0))
}

function copySide(from: Levels, to: LevelBuffer, isWide: boolean): void {
  to.clear(from.priceScale, from.sizeScale, isWide)
  to.reserve(from.count)
  to.count = from.count
  for (let i = 0; i < from.count; i += 1) {
    if (isWide) {
      to.widePrices[i] = exact(from.priceText(i), from.priceScale)
      to.wideSizes[i] = exact(from.sizeText(i), from.sizeScale)
    } else {
      to.prices[i] = from.price(i)
      to.sizes[i] = from.size(i)
    }
  }
}

function exact(text: string, scale: number): bigint {
  const parts = parseDecimal(text)
  return parts === undefined ? 0n : parts.digits * 10n ** BigInt(scale - parts.scale)
}
