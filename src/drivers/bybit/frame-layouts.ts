/** What stands where in Bybit's frames of books, best prices and trades, for reading them by shape. Layouts: docs/venues/bybit.md. */
import type { BookUpdate, InstrumentTable, Market } from '../../core/index.ts'
import { type FrameLayout, type FrameRoles, PAIRS } from '../kit/frame-roles.ts'
import { FIRST_ID, RPI_FEED } from './frame-keys.ts'

const HEAD: FrameRoles = { topic: { after: '.' }, ts: 'sentMs', data: 'inside', 'data.s': 'skip' }
const BOOK: FrameRoles = {
  ...HEAD,
  cts: 'timeMs',
  'data.b': 'bids',
  'data.a': 'asks',
  'data.u': 'last',
}
const BBO: FrameRoles = { ...HEAD, cts: 'timeMs', 'data.b': 'bestBid', 'data.a': 'bestAsk' }
/** Whether a print is one of a block (`BT`) is the same in all: those of blocks are not told. */
const TRADE: FrameRoles = {
  ...HEAD,
  cts: 'odd',
  'data.T': 'timeMs',
  'data.S': 'takerSide',
  'data.v': 'tradeSize',
  'data.p': 'tradePrice',
  'data.i': 'tradeId',
  'data.L': 'skip',
}

/** Layouts by what frames are. */
export type FrameLayouts = Readonly<Record<'book' | 'bbo' | 'trade', FrameLayout>>

/** The layouts of one socket, with symbols looked up in `table`. */
export function frameLayouts(table: InstrumentTable, market: Market): FrameLayouts {
  function layout(roles: FrameRoles): FrameLayout {
    return {
      roles,
      levels: { ...PAIRS, sides: ['Buy', 'Sell'] },
      slotOf: (bytes, start, end) => table.find(market, bytes, start, end),
      finish,
    }
  }
  return { book: layout(BOOK), bbo: layout(BBO), trade: layout(TRADE) }
}

/** A message of `u` 1 may be a snapshot whatever it says, and levels of the retail feed have two sizes. */
function finish(update: BookUpdate): boolean {
  return update.last !== FIRST_ID && update.feed !== RPI_FEED
}
