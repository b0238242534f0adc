import type { BookStateChanged } from '../core/index.ts'
import type { BookTarget } from './book-keeping.ts'

/** What is told when the state of a book changes. */
export function bookStateEvent(
  { slot, feed }: Pick<BookTarget, 'slot' | 'feed'>,
  change: Pick<BookStateChanged, 'state' | 'previous' | 'reason' | 'localTimeUs'>,
): BookStateChanged {
  const { venue, market, pair, symbol } = slot.instrument
  const { state, previous, reason, localTimeUs } = change
  const head = { type: 'bookState', venue, market, pair, symbol, feed } as const
  return Object.freeze({ ...head, state, previous, reason, localTimeUs })
}
