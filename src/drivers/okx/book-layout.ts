/** What stands where in OKX's book frames, for reading them by shape. Layouts: docs/venues/okx.md. */
import type { BookUpdate, InstrumentTable } from '../../core/index.ts'
import { type FrameLayout, PAIRS } from '../kit/frame-roles.ts'
import { NO_ID } from './frame-keys.ts'
import { kindOfSymbol } from './symbols.ts'

/** The layout, with symbols looked up in `table`. */
export function bookLayout(table: InstrumentTable): FrameLayout {
  return {
    roles: {
      arg: 'inside',
      'arg.instId': {},
      data: 'inside',
      'data.asks': 'asks',
      'data.bids': 'bids',
      'data.ts': 'timeMs',
      'data.seqId': 'last',
      'data.prevSeqId': 'prev',
      'data.checksum': 'checksum',
    },
    levels: PAIRS,
    slotOf: (bytes, start, end) => {
      const market = kindOfSymbol(bytes, start, end)
      return market === 'spot' || market === 'futures'
        ? table.find(market, bytes, start, end)
        : undefined
    },
    finish,
  }
}

function finish(update: BookUpdate): boolean {
  // 0 since 2026-06-23: no checksum any more.
  if (update.checksum === 0) update.checksum = Number.NaN
  // Of frames without an action this number says what they are.
  return update.prev !== NO_ID
}
