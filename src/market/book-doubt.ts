/**
 * @hotpath What contradicts a book that took an update: its sides cross, or the venue's checksum is another. Called once per
 * book frame. Allocation budget: none but for checksums. Proven by `bench/gate`.
 */
import type { MaintainedBook } from '../book/index.ts'
import type { BookUpdate, ContinuityRule } from '../core/index.ts'
import { isCorruptWhenCrossed } from './crossed-policy.ts'

/** Why the book is corrupt; empty where nothing contradicts it. */
export function doubtOf(
  book: MaintainedBook,
  rule: ContinuityRule,
  update: BookUpdate,
): '' | 'crossed' | 'checksum' {
  if (isCorruptWhenCrossed(rule, book.instrument) && book.isCrossed()) return 'crossed'
  if (rule.checksum === undefined || Number.isNaN(update.checksum)) return ''
  const found = rule.checksum(book.evidence, book.priceDigits, book.sizeDigits)
  return found === update.checksum ? '' : 'checksum'
}
