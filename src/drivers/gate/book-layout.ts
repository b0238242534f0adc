/** What stands where in the changes of Gate's books, for reading them by shape. Layouts: docs/venues/gate.md. */
import type { InstrumentTable, Market } from '../../core/index.ts'
import { type FrameLayout, PAIRS } from '../kit/frame-roles.ts'

/** The layout of one endpoint; `isChain`: of `obu`, whose frames name a stream, `ob.BTC_USDT.50`. */
export function bookLayout(table: InstrumentTable, market: Market, isChain: boolean): FrameLayout {
  return {
    roles: {
      error: 'odd',
      method: 'odd',
      result: 'inside',
      'result.s': isChain ? { after: '.', before: '.' } : {},
      'result.t': 'timeMs',
      'result.U': 'first',
      'result.u': 'last',
      'result.b': 'bids',
      'result.a': 'asks',
      // How many levels a subscription of contracts asked for: it is in the name of the feed.
      'result.l': isChain ? 'skip' : 'same',
    },
    levels: isChain || market === 'spot' ? PAIRS : { price: 'p', size: 's' },
    slotOf: (bytes, start, end) => table.find(market, bytes, start, end),
    // Whole books have other keys, or drop their first id.
    finish: ({ isSnapshot }) => !isSnapshot,
  }
}
