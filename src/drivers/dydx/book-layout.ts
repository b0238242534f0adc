/** What stands where in the changes of dYdX's books, for reading them by shape. Layouts: docs/venues/dydx.md. */
import type { InstrumentTable } from '../../core/index.ts'
import { type FrameLayout, PAIRS } from '../kit/frame-roles.ts'

/** The layout, with symbols looked up in `table`. */
export function bookLayout(table: InstrumentTable): FrameLayout {
  return {
    roles: {
      connection_id: 'skip',
      message_id: 'message',
      id: {},
      contents: 'inside',
      'contents.bids': 'bids',
      'contents.asks': 'asks',
    },
    levels: PAIRS,
    slotOf: (bytes, start, end) => table.find('futures', bytes, start, end),
    // A snapshot is an answer, of which the order of messages has its own account.
    finish: ({ isSnapshot }) => !isSnapshot,
  }
}
