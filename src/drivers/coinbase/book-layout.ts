/** What stands where in Coinbase's changes of books, for reading them by shape. Layouts: docs/venues/coinbase.md. */
import type { InstrumentTable } from '../../core/index.ts'
import type { FrameLayout } from '../kit/frame-roles.ts'
import type { Aliases } from './aliases.ts'
import { marketOfSymbol } from './symbols.ts'

/** The layout of `l2_data` of Advanced Trade; under their other names `aliases` have the books. */
export function advancedLayout(table: InstrumentTable, aliases: Aliases): FrameLayout {
  return {
    roles: {
      type: 'odd',
      client_id: 'skip',
      timestamp: 'skip',
      sequence_num: 'message',
      events: 'inside',
      'events.product_id': {},
      'events.updates': 'changes',
    },
    levels: {
      price: 'price_level',
      size: 'new_quantity',
      side: 'side',
      time: 'event_time',
      sides: ['bid', 'offer'],
    },
    slotOf: (bytes, start, end) => table.find(marketOfSymbol(bytes, start, end), bytes, start, end),
    // Without levels the time is that of the message.
    finish: (update) => !Number.isNaN(update.venueUs) && aliases.copyAlone(update),
  }
}

/** The layout of `l2update` of the Exchange feed, likewise. */
export function exchangeLayout(table: InstrumentTable, aliases: Aliases): FrameLayout {
  return {
    roles: {
      channel: 'odd',
      events: 'odd',
      trade_id: 'odd',
      bids: 'odd',
      asks: 'odd',
      product_id: {},
      changes: 'changes',
      time: 'timestamp',
    },
    levels: { side: '0', price: '1', size: '2', sides: ['buy', 'sell'] },
    slotOf: (bytes, start, end) => table.find('spot', bytes, start, end),
    finish: (update) => aliases.copyAlone(update),
  }
}
