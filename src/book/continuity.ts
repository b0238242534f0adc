/**
 * @hotpath The ways in which venues let a receiver see that nothing is missing; a driver picks one per feed. Pure:
 * the cursor is the only state. Allocation budget: none.
 */
import type { BookCursor, BookUpdate, Verdict } from '../core/index.ts'

/** A cursor before any snapshot. */
export function newCursor(): BookCursor {
  return { lastId: Number.NaN, isBridged: false }
}

/** Puts the cursor on a snapshot. */
export function startAt(cursor: BookCursor, snapshotId: number): Verdict {
  cursor.lastId = snapshotId
  cursor.isBridged = false
  return 'apply'
}

/**
 * Ids count single changes: a delta covers `first..last` and follows the one before without a hole
 * (`first ≤ lastId + 1 ≤ last`). What ends at or before the cursor is old.
 */
export function judgeFirstLast(cursor: BookCursor, update: BookUpdate): Verdict {
  if (update.isSnapshot) return startAt(cursor, update.last)
  if (Number.isNaN(cursor.lastId)) return 'gap'
  if (update.last <= cursor.lastId) return 'drop'
  if (update.first > cursor.lastId + 1) return 'gap'
  cursor.lastId = update.last
  cursor.isBridged = true
  return 'apply'
}

/**
 * Each delta names the id before it (`prev === lastId`); ids may jump, and a venue may restart them lower. A delta that
 * was seen already is dropped.
 */
export function judgePrevious(cursor: BookCursor, update: BookUpdate): Verdict {
  if (update.isSnapshot) return startAt(cursor, update.last)
  if (Number.isNaN(cursor.lastId)) return 'gap'
  if (update.prev === cursor.lastId) {
    cursor.lastId = update.last
    cursor.isBridged = true
    return 'apply'
  }
  return update.last === cursor.lastId && update.prev < cursor.lastId ? 'drop' : 'gap'
}

/** Ids rise by exactly one per message. */
export function judgeConsecutive(cursor: BookCursor, update: BookUpdate): Verdict {
  if (update.isSnapshot) return startAt(cursor, update.last)
  if (Number.isNaN(cursor.lastId)) return 'gap'
  if (update.last <= cursor.lastId) return 'drop'
  if (update.last !== cursor.lastId + 1) return 'gap'
  cursor.lastId = update.last
  cursor.isBridged = true
  return 'apply'
}

/** No ids at all: order is the connection's, and the checksum after each update is the evidence. */
export function judgeUnnumbered(cursor: BookCursor, update: BookUpdate): Verdict {
  if (update.isSnapshot) return startAt(cursor, 0)
  if (Number.isNaN(cursor.lastId)) return 'gap'
  cursor.isBridged = true
  return 'apply'
}

/** Every message is the whole book: it replaces, unless its id says that it is older than what is shown. */
export function judgeFullRefresh(cursor: BookCursor, update: BookUpdate): Verdict {
  if (update.last <= cursor.lastId) return 'drop'
  return startAt(cursor, update.last)
}
