import { gunzipSync } from 'node:zlib'
import ccxt from 'ccxt'
import { SpotClient, WebsocketClient, WS_KEY_MAP } from 'htx-api'
import type { ServedVenue } from '../../src/sim/index.ts'
import type { SdkAdapter, StreamPayload, VenueAdapter, Watched } from './support/adapter.ts'
import { quiet } from './support/quiet.ts'

const contract = { limit: 150, depth: 'full', compared: 150 } as const

const SPOT: readonly Watched[] = [
  {
    product: 'spot',
    symbol: 'btcusdt',
    pair: 'BTC/USDT',
    limit: 400,
    depth: 'full',
    compared: 400,
  },
  { product: 'spot', symbol: 'pepeusdt', pair: 'PEPE/USDT', limit: 150, depth: 50, compared: 150 },
]
const CONTRACTS: readonly Watched[] = [
  { product: 'linear-swap', symbol: 'BTC-USDT', pair: 'BTC/USDT:USDT', ...contract },
  { product: 'linear-swap', symbol: '币安人生-USDT', pair: '币安人生/USDT:USDT', ...contract },
  {
    product: 'linear-futures',
    symbol: 'BTC-USDT-270326',
    pair: 'BTC/USDT:USDT-270326',
    ...contract,
  },
  { product: 'coin-swap', symbol: 'BTC-USD', pair: 'BTC/USD:BTC', ...contract },
]

/** ccxt's one class for all products. Overridden: `urls.hostnames`, `urls.api` and under `urls.api.ws` every public URL. */
function exchange(served: ServedVenue): InstanceType<typeof ccxt.pro.htx> {
  const made = new ccxt.pro.htx({ newUpdates: true })
  const { spot = '', futures = '' } = served.rest
  const urls = made.urls as Record<string, unknown>
  urls['hostnames'] = {
    spot: spot.replace('http://', ''),
    contract: futures.replace('http://', ''),
  }
  const { streams } = served
  const linear = { public: streams['linear'] }
  urls['api'] = {
    ...(urls['api'] as object),
    spot: 'http://{hostname}',
    contract: 'http://{hostname}',
    ws: {
      api: {
        spot: { public: streams['spot'], feed: streams['spot-feed'] },
        swap: { linear, inverse: { public: streams['coin-swap'] } },
        future: { linear, inverse: { public: streams['coin-futures'] } },
      },
    },
  }
  return made
}

const SDK_WATCHED = SPOT

function payload(message: Readonly<Record<string, unknown>>): StreamPayload {
  return { stream: String(message['ch']), json: JSON.stringify(message) }
}

/**
 * The package `htx-api`. Overridden: `wsUrl`, which is one for all sockets, so each has its own client; `baseUrl`. It
 * watches spot: books of futures are told to each connection by itself, with versions of its own.
 */
const sdk: SdkAdapter = {
  name: 'htx-api',
  isUnordered: true,
  watched: SDK_WATCHED,
  streams: 4 * SDK_WATCHED.length,
  open(served, { onMessage, onException }) {
    const topics = {
      spot: ['trade.detail', 'ticker', 'kline.1min'].flatMap((channel) =>
        SDK_WATCHED.map(({ symbol }) => `market.${symbol}.${channel}`),
      ),
      'spot-feed': SDK_WATCHED.map(({ symbol, limit }) => `market.${symbol}.mbp.${limit}`),
    } as const
    const keys = { spot: WS_KEY_MAP.spotPublic, 'spot-feed': WS_KEY_MAP.spotFeed } as const
    const clients = (['spot', 'spot-feed'] as const).map((endpoint) => {
      const client = new WebsocketClient(
        { wsUrl: served.streams[endpoint] ?? '' },
        quiet(onException),
      )
      client.on('message', (message) =>
        onMessage(Object.fromEntries(Object.entries(message)), endpoint),
      )
      client.on('exception', onException)
      client.subscribe([...topics[endpoint]], keys[endpoint])
      return client
    })
    return () => {
      for (const client of clients) client.closeAll(true)
    }
  },
  async rest(served, { symbol }) {
    const client = new SpotClient({ baseUrl: served.rest['spot'] ?? '' })
    const listed = await client.getMarketSymbolsSettings({ symbols: symbol })
    const rules = listed.data?.find((row) => row.symbol === symbol)
    const depth = await client.getMarketDepth({ symbol, type: 'step0' })
    const bars = await client.getKlines({ symbol, period: '1min', size: 3 })
    const rows = bars.data ?? []
    return {
      steps: [rules?.pp, rules?.ap].map((digits) => `1e-${digits}`) as [string, string],
      book: depth.tick ?? { bids: [], asks: [] },
      bars: rows
        .map((bar) => [bar.id * 1000, bar.open, bar.high, bar.low, bar.close, bar.amount])
        .toReversed(),
    }
  },
  // What the SDK adds is taken off again.
  ofMessage: ({ wsKey: _key, isWSAPIResponse: _is, ...message }) => payload(message),
  ofFrame(frame) {
    const message: Readonly<Record<string, unknown>> = JSON.parse(frame)
    return 'ch' in message ? payload(message) : undefined
  },
  frameOf: ({ json }) => json,
}

/** HTX. */
export const adapter: VenueAdapter = {
  venue: 'htx',
  lines: [
    {
      make: exchange,
      watched: SPOT,
      tellsEachTrade: true,
      isNewestFirst: true,
      tradeIds: 'unordered',
      // ccxt takes `id`, which is beyond what a double holds.
      tradeIdOf: ({ tradeId }) => JSON.stringify(tradeId),
    },
    {
      make: exchange,
      watched: CONTRACTS,
      tellsEachTrade: true,
      isNewestFirst: true,
      tradeIds: 'unordered',
      // With a count the venue answers the newest bars, whatever span is asked for.
      barParams: { size: undefined },
    },
  ],
  sdk,
  unpack: (frame) => gunzipSync(frame).toString('utf8'),
  isBookFrame: (frame) =>
    /"(ch|rep)":"market\.[^"]+\.(mbp\.\d+|depth\.size_\d+\.high_freq)"/u.test(frame),
}
