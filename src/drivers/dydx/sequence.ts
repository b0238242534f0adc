/**
 * @hotpath Continuity of dYdX's books. docs/venues/dydx.md §Book; checked 2026-11-21. Books have no ids of their own: that
 * a message is missing shows in the numbers of the connection, which message-numbers.ts counts.
 */
import { judgeUnnumbered } from '../../book/index.ts'
import type { ContinuityRule, Market } from '../../core/index.ts'

/**
 * The snapshot comes as the answer to the subscribe and replaces; changes are absolute. The indexer merges what it hears of
 * several books: bids at or above asks are normal, and what an update contradicts gives way.
 */
const BOOK: ContinuityRule = { snapshot: 'stream', judge: judgeUnnumbered, crossed: 'uncross' }

/** The rule of the one feed there is. */
export function continuity(_market: Market, _feed: string): ContinuityRule {
  return BOOK
}
