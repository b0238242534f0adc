/** What stands where in the merged changes of MEXC's futures books, for reading them by shape. Layouts: docs/venues/mexc.md. */
import type { InstrumentTable } from '../../../core/index.ts'
import { type FrameLayout, PAIRS } from '../../kit/frame-roles.ts'

/** The layout, with symbols looked up in `table`. */
export function bookLayout(table: InstrumentTable): FrameLayout {
  return {
    roles: {
      symbol: {},
      data: 'inside',
      'data.asks': 'asks',
      'data.bids': 'bids',
      'data.begin': 'first',
      'data.end': 'last',
      'data.version': 'message',
      'data.cts': 'timeMs',
      ts: 'sentMs',
    },
    levels: PAIRS,
    slotOf: (bytes, start, end) => table.find('futures', bytes, start, end),
    // What is of one version, or whole, is told by its version.
    finish: ({ isSnapshot, first, last }) => !isSnapshot && first > 0 && last > 0,
  }
}
