/**
 * @hotpath Continuity of Binance's depth streams. docs/venues/binance.md §Book; the venue's numbered procedures are
 * cited by step. Checked 2026-11-21. There is no checksum.
 */
import { judgeFirstLast, judgeFullRefresh, startAt } from '../../book/index.ts'
import type { BookCursor, BookUpdate, ContinuityRule, Market, Verdict } from '../../core/index.ts'

/**
 * Futures: ids are shared across symbols and jump, so `U == u + 1` must not be asked for.
 * Step 3: drop `u < lastUpdateId`. Step 4: the first kept has `U <= lastUpdateId <= u`, or `pu == lastUpdateId` (the
 * snapshot ended exactly at an event; production clients accept it). Step 5: afterwards `pu == previous u`.
 */
function judgeFutures(cursor: BookCursor, update: BookUpdate): Verdict {
  if (update.isSnapshot) return startAt(cursor, update.last)
  const { lastId } = cursor
  if (Number.isNaN(lastId)) return 'gap'
  const joins =
    update.prev === lastId || (!cursor.isBridged && update.first <= lastId && lastId <= update.last)
  if (joins) {
    cursor.lastId = update.last
    cursor.isBridged = true
    return 'apply'
  }
  return update.last <= lastId ? 'drop' : 'gap'
}

const SPOT_DIFF: ContinuityRule = { snapshot: 'rest', judge: judgeFirstLast, crossed: 'corrupt' }
const FUTURES_DIFF: ContinuityRule = { snapshot: 'rest', judge: judgeFutures, crossed: 'corrupt' }
const PARTIAL: ContinuityRule = { snapshot: 'every', judge: judgeFullRefresh, crossed: 'corrupt' }

/** The rule of a feed: diffs join a REST snapshot; `depth5`, `depth10`, `depth20` are whole books. */
export function continuity(market: Market, feed: string): ContinuityRule {
  if (feed !== 'depth' && feed !== 'rpiDepth') return PARTIAL
  return market === 'spot' ? SPOT_DIFF : FUTURES_DIFF
}
