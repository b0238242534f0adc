/**
 * @hotpath Continuity of Kraken's books. docs/venues/kraken.md §Book; the venue's procedure is cited by step. Checked
 * 2026-11-21. WebSocket v2 has no sequence number: the checksum after each message is the only evidence of a gap.
 */
import { judgeConsecutive, judgeUnnumbered } from '../../book/index.ts'
import type { ContinuityRule, Levels, LiveOrderBook, Market } from '../../core/index.ts'
import { DigitsCrc } from '../../wire/index.ts'
import { BOOK_DEPTHS } from './venue.ts'

/** Step 5: levels a side that the checksum covers, whatever the depth; step 8: fewer where there are fewer. */
const CHECKSUM_LEVELS = 10

/**
 * Asks ascending, then bids descending, each level as price and size written to the pair's precision, without the point
 * and without leading zeros. A scaled integer is that text already, but for zeros at its end.
 *
 * The precision is the listing's (the scale of the levels), or what was seen written where that is more: a book without
 * a listing has the scale that its values need, and the zeros that were written beyond it count.
 */
export function checksum(
  book: Pick<LiveOrderBook, 'bids' | 'asks'>,
  priceDigits: number,
  sizeDigits: number,
): number {
  sum.begin()
  putSide(book.bids, priceDigits, sizeDigits)
  putSide(book.asks, priceDigits, sizeDigits)
  return sum.end()
}

// One for all books: a sum is begun and ended within one call.
const sum = new DigitsCrc()

// The levels of one side. Books are read from the touch outwards, the sum takes the last one first.
const prices = new Float64Array(CHECKSUM_LEVELS)
const sizes = new Float64Array(CHECKSUM_LEVELS)

function putSide(levels: Levels, priceDigits: number, sizeDigits: number): void {
  const count = levels.count < CHECKSUM_LEVELS ? levels.count : CHECKSUM_LEVELS
  const priceZeros = priceDigits > levels.priceScale ? priceDigits - levels.priceScale : 0
  const sizeZeros = sizeDigits > levels.sizeScale ? sizeDigits - levels.sizeScale : 0
  for (let i = 0; i < count; i += 1) {
    prices[i] = levels.price(i)
    sizes[i] = levels.size(i)
  }
  for (let i = count - 1; i >= 0; i -= 1) {
    // NaN on wide instruments: their values exist as text only.
    if (prices[i]! >= 0 && sizes[i]! >= 0) {
      sum.putInteger(sizes[i]!, sizeZeros)
      sum.putInteger(prices[i]!, priceZeros)
    } else {
      sum.putDecimal(levels.sizeText(i), levels.sizeScale + sizeZeros)
      sum.putDecimal(levels.priceText(i), levels.priceScale + priceZeros)
    }
  }
}

/** Step 4: each side is cut to the subscribed depth after every message; no removal is sent for what falls out. */
const V2_RULES: ReadonlyMap<string, ContinuityRule> = new Map(
  BOOK_DEPTHS.map((truncateTo) => [
    `book${truncateTo}`,
    { snapshot: 'stream', truncateTo, judge: judgeUnnumbered, checksum, crossed: 'corrupt' },
  ]),
)

/** Derivatives v1: `seq` rises by one per product and message, the book is whole. */
const LEGACY_FUTURES: ContinuityRule = {
  snapshot: 'stream',
  judge: judgeConsecutive,
  crossed: 'corrupt',
}

/** The rule of a feed: `book10` … `book1000` of WebSocket v2, `book` of Derivatives v1. */
export function continuity(_market: Market, feed: string): ContinuityRule {
  return V2_RULES.get(feed) ?? LEGACY_FUTURES
}
