/** What stands where in KuCoin's book frames, for reading them by shape. Layouts: docs/venues/kucoin.md. */
import type { BookUpdate, InstrumentTable, Market } from '../../core/index.ts'
import { type FrameLayout, PAIRS } from '../kit/frame-roles.ts'
import { dropSequenceOnly } from './frame-fields.ts'

/** The layout of unified frames, `{"T":"obu.SPOT",…,"d":{…}}`, of one market. */
export function unifiedLayout(table: InstrumentTable, market: Market): FrameLayout {
  return {
    roles: {
      T: 'same',
      dp: 'same',
      t: 'same',
      topic: 'odd',
      data: 'odd',
      d: 'inside',
      'd.s': {},
      'd.a': 'asks',
      'd.b': 'bids',
      'd.O': 'first',
      'd.C': 'last',
      'd.M': 'epoch',
    },
    levels: PAIRS,
    slotOf: (bytes, start, end) => table.find(market, bytes, start, end),
    finish,
  }
}

/** The layout of classic changes of spot, `{"topic":"/market/level2:BTC-USDT",…,"data":{"changes":{…},…}}`. */
export function classicLayout(table: InstrumentTable): FrameLayout {
  return {
    roles: {
      T: 'odd',
      d: 'odd',
      topic: { after: ':' },
      data: 'inside',
      'data.symbol': 'skip',
      'data.changes': 'inside',
      'data.changes.asks': 'asks',
      'data.changes.bids': 'bids',
      'data.sequenceStart': 'first',
      'data.sequenceEnd': 'last',
      'data.time': 'epoch',
      'data.timestamp': 'odd',
      'data.ts': 'odd',
    },
    // Of two entries at one price the later one holds, wherever it stands: only entries in their order are read here.
    levels: { ...PAIRS, inOrder: '2' },
    slotOf: (bytes, start, end) => table.find('spot', bytes, start, end),
    finish,
  }
}

/** Entries at price 0 only count in the sequence. */
function finish(update: BookUpdate): boolean {
  dropSequenceOnly(update.asks)
  dropSequenceOnly(update.bids)
  return true
}
