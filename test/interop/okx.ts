import ccxt from 'ccxt'
import { RestClient, WebsocketClient } from 'okx-api'
import type { ServedVenue } from '../../src/sim/index.ts'
import type { SdkAdapter, StreamPayload, VenueAdapter, Watched } from './support/adapter.ts'
import { quiet } from './support/quiet.ts'

const books = { limit: 400, depth: 'full', compared: 400 } as const

const SPOT: readonly Watched[] = [
  { product: 'spot', symbol: 'BTC-USDT', pair: 'BTC/USDT', ...books },
  { product: 'spot', symbol: 'PEPE-USDT', pair: 'PEPE/USDT', ...books },
]
const LINEAR: readonly Watched[] = [
  { product: 'swap', symbol: 'BTC-USDT-SWAP', pair: 'BTC/USDT:USDT', ...books },
  { product: 'swap', symbol: 'ETH-USDT-SWAP', pair: 'ETH/USDT:USDT', ...books },
]
const INVERSE: readonly Watched[] = [
  { product: 'swap', symbol: 'BTC-USD-SWAP', pair: 'BTC/USD:BTC', ...books },
  { product: 'futures', symbol: 'BTC-USD-270326', pair: 'BTC/USD:BTC-270326', ...books },
]

/**
 * ccxt's one class for all products. Overridden: `urls.api.rest` and `urls.api.ws`, which end before `/public` and
 * `/business`.
 */
function exchange(served: ServedVenue): InstanceType<typeof ccxt.pro.okx> {
  const made = new ccxt.pro.okx({ newUpdates: true })
  const api = made.urls['api'] as Record<string, unknown>
  api['rest'] = served.rest['public']
  api['ws'] = served.streams['public']?.replace(/\/public$/, '')
  return made
}

const SDK_WATCHED = [SPOT, LINEAR, INVERSE].flatMap((watched) => watched.slice(0, 1))

function payload({ arg, ...rest }: Readonly<Record<string, unknown>>): StreamPayload {
  const { channel, instId } = arg as { readonly channel: string; readonly instId: string }
  return { stream: `${channel}:${instId}`, json: JSON.stringify({ arg, ...rest }) }
}

/** The package `okx-api`. Overridden: `wsUrl`, which is one for all paths, so each has its own client; `baseUrl`. */
const sdk: SdkAdapter = {
  name: 'okx-api',
  watched: SDK_WATCHED,
  streams: 4 * SDK_WATCHED.length,
  open(served, { onMessage, onException }) {
    const channels = { public: ['books', 'trades', 'tickers'], business: ['candle1m'] } as const
    const clients = (['public', 'business'] as const).map((path) => {
      const client = new WebsocketClient({ wsUrl: served.streams[path] ?? '' }, quiet(onException))
      client.on('update', (message) => onMessage({ ...message }, path))
      client.on('exception', onException)
      const args = SDK_WATCHED.flatMap(({ symbol }) =>
        channels[path].map((channel) => ({ channel, instId: symbol })),
      )
      for (const done of client.subscribe(args)) done.catch(onException)
      return client
    })
    return () => {
      for (const client of clients) client.closeAll(true)
    }
  },
  async rest(served, { product, symbol }) {
    const client = new RestClient({ baseUrl: served.rest['public'] ?? '' })
    const instType = ({ spot: 'SPOT', swap: 'SWAP' } as const)[product] ?? 'FUTURES'
    const [instrument] = await client.getInstruments({ instType, instId: symbol })
    const [book] = await client.getOrderBook({ instId: symbol, sz: '400' })
    const bars = await client.getCandles({ instId: symbol, bar: '1m', limit: '3' })
    return {
      steps: [instrument?.tickSz, instrument?.lotSz],
      book: book ?? { bids: [], asks: [] },
      bars: bars.map((bar) => bar.slice(0, 6)).toReversed(),
    }
  },
  // What the SDK adds is taken off again.
  ofMessage: ({ wsKey: _key, isWSAPIResponse: _is, ...message }) => payload(message),
  ofFrame(frame) {
    const message = frame === 'pong' ? {} : JSON.parse(frame)
    return 'data' in message ? payload(message) : undefined
  },
  frameOf: ({ json }) => json,
}

/** OKX. */
export const adapter: VenueAdapter = {
  venue: 'okx',
  lines: [
    {
      make: exchange,
      watched: [...SPOT, ...LINEAR, ...INVERSE],
      tellsEachTrade: false,
      keepsNewest: true,
    },
  ],
  sdk,
  isBookFrame: (frame) => frame.includes('"channel":"books"') && frame.includes('"action"'),
}
