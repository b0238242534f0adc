/**
 * @hotpath Continuity of HTX's books. docs/venues/htx.md §Book; the venue's procedures are cited by step. Checked
 * 2026-11-21. No feed has a checksum.
 */
import { judgeConsecutive, startAt } from '../../book/index.ts'
import type { BookCursor, BookUpdate, ContinuityRule, Market, Verdict } from '../../core/index.ts'
import { bodyOf } from './frame-keys.ts'

/**
 * Spot steps 4 and 5: what ends at or before the snapshot is old; the next change names the book it is made on
 * (`prevSeqNum` equals the `seqNum` before it). Numbers jump, so that +1 means nothing.
 */
function judgeChained(cursor: BookCursor, update: BookUpdate): Verdict {
  if (update.isSnapshot) return startAt(cursor, update.last)
  if (Number.isNaN(cursor.lastId)) return 'gap'
  if (update.prev !== cursor.lastId) return update.last <= cursor.lastId ? 'drop' : 'gap'
  cursor.lastId = update.last
  cursor.isBridged = true
  return 'apply'
}

/**
 * Every message is the whole book. Futures tell an unchanged one again each second, with an equal number; only a lower
 * one is older.
 */
function judgeWhole(cursor: BookCursor, update: BookUpdate): Verdict {
  return update.last < cursor.lastId ? 'drop' : startAt(cursor, update.last)
}

const WHOLE: ContinuityRule = { snapshot: 'every', judge: judgeWhole, crossed: 'corrupt' }

/** The rule of a feed: `mbp.150`, `depth.size_20.high_freq`, …; whole books of all others. */
export function continuity(_market: Market, feed: string): ContinuityRule {
  // Levels that others push out of the window are not always removed: the book is cut to the feed's depth.
  const truncateTo = depthOfFeed(feed)
  const body = bodyOf(feed)
  if (body === 'chain') {
    return { snapshot: 'request', judge: judgeChained, truncateTo, crossed: 'corrupt' }
  }
  if (body !== 'versioned') return WHOLE
  // A snapshot replaces at any time; then versions rise by one. They are those of the gateway that a connection happens
  // to reach: another connection's are of no use.
  return {
    snapshot: 'stream',
    judge: judgeConsecutive,
    idsPerConnection: true,
    truncateTo,
    crossed: 'corrupt',
  }
}

/** `mbp.150` → 150, `depth.size_20.high_freq` → 20. */
function depthOfFeed(feed: string): number {
  return Number(/\d+/.exec(feed)?.[0])
}
