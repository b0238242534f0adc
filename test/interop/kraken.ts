import ccxt from 'ccxt'
import type { ServedVenue, SimInstrumentOptions } from '../../src/sim/index.ts'
import type { VenueAdapter, Watched } from './support/adapter.ts'

const spot = { product: 'spot', limit: 25, depth: 20, compared: 25 } as const
const futures = { product: 'futures', limit: 1000, depth: 'full', compared: 1000 } as const

const SPOT: readonly Watched[] = [
  { ...spot, symbol: 'BTC/USD', pair: 'BTC/USD' },
  { ...spot, symbol: 'ETH/USD', pair: 'ETH/USD', limit: 100, depth: 50, compared: 100 },
]
/** Price and size with the same number of digits: see `checkedExchange`. */
const EVEN_DIGITS = 4
const EVEN_STEP = `0.${'1'.padStart(EVEN_DIGITS, '0')}`
const EVEN: SimInstrumentOptions = {
  product: 'spot',
  symbol: 'SOL/EUR',
  base: 'SOL',
  quote: 'EUR',
  tickSize: EVEN_STEP,
  lotSize: EVEN_STEP,
  startPrice: '171.2345',
}
const CHECKED: readonly Watched[] = [{ ...spot, symbol: 'SOL/EUR', pair: 'SOL/EUR' }]
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

/**
 * The same with ccxt's own check of the checksum of every message, which is off by default. Its code calls `split` on the
 * numbers of its book, which JavaScript's do not have, so they are given it; and as trailing zeros are lost in a number,
 * it can be right only for a pair whose prices and sizes have the same known number of digits.
 */
function checkedExchange(served: ServedVenue): InstanceType<typeof ccxt.pro.kraken> {
  const made = spotExchange(served)
  made.options['watchOrderBook'] = { checksum: true }
  Object.defineProperty(Number.prototype, 'split', {
    configurable: true,
    value(this: number, separator: string) {
      return this.toFixed(EVEN_DIGITS).split(separator)
    },
  })
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
  listed: [EVEN],
  lines: [
    { make: spotExchange, watched: SPOT, tellsEachTrade: true },
    { make: checkedExchange, watched: CHECKED, tellsEachTrade: true, isBooksOnly: true },
    {
      make: futuresExchange,
      watched: FUTURES,
      tellsEachTrade: true,
      streamsBars: false,
      // By default it asks for the executions of `api/history/v2`, which are not simulated.
      historyParams: { method: 'publicGetHistory' },
    },
  ],
  // Its best-known SDK speaks v2 but is on no registry reachable here; what is there speaks only v1 to a fixed host.
  sdk: { none: 'no SDK on the registry speaks WebSocket v2 to a host that can be chosen' },
  isBookFrame: (frame) =>
    frame.includes('"channel":"book"') ||
    frame.includes('"feed":"book"') ||
    frame.includes('"feed":"book_snapshot"'),
}
