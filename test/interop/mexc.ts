import ccxt from 'ccxt'
import type { ServedVenue } from '../../src/sim/index.ts'
import type { VenueAdapter, Watched } from './support/adapter.ts'

const books = { limit: 5000, depth: 'full', compared: 1000 } as const

/**
 * Of spot, books of less than a hundred levels a side: ccxt's snapshot has no more, whatever it is asked for, and what is
 * beyond stays unknown to it until it changes.
 */
const WATCHED: readonly Watched[] = [
  { product: 'spot', symbol: 'ETHUSDC', pair: 'ETH/USDC', ...books },
  { product: 'spot', symbol: 'PEPEUSDT', pair: 'PEPE/USDT', ...books },
  { product: 'linear', symbol: 'BTC_USDT', pair: 'BTC/USDT:USDT', ...books },
  { product: 'linear', symbol: 'PEPE_USDT', pair: 'PEPE/USDT:USDT', ...books },
  { product: 'inverse', symbol: 'BTC_USD', pair: 'BTC/USD:BTC', ...books },
]

/**
 * ccxt's one class for all products; its protobuf is protobufjs. Overridden: `urls.api.spot.public`, `contract.public`, and
 * under `urls.api.ws` `spot` and `swap`; the option `watchOrderBook.snapshotDelay`.
 */
function exchange(served: ServedVenue): InstanceType<typeof ccxt.pro.mexc> {
  const made = new ccxt.pro.mexc({ newUpdates: true })
  // It waits for so many changes before it asks for a snapshot; 25 unless told.
  made.options['watchOrderBook'] = { snapshotDelay: 6 }
  const api = made.urls['api'] as Record<string, Record<string, unknown>>
  Object.assign(api['spot'] ?? {}, { public: served.rest['spot'] })
  Object.assign(api['contract'] ?? {}, { public: `${served.rest['futures']}/api/v1/contract` })
  Object.assign(api['ws'] ?? {}, { spot: served.streams['spot'], swap: served.streams['futures'] })
  return made
}

/** MEXC. */
export const adapter: VenueAdapter = {
  venue: 'mexc',
  lines: [
    {
      make: exchange,
      watched: WATCHED,
      // The recent trades, as we ask for them; ccxt asks for merged ones unless told.
      historyParams: { method: 'spotPublicGetTrades' },
      tellsEachTrade: false,
      // Of contracts ccxt makes up ids of its own, and in history all are without.
      tradeIds: 'untold',
      // ccxt goes on from the book of before a lost connection, whose changes it did not see.
      keepsLostBooks: true,
    },
  ],
  sdk: { none: 'no SDK for Node with protobuf streams is among the packages' },
  isBookFrame: (frame) => /public\.aggre\.depth|"push\.depth"/.test(frame),
}
