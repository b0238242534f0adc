/**
 * @hotpath Continuity of Bybit's books. docs/venues/bybit.md §Book; the venue's procedure is cited by step. Checked
 * 2026-11-21. There is no checksum.
 */
import { judgeConsecutive } from '../../book/index.ts'
import type { BookCursor, BookUpdate, ContinuityRule, Market, Verdict } from '../../core/index.ts'
import { FEEDS, FIRST_ID } from './frame-keys.ts'

/** `u` of 1: the numbering starts again. */
const isFirst = ({ last }: BookUpdate): boolean => last === FIRST_ID

/**
 * Steps 1 to 6 of the streams of N levels: a snapshot replaces at any time; then `u` rises by one a message. What was
 * seen already is dropped, a jump is a gap. A message of `u` 1 is a snapshot (the decoder says so): the service started
 * again. Removals are sent for levels pushed out (a recorded book of 500 never has more); cutting makes sure of it.
 */
const ruleOf = (levels: number): ContinuityRule => ({
  snapshot: 'stream',
  truncateTo: levels,
  judge: judgeConsecutive,
  restarts: isFirst,
  crossed: 'corrupt',
})

/** Messages that a second connection may lag behind, a minute of them; what is older is of a new numbering. */
const MOST_LAG = 300

/**
 * Steps 3 to 6 of the stream of all levels: only changes, joined to a REST snapshot of the same numbering. `u` 1 starts
 * the numbering again (restart, auction, changed grid, delisting): what was known is of no use then. An id far below the
 * last one says the same where a snapshot of before the restart was joined after it.
 */
function judgeFull(cursor: BookCursor, update: BookUpdate): Verdict {
  const { last, isSnapshot } = update
  if (!isSnapshot) {
    if (last === FIRST_ID && cursor.lastId !== FIRST_ID) return 'gap'
    if (last < cursor.lastId - MOST_LAG) return 'gap'
  }
  return judgeConsecutive(cursor, update)
}

const FULL: ContinuityRule = {
  snapshot: 'rest',
  judge: judgeFull,
  restarts: isFirst,
  crossed: 'corrupt',
}

const RULES: Readonly<Record<string, ContinuityRule>> = Object.fromEntries(
  FEEDS.map(({ feed, levels }) => [feed, levels === 'full' ? FULL : ruleOf(levels)]),
)

const FIFTY: ContinuityRule = ruleOf(50)

/** The rule of a feed. */
export function continuity(_market: Market, feed: string): ContinuityRule {
  return RULES[feed] ?? FIFTY
}
