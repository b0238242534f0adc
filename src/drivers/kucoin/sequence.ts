/**
 * @hotpath Continuity of KuCoin's books. docs/venues/kucoin.md §Books; the venue's procedures are cited by step. Checked
 * 2026-11-21. No feed has a checksum.
 */
import { judgeConsecutive, judgeFirstLast, startAt } from '../../book/index.ts'
import type { BookCursor, BookUpdate, ContinuityRule, Market, Verdict } from '../../core/index.ts'

/** Levels a side that `increment@10ms` keeps. */
const UNIFIED_LEVELS = 500

type Crossed = Pick<ContinuityRule, 'crossed'>

/** Pairs may open with a call auction, in which books cross; contracts have none. */
const CROSSED: Readonly<Record<Market, Crossed>> = {
  spot: { crossed: 'corruptWhileTrading' },
  futures: { crossed: 'corrupt' },
}

/**
 * Unified `increment@10ms`. Step 1: the first frame is a snapshot. Step 2: a change that ends at or before the book's id
 * is old; `O ≤ last + 1` with `C > last` follows. Step 3: else there is a gap, and a new subscription brings a new
 * snapshot. Step 4: a later snapshot replaces. Step 5: levels are kept to 500 a side; what leaves the window is removed by
 * size 0, for a moment after it left.
 */
const unifiedRule = (market: Market): ContinuityRule => ({
  snapshot: 'stream',
  judge: judgeFirstLast,
  truncateTo: UNIFIED_LEVELS,
  ...CROSSED[market],
})

/**
 * Classic spot `level2`, and unified `increment`: changes alone, joined to a snapshot by REST. Steps 3 and 4: what ends at
 * or before the snapshot is dropped, the first one kept covers `sequence + 1`, later ones follow without a hole. Single
 * entries of that first message that are older than the snapshot say what the snapshot says: sizes are absolute, and of
 * two entries at one price the later one was kept.
 */
const joinedRule = (market: Market): ContinuityRule => ({
  snapshot: 'rest',
  judge: judgeFirstLast,
  ...CROSSED[market],
})

/** Classic futures `level2`: one change a message, its number exactly one more than that before. */
const CONSECUTIVE: ContinuityRule = {
  snapshot: 'rest',
  judge: judgeConsecutive,
  ...CROSSED.futures,
}

/**
 * Every message is the whole book. On spot they have no number, and where they have one it is repeated in messages made
 * later: the time they were made never falls, so it tells an older message of a second connection.
 */
function judgeWhole(cursor: BookCursor, update: BookUpdate): Verdict {
  return update.venueUs < cursor.lastId ? 'drop' : startAt(cursor, update.venueUs)
}

const wholeRule = (market: Market): ContinuityRule => ({
  snapshot: 'every',
  judge: judgeWhole,
  ...CROSSED[market],
})

const rulesOf = (market: Market): Readonly<Record<string, ContinuityRule>> => ({
  'obu.increment@10ms': unifiedRule(market),
  'obu.increment': joinedRule(market),
  level2: market === 'spot' ? joinedRule(market) : CONSECUTIVE,
})

const RULES: Readonly<Record<Market, Readonly<Record<string, ContinuityRule>>>> = {
  spot: rulesOf('spot'),
  futures: rulesOf('futures'),
}

const WHOLE: Readonly<Record<Market, ContinuityRule>> = {
  spot: wholeRule('spot'),
  futures: wholeRule('futures'),
}

/** The rule of a feed: those that are not told as changes are whole books. */
export function continuity(market: Market, feed: string): ContinuityRule {
  return RULES[market][feed] ?? WHOLE[market]
}
