/**
 * @hotpath The checksum of a CoinEx book: CRC-32 of `price:size:price:size…`, all bids best first, then all asks best
 * first, numbers as the venue wrote them. docs/venues/coinex.md §Book; checked 2026-11-21. Digits go from scaled integers
 * into one buffer that is reused: no text, no garbage.
 *
 * As written: live frames have prices without zeros at their end (`70855.3` beside `70855.29`) and sizes with them
 * (`1.49824820`); documented ones have both with them (`30740.00`). Either way a number has the digits that it needs, and
 * at least those of every number of its kind that was written with a zero at its end. That is what `priceDigits` and
 * `sizeDigits` are here: see `readLevels` in decode-rows.ts.
 */
import type { Levels, LiveOrderBook } from '../../core/index.ts'
import { DigitsCrc } from '../../wire/index.ts'

const ZERO = 48
const POINT = 46
const COLON = 58
/** Bytes that a safe integer, its point and a leading zero may take. */
const SPARE_BYTES = 20

/** {@link ContinuityRule.checksum} of every feed; unsigned. An empty book has 0. */
export function checksum(
  book: Pick<LiveOrderBook, 'bids' | 'asks'>,
  priceDigits: number,
  sizeDigits: number,
): number {
  sum.begin()
  // The sum takes the last byte first.
  putSide(book.asks, priceDigits, sizeDigits)
  putSide(book.bids, priceDigits, sizeDigits)
  return sum.end()
}

// One for all books: a sum is begun and ended within one call.
const sum = new DigitsCrc()

function putSide(levels: Levels, priceDigits: number, sizeDigits: number): void {
  const { priceScale, sizeScale } = levels
  for (let i = levels.count - 1; i >= 0; i -= 1) {
    if (sum.start < sum.text.length) putByte(COLON)
    const price: number = levels.price(i)
    const size: number = levels.size(i)
    // NaN on wide instruments: their values exist as text only.
    if (price >= 0 && size >= 0) {
      putNumber(size, sizeScale, sizeDigits)
      putByte(COLON)
      putNumber(price, priceScale, priceDigits)
    } else {
      putText(levels.sizeText(i), sizeDigits)
      putByte(COLON)
      putText(levels.priceText(i), priceDigits)
    }
  }
}

function putByte(byte: number): void {
  if (sum.start === 0) sum.grow(SPARE_BYTES)
  sum.start -= 1
  sum.text[sum.start] = byte
}

/** Puts `value / 10^scale` with the fraction digits it needs, and at least `least`. */
function putNumber(value: number, scale: number, least: number): void {
  const zeros = least > scale ? least - scale : 0
  if (sum.start < zeros + scale + SPARE_BYTES) sum.grow(zeros + scale + SPARE_BYTES)
  const text = sum.text
  let at = sum.start
  let left = value
  let digits = scale
  for (let i = 0; i < zeros; i += 1) text[--at] = ZERO
  for (; digits > least && left % 10 === 0; digits -= 1) left /= 10
  const hasPoint = digits + zeros > 0
  for (; digits > 0; digits -= 1) {
    const next = Math.floor(left / 10)
    text[--at] = ZERO + (left - next * 10)
    left = next
  }
  if (hasPoint) text[--at] = POINT
  do {
    const next = Math.floor(left / 10)
    text[--at] = ZERO + (left - next * 10)
    left = next
  } while (left > 0)
  sum.start = at
}

/** The same for decimal text without zeros at its end. Cold. */
function putText(decimal: string, least: number): void {
  const point = decimal.indexOf('.')
  const digits = point < 0 ? 0 : decimal.length - point - 1
  const isShort = digits < least
  const written = isShort
    ? `${decimal}${point < 0 ? '.' : ''}${'0'.repeat(least - digits)}`
    : decimal
  if (sum.start < written.length) sum.grow(written.length)
  sum.start -= written.length
  for (let i = 0; i < written.length; i += 1) sum.text[sum.start + i] = written.charCodeAt(i)
}
