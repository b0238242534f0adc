/** What stands where in Bybit's book frames, for reading them by shape. Layouts: docs/venues/bybit.md. */
import type { BookUpdate, InstrumentTable, Market } from '../../core/index.ts'
import { type FrameLayout, PAIRS } from '../kit/frame-roles.ts'
import { FIRST_ID, RPI_FEED } from './frame-keys.ts'

/** The layout of one socket, with symbols looked up in `table`. */
export function bookLayout(table: InstrumentTable, market: Market): FrameLayout {
  return {
    roles: {
      topic: { after: '.' },
      ts: 'sentMs',
      cts: 'timeMs',
      data: 'inside',
      'data.s': 'skip',
      'data.b': 'bids',
      'data.a': 'asks',
      'data.u': 'last',
    },
    levels: PAIRS,
    slotOf: (bytes, start, end) => table.find(market, bytes, start, end),
    finish,
  }
}

/** A message of `u` 1 may be a snapshot whatever it says, and levels of the retail feed have two sizes. */
function finish(update: BookUpdate): boolean {
  return update.last !== FIRST_ID && update.feed !== RPI_FEED
}
