/**
 * @hotpath Continuity of CoinEx's books. docs/venues/coinex.md §Book; the procedure is cited by step. Checked
 * 2026-11-21. There is no sequence number: the checksum after each push is the only evidence of a lost one.
 */
import { judgeUnnumbered } from '../../book/index.ts'
import type { ContinuityRule, Market } from '../../core/index.ts'
import { checksum } from './checksum.ts'
import { BOOK_DEPTH } from './venue.ts'

/** The one feed of books. */
export const BOOK_FEED = 'depth'

/**
 * Step 2: changes before the first whole book are of no use, and every whole book replaces. Step 3: after each push both
 * sides are cut to the depth subscribed. Step 4: the checksum covers both sides whole; where it differs, subscribe anew.
 */
const RULE: ContinuityRule = {
  snapshot: 'stream',
  truncateTo: BOOK_DEPTH,
  judge: judgeUnnumbered,
  checksum,
  crossed: 'corrupt',
}

/** The rule of the only feed, of both markets. */
export function continuity(_market: Market, _feed: string): ContinuityRule {
  return RULE
}
