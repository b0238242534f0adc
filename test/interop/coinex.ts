import { gunzipSync } from 'node:zlib'
import ccxt from 'ccxt'
import type { ServedVenue } from '../../src/sim/index.ts'
import type { VenueAdapter, Watched } from './support/adapter.ts'

const books = { limit: 50, depth: 'full', compared: 50 } as const

const SPOT: readonly Watched[] = [
  { product: 'spot', symbol: 'BTCUSDT', pair: 'BTC/USDT', ...books },
  { product: 'spot', symbol: 'ETHUSDT', pair: 'ETH/USDT', ...books },
]
const FUTURES: readonly Watched[] = [
  { product: 'linear', symbol: 'BTCUSDT', pair: 'BTC/USDT:USDT', ...books },
  { product: 'linear', symbol: 'ETHUSDT', pair: 'ETH/USDT:USDT', ...books },
  // Not BTCUSDC: ccxt has every linear contract settle in USDT.
  { product: 'inverse', symbol: 'BTCUSD', pair: 'BTC/USD:BTC', ...books },
]

/**
 * ccxt's one class for both halves, one exchange for each as a symbol means another thing in each. Overridden:
 * `urls.api.public`, and under `urls.api.ws` `spot` and `swap`.
 */
function exchange(
  defaultType: 'spot' | 'swap',
): (served: ServedVenue) => InstanceType<typeof ccxt.pro.coinex> {
  return (served) => {
    const made = new ccxt.pro.coinex({ newUpdates: true, options: { defaultType } })
    const api = made.urls['api'] as Record<string, unknown>
    api['public'] = served.rest['public']
    api['ws'] = { spot: `${served.streams['spot']}/`, swap: `${served.streams['futures']}/` }
    return made
  }
}

const line = {
  tellsEachTrade: true,
  streamsBars: false,
  repeatsTrades: true,
  // By default ccxt subscribes the statistics of the first instrument it is asked for, and of no other.
  tickerParams: { params: { market_list: [] } },
} as const

/** CoinEx. */
export const adapter: VenueAdapter = {
  venue: 'coinex',
  lines: [
    { make: exchange('spot'), watched: SPOT, ...line },
    { make: exchange('swap'), watched: FUTURES, ...line },
  ],
  sdk: { none: 'no package on the registry speaks API v2 of this venue' },
  isBookFrame: (frame) =>
    gunzipSync(Buffer.from(frame, 'latin1')).toString().startsWith('{"method":"depth.update"'),
}
