/**
 * @hotpath Continuity of OKX's books. docs/venues/okx.md §Book; the venue's procedure is cited by step. Checked
 * 2026-11-21. `checksum` is 0 in every frame since 2026-06-23 and proves nothing.
 */
import { judgePrevious, startAt } from '../../book/index.ts'
import type { BookCursor, BookUpdate, ContinuityRule, Market, Verdict } from '../../core/index.ts'

/**
 * Steps 1 to 4: a snapshot replaces; then `prevSeqId` equals the `seqId` before it. That includes a keep-alive
 * (`seqId == prevSeqId`, no levels, once a minute without changes) and the restart of the ids in maintenance
 * (`seqId < prevSeqId`). A frame seen already is dropped. Frames of 2022 have no ids: a snapshot without one gives
 * nothing to join to, so the update after it is a gap.
 */
const CHAINED: ContinuityRule = {
  snapshot: 'stream',
  judge: judgePrevious,
  // Documented: the books of pre-open instruments may be crossed.
  crossed: 'corruptWhileTrading',
}

/**
 * Every message is the whole book. Ids may restart lower in maintenance, and these messages do not name the one
 * before; the time they were made never falls, so it is what tells an older message of a second connection.
 */
function judgeWhole(cursor: BookCursor, update: BookUpdate): Verdict {
  return update.venueUs < cursor.lastId ? 'drop' : startAt(cursor, update.venueUs)
}

const WHOLE: ContinuityRule = {
  snapshot: 'every',
  judge: judgeWhole,
  crossed: 'corruptWhileTrading',
}

/** The rule of a feed: `books5` is a whole book, all others are snapshot and changes. */
export function continuity(_market: Market, feed: string): ContinuityRule {
  return feed === 'books5' ? WHOLE : CHAINED
}
