import ccxt from 'ccxt'
import type { ServedVenue } from '../../src/sim/index.ts'
import type { VenueAdapter, Watched } from './support/adapter.ts'

const spot = { product: 'spot', limit: 25, depth: 20, compared: 25 } as const
const futures = { product: 'futures', limit: 1000, depth: 'full', compared: 1000 } as const

const SPOT: readonly Watched[] = [
  { ...spot, symbol: 'BTC/USD', pair: 'BTC/USD' },
  { ...spot, symbol: 'ETH/USD', pair: 'ETH/USD', limit: 100, depth: 50, compared: 100 },
]
const FUTURES: readonly Watched[] = [
  { ...futures, symbol: 'PF_XBTUSD', pair: 'BTC/USD:USD' },
  { ...futures, symbol: 'PI_XBTUSD', pair: 'BTC/USD:BTC' },
]

/** ccxt's class for spot. Overridden: `urls.api.public`, and under `urls.api.ws` `publicV2`. */
function spotExchange(served: ServedVenue): InstanceType<typeof ccxt.pro.kraken> {
  const made = new ccxt.pro.kraken({ newUpdates: true })
  const api = made.urls['api'] as Record<string, unknown>
  api['public'] = served.rest['spot']
  Object.assign(api['ws'] as object, { publicV2: served.streams['spot'] })
  return made
}

/** ccxt's class for derivatives, which speaks v1. Overridden: `urls.api.public`, `charts`, `history`, `ws`. */
function futuresExchange(served: ServedVenue): InstanceType<typeof ccxt.pro.krakenfutures> {
  const made = new ccxt.pro.krakenfutures({ newUpdates: true })
  const base = served.rest['futures'] ?? ''
  Object.assign(made.urls['api'] as object, {
    public: `${base}/derivatives/api/`,
    charts: `${base}/api/charts/`,
    history: `${base}/api/history/`,
    ws: served.streams['futures'],
  })
  return made
}

/** Kraken. */
export const adapter: VenueAdapter = {
  venue: 'kraken',
  lines: [
    { make: spotExchange, watched: SPOT, tellsEachTrade: true },
    { make: futuresExchange, watched: FUTURES, tellsEachTrade: true },
  ],
  // Its best-known SDK speaks v2 but is on no registry reachable here; what is there speaks only v1 to a fixed host.
  sdk: { none: 'no SDK on the registry speaks WebSocket v2 to a host that can be chosen' },
  isBookFrame: (frame) =>
    frame.includes('"channel":"book"') ||
    frame.includes('"feed":"book"') ||
    frame.includes('"feed":"book_snapshot"'),
}
