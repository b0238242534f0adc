/** What stands where in the changes of Kraken's v2 books, for reading them by shape. Layouts: docs/venues/kraken.md. */
import type { InstrumentTable, Market } from '../../core/index.ts'
import type { FrameLayout } from '../kit/frame-roles.ts'
import type { Confirmed } from './confirmed.ts'

/** The layout of one connection, whose acknowledgements say what its books are cut to. */
export function bookLayout(
  table: InstrumentTable,
  market: Market,
  confirmed: Confirmed,
): FrameLayout {
  return {
    roles: {
      // What the decoder notices of other messages.
      event: 'odd',
      feed: 'odd',
      method: 'odd',
      data: 'inside',
      'data.symbol': {},
      'data.bids': 'bids',
      'data.asks': 'asks',
      'data.checksum': 'checksum',
      'data.timestamp': 'timestamp',
    },
    levels: { price: 'price', size: 'qty' },
    slotOf: (bytes, start, end) => table.find(market, bytes, start, end),
    finish: (update) => {
      update.feed = confirmed.feedOf(update.slot)
      // The length of a snapshot says which feed it is of.
      return !update.isSnapshot
    },
  }
}
