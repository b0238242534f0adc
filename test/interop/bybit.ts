import { RestClientV5, WebsocketClient } from 'bybit-api'
import ccxt from 'ccxt'
import type { ServedVenue } from '../../src/sim/index.ts'
import type { SdkAdapter, StreamPayload, VenueAdapter, Watched } from './support/adapter.ts'
import { quiet } from './support/quiet.ts'

/** ccxt reads 1000 levels. Ours reads the same stream on contracts, and on spot all levels, joined to a REST snapshot. */
const books = { limit: 1000, depth: 'full', compared: 1000 } as const

const SPOT: readonly Watched[] = [
  { product: 'spot', symbol: 'BTCUSDT', pair: 'BTC/USDT', ...books },
  { product: 'spot', symbol: 'PEPEUSDT', pair: 'PEPE/USDT', ...books },
]
const LINEAR: readonly Watched[] = [
  { product: 'linear', symbol: 'BTCUSDT', pair: 'BTC/USDT:USDT', ...books },
  { product: 'linear', symbol: 'BTCPERP', pair: 'BTC/USDC:USDC', ...books },
  { product: 'linear', symbol: 'BTCUSDT-26MAR27', pair: 'BTC/USDT:USDT-270326', ...books },
]
const INVERSE: readonly Watched[] = [
  { product: 'inverse', symbol: 'BTCUSD', pair: 'BTC/USD:BTC', ...books },
  { product: 'inverse', symbol: 'BTCUSDH27', pair: 'BTC/USD:BTC-270326', ...books },
]

/** ccxt's one class for all products. Overridden: `urls.api.public`, and `urls.api.ws.public` by product. */
function exchange(served: ServedVenue): InstanceType<typeof ccxt.pro.bybit> {
  const made = new ccxt.pro.bybit({ newUpdates: true })
  const api = made.urls['api'] as Record<string, unknown>
  api['public'] = served.rest['v5']
  const { spot, linear, inverse } = served.streams
  Object.assign((api['ws'] as { public: object }).public, { spot, linear, inverse })
  return made
}

const SDK_WATCHED = [SPOT, LINEAR, INVERSE].flatMap((watched) => watched.slice(0, 1))

function payload({ topic, ...rest }: Readonly<Record<string, unknown>>): StreamPayload {
  return { stream: String(topic), json: JSON.stringify({ topic, ...rest }) }
}

/** The package `bybit-api`. Overridden: `wsUrl`, which is one for all products, so each has its own client; `baseUrl`. */
const sdk: SdkAdapter = {
  name: 'bybit-api',
  watched: SDK_WATCHED,
  streams: 4 * SDK_WATCHED.length,
  open(served, { onMessage, onException }) {
    const clients = SDK_WATCHED.map(({ product, symbol }) => {
      const wsUrl = served.streams[product] ?? ''
      const client = new WebsocketClient({ wsUrl }, quiet(onException))
      client.on('update', (message) => onMessage({ ...message }, product))
      client.on('exception', onException)
      const depth = product === 'spot' ? 'full' : '1000'
      const topics = [`orderbook.${depth}`, 'publicTrade', 'tickers', 'kline.1']
      for (const done of client.subscribeV5(
        topics.map((topic) => `${topic}.${symbol}`),
        product as 'spot' | 'linear' | 'inverse',
      ))
        done.catch(onException)
      return client
    })
    return () => {
      for (const client of clients) client.closeAll(true)
    }
  },
  async rest(served, { product, symbol }) {
    const client = new RestClientV5({ baseUrl: served.rest['v5'] ?? '' })
    const category = product as 'spot' | 'linear' | 'inverse'
    const listed = await client.getInstrumentsInfo({ category, symbol })
    const [row] = listed.result.list
    const lots = { ...row?.lotSizeFilter } as Readonly<Record<string, unknown>>
    const book = await client.getOrderbook({ category, symbol, limit: 1000 })
    const bars = await client.getKline({ category, symbol, interval: '1', limit: 3 })
    return {
      steps: [row?.priceFilter.tickSize, lots['qtyStep'] ?? lots['basePrecision']],
      book: { bids: book.result.b.map(numbers), asks: book.result.a.map(numbers) },
      bars: bars.result.list.map((bar) => bar.slice(0, 6)).toReversed(),
    }
  },
  // What the SDK adds is taken off again.
  ofMessage: ({ wsKey: _key, isWSAPIResponse: _is, ...message }) => payload(message),
  ofFrame(frame) {
    const message = JSON.parse(frame)
    return 'topic' in message ? payload(message) : undefined
  },
  frameOf: ({ json }) => json,
}

const numbers = (level: readonly unknown[]): [number, number] => [
  Number(level[0]),
  Number(level[1]),
]

/** Bybit. */
export const adapter: VenueAdapter = {
  venue: 'bybit',
  lines: [{ make: exchange, watched: [...SPOT, ...LINEAR, ...INVERSE], tellsEachTrade: true }],
  sdk,
  isBookFrame: (frame) => frame.startsWith('{"topic":"orderbook.'),
}
