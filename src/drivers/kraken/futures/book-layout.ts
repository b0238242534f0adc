/** What stands where in the changes of Derivatives v1's books, for reading them by shape. */
import type { InstrumentTable } from '../../../core/index.ts'
import type { FrameLayout } from '../../kit/frame-roles.ts'

/** The layout, with symbols looked up in `table`. */
export function bookLayout(table: InstrumentTable): FrameLayout {
  return {
    roles: {
      product_id: {},
      side: 'side',
      seq: 'last',
      price: 'price',
      qty: 'size',
      timestamp: 'timeMs',
      // The decoder takes these for the same, for prints, or for answers.
      time: 'odd',
      uid: 'odd',
      type: 'odd',
      trades: 'odd',
      event: 'odd',
      bids: 'odd',
      asks: 'odd',
    },
    levels: { price: 'price', size: 'qty', sides: ['buy', 'sell'] },
    slotOf: (bytes, start, end) => table.find('futures', bytes, start, end),
    finish: ({ isSnapshot }) => !isSnapshot,
  }
}
