/**
 * @hotpath Continuity of Hyperliquid's books. docs/venues/hyperliquid.md §Book. Checked 2026-11-21.
 */
import { startAt } from '../../book/index.ts'
import type { BookCursor, BookUpdate, ContinuityRule, Market, Verdict } from '../../core/index.ts'
import { BOOK_LEVELS } from './venue.ts'

/** Feed of whole books of 20 levels, about every 5 s. */
export const SLOW_FEED = 'l2Book'
/** Feed of whole books of 5 levels, about every 0.5 s: `"fast":true`. */
export const FAST_FEED = 'l2BookFast'

/** Levels a side that a feed's books have. */
export const LEVELS_OF: Readonly<Record<string, number>> = {
  [SLOW_FEED]: BOOK_LEVELS.slow,
  [FAST_FEED]: BOOK_LEVELS.fast,
}

/**
 * Every message is the whole book of its feed and replaces. There is no sequence and no checksum: a lost message costs
 * nothing but its news. The number of a book is the time of its block, in ms, which never falls (seen in 26,000 frames); an
 * older one is of a connection that lags. An equal one is the same block again, which is pushed twice now and then.
 */
function judgeWhole(cursor: BookCursor, update: BookUpdate): Verdict {
  return update.last < cursor.lastId ? 'drop' : startAt(cursor, update.last)
}

const WHOLE: ContinuityRule = {
  snapshot: 'every',
  judge: judgeWhole,
  // None of 26,000 frames seen was crossed.
  crossed: 'corrupt',
}

/** The rule of a feed: all are alike. */
export function continuity(_market: Market, _feed: string): ContinuityRule {
  return WHOLE
}
