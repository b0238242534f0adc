import ccxt from 'ccxt'
import type { ServedVenue } from '../../src/sim/index.ts'
import type { VenueAdapter, Watched } from './support/adapter.ts'

const books = { limit: 100, depth: 'full', compared: 45 } as const
const LONG = 'FARTCOIN,RAYDIUM,9BB6NFECJBCTNNLFKO2FQVQBQ8HHM13KCYYCDQBGPUMP'

const WATCHED: readonly Watched[] = [
  { product: 'perpetual', symbol: 'BTC-USD', pair: 'BTC/USDC:USDC', ...books },
  { product: 'perpetual', symbol: 'ETH-USD', pair: 'ETH/USDC:USDC', ...books },
  { product: 'perpetual', symbol: 'PEPE-USD', pair: 'PEPE/USDC:USDC', ...books },
  { product: 'perpetual', symbol: `${LONG}-USD`, pair: `${LONG}/USDC:USDC`, ...books },
]

/** ccxt's class. Overridden: `urls.api.indexer` and `urls.api.ws`. */
function exchange(served: ServedVenue): InstanceType<typeof ccxt.pro.dydx> {
  const made = new ccxt.pro.dydx({ newUpdates: true })
  const api = made.urls['api'] as Record<string, unknown>
  api['indexer'] = served.rest['indexer']
  api['ws'] = served.streams['indexer']
  return made
}

/** dYdX. */
export const adapter: VenueAdapter = {
  venue: 'dydx',
  lines: [
    {
      make: exchange,
      watched: WATCHED,
      tellsEachTrade: true,
      streamsTicker: false,
      // It lays a new snapshot over the old book.
      keepsLostBooks: true,
    },
  ],
  sdk: {
    none: "the venue's own package brings a whole chain client and is not installed; npm has no other that reads the socket",
  },
  isBookFrame: (frame) => frame.includes('"channel":"v4_orderbook"') && frame.includes('"version"'),
}
