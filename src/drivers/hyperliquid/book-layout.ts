/** What stands where in Hyperliquid's book frames, for reading them by shape. Layouts: docs/venues/hyperliquid.md. */
import type { BookUpdate, InstrumentTable } from '../../core/index.ts'
import type { FrameLayout } from '../kit/frame-roles.ts'
import { kindOfCoin } from './symbols.ts'

/** The layout, with coins looked up in `table`. */
export function bookLayout(table: InstrumentTable): FrameLayout {
  return {
    roles: {
      data: 'inside',
      'data.coin': {},
      'data.levels': 'sides',
      'data.time': 'last',
      'data.spread': 'odd',
    },
    levels: { price: 'px', size: 'sz' },
    slotOf: (bytes, start, end) => {
      const kind = kindOfCoin(bytes, start, end)
      return kind === 'outcome' ? undefined : table.find(kind, bytes, start, end)
    },
    finish,
  }
}

/** The block's time is the only number that a book has; it is not made of µs again, which may be rounded. */
function finish(update: BookUpdate): boolean {
  update.venueUs = update.last * 1000
  return true
}
