/**
 * @hotpath Continuity of Gate's books. docs/venues/gate.md §Book; the venue's procedures are cited by step. Checked
 * 2026-11-21. There is no checksum on any channel.
 */
import { judgeFirstLast, judgeFullRefresh, startAt } from '../../book/index.ts'
import type { BookCursor, BookUpdate, ContinuityRule, Market, Verdict } from '../../core/index.ts'
import { WHOLE_FEED } from './frame-keys.ts'

/**
 * `obu`. Step 1: a frame with `full` replaces, at any time. Step 2: a change follows where `U` is the id before it and
 * one. Step 3: anything else means to subscribe again; a change that was seen already is dropped. Frames without levels
 * move the ids only (step 4).
 */
function judgeChain(cursor: BookCursor, update: BookUpdate): Verdict {
  if (update.isSnapshot) return startAt(cursor, update.last)
  if (Number.isNaN(cursor.lastId)) return 'gap'
  if (update.first === cursor.lastId + 1) {
    cursor.lastId = update.last
    cursor.isBridged = true
    return 'apply'
  }
  return update.last <= cursor.lastId ? 'drop' : 'gap'
}

/** Step 5: the server removes what leaves its window (unconfirmed); cutting as well is harmless. */
const chain = (truncateTo: number): ContinuityRule => ({
  snapshot: 'stream',
  truncateTo,
  judge: judgeChain,
  crossed: 'corrupt',
})

/**
 * `order_book_update`: changes are kept, the REST snapshot joins where `U <= id + 1 <= u`, and then each change follows
 * the one before without a hole. One that reaches back is applied too: sizes are absolute.
 */
const DIFF: ContinuityRule = { snapshot: 'rest', judge: judgeFirstLast, crossed: 'corrupt' }

const RULES: Readonly<Record<string, ContinuityRule>> = {
  'obu.50': chain(50),
  'obu.400': chain(400),
  order_book_update: DIFF,
  // Contracts: nothing beyond these levels is told, so nothing beyond them is known.
  'order_book_update.20': { ...DIFF, truncateTo: 20 },
  'order_book_update.50': { ...DIFF, truncateTo: 50 },
  'order_book_update.100': { ...DIFF, truncateTo: 100 },
  [WHOLE_FEED]: { snapshot: 'every', judge: judgeFullRefresh, crossed: 'corrupt' },
}

/** The rule of a feed; the same in both markets. */
export function continuity(_market: Market, feed: string): ContinuityRule {
  return RULES[feed] ?? DIFF
}
