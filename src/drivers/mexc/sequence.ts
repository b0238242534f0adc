/**
 * @hotpath Continuity of MEXC's books. docs/venues/mexc.md §Book; the venue's procedure is cited by step. Checked
 * 2026-11-21. There is no checksum.
 */
import { judgeFirstLast, judgeFullRefresh } from '../../book/index.ts'
import type { ContinuityRule, Market } from '../../core/index.ts'

/**
 * Versions count single changes. Step 4: drop `toVersion <= L`. Step 5: the first kept has
 * `fromVersion <= L + 1 <= toVersion`. Step 7: then `fromVersion == previous toVersion + 1`, else start over. A frame
 * that reaches back is safe, as sizes are absolute; futures say so, and merge by it.
 */
const DIFF: ContinuityRule = { snapshot: 'rest', judge: judgeFirstLast, crossed: 'corrupt' }

/** Every message is the best levels as a whole; its version only rises. */
const WHOLE: ContinuityRule = { snapshot: 'every', judge: judgeFullRefresh, crossed: 'corrupt' }

/** The rule of a feed: `depth` and `increase.depth` join a REST snapshot; `depth5`, `depth10`, `depth20` and `depth.full` are whole books. */
export function continuity(_market: Market, feed: string): ContinuityRule {
  return feed === 'depth' || feed === 'increase.depth' ? DIFF : WHOLE
}
