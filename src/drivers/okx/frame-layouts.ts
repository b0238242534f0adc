/** What stands where in OKX's frames of books, best prices and trades, for reading them by shape. Layouts: docs/venues/okx.md. */
import type { BookUpdate, InstrumentTable } from '../../core/index.ts'
import { type FrameLayout, type FrameRoles, PAIRS } from '../kit/frame-roles.ts'
import { NO_ID, type RowKind } from './frame-keys.ts'
import { kindOfSymbol } from './symbols.ts'

const BOOK: FrameRoles = {
  'data.asks': 'asks',
  'data.bids': 'bids',
  'data.ts': 'timeMs',
  'data.seqId': 'last',
  'data.prevSeqId': 'prev',
  'data.checksum': 'checksum',
}
const BBO: FrameRoles = {
  'data.asks': 'bestAsk',
  'data.bids': 'bestBid',
  'data.ts': 'timeMs',
  'data.seqId': 'last',
}
const TRADE: FrameRoles = {
  'data.instId': 'skip',
  'data.tradeId': 'tradeId',
  'data.px': 'tradePrice',
  'data.sz': 'tradeSize',
  'data.side': 'takerSide',
  'data.ts': 'timeMs',
  'data.count': 'skip',
  'data.source': 'skip',
}

/** Layouts by what rows are. */
export type FrameLayouts = Readonly<Record<Exclude<RowKind, 'cold'>, FrameLayout>>

/** The layouts, with symbols looked up in `table`. */
export function frameLayouts(table: InstrumentTable): FrameLayouts {
  function layout(rows: FrameRoles): FrameLayout {
    return {
      roles: { arg: 'inside', 'arg.instId': {}, data: 'inside', ...rows },
      levels: { ...PAIRS, sides: ['buy', 'sell'] },
      slotOf: (bytes, start, end) => {
        const market = kindOfSymbol(bytes, start, end)
        return market === 'spot' || market === 'futures'
          ? table.find(market, bytes, start, end)
          : undefined
      },
      finish,
    }
  }
  const book = layout(BOOK)
  return { chain: book, whole: book, bbo: layout(BBO), trade: layout(TRADE) }
}

function finish(update: BookUpdate): boolean {
  // 0 since 2026-06-23: no checksum any more.
  if (update.checksum === 0) update.checksum = Number.NaN
  // Of frames without an action this number says what they are.
  return update.prev !== NO_ID
}
