import { startAt } from '../../book/index.ts'
import type { BookCursor, BookUpdate, ContinuityRule, Market, Verdict } from '../../core/index.ts'

/** Books that follow a pool's logs. */
export const STREAM_FEED = 'logs'
/** Books that are read anew each time. */
export const POLL_FEED = 'poll'

/**
 * Every message is a whole book, and the decoder vouches for it: it has joined the logs to a reading and follows the
 * chain of blocks. When it no longer can, the book is stale until the topic was subscribed anew.
 */
const FOLLOWED: ContinuityRule = {
  snapshot: 'stream',
  judge: (cursor, update) => startAt(cursor, update.last),
  crossed: 'corrupt',
}

/**
 * A reading replaces unless it is of an older block (another node, which lags). One of the same block replaces too: the
 * block of that number may be another one since.
 */
function judgeReading(cursor: BookCursor, update: BookUpdate): Verdict {
  return update.last < cursor.lastId ? 'drop' : startAt(cursor, update.last)
}

const READ: ContinuityRule = { snapshot: 'every', judge: judgeReading, crossed: 'corrupt' }

/** The rule of a feed. */
export function continuity(_market: Market, feed: string): ContinuityRule {
  return feed === POLL_FEED ? READ : FOLLOWED
}
