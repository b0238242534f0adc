import ccxt from 'ccxt'
import { RestClient, WebsocketClient } from 'gateio-api'
import type { ServedVenue } from '../../src/sim/index.ts'
import type { SdkAdapter, StreamPayload, VenueAdapter, Watched } from './support/adapter.ts'
import { quiet } from './support/quiet.ts'

/** Spot: `obu` of 400 levels on both sides. */
const SPOT: readonly Watched[] = ['BTC', 'PEPE'].map((base) => ({
  product: 'spot',
  symbol: `${base}_USDT`,
  pair: `${base}/USDT`,
  limit: 400,
  depth: 'full',
  compared: 400,
}))

/** Contracts: ccxt joins `order_book_update` of 100 levels to REST, we read `obu` where there is one. */
const contract = { limit: 100, depth: 'full', compared: 100 } as const
const CONTRACTS: readonly Watched[] = [
  { ...contract, product: 'usdt', symbol: 'BTC_USDT', pair: 'BTC/USDT:USDT' },
  { ...contract, product: 'usdt', symbol: 'SOL_USDT', pair: 'SOL/USDT:USDT' },
  { ...contract, product: 'btc', symbol: 'BTC_USD', pair: 'BTC/USD:BTC' },
  {
    ...contract,
    product: 'delivery',
    symbol: 'BTC_USDT_20270326',
    pair: 'BTC/USDT:USDT-270326',
  },
]

/**
 * ccxt's one class for all products. Overridden: `urls.api.public` of each product, and `spot`, `swap`, `future` of
 * sockets. Options are not simulated: `fetchMarkets.types` leaves them out.
 */
function exchange(served: ServedVenue): InstanceType<typeof ccxt.pro.gate> {
  const made = new ccxt.pro.gate({
    newUpdates: true,
    options: { fetchMarkets: { types: ['spot', 'swap', 'future'] } },
  })
  const api = made.urls['api'] as Record<string, unknown>
  const rest = served.rest['public']
  Object.assign(api['public'] as object, {
    spot: rest,
    margin: rest,
    futures: rest,
    delivery: rest,
    wallet: rest,
  })
  const { spot, usdt, btc, delivery } = served.streams
  Object.assign(api, { spot, swap: { usdt, btc }, future: { usdt: delivery } })
  return made
}

const SDK_WATCHED = [...SPOT.slice(0, 1), ...CONTRACTS.slice(0, 1)]
const KEYS = { spot: 'spotV4', usdt: 'perpFuturesUSDTV4' } as const

/** The stream that a push belongs to: its channel and the name that its result gives. */
function payload(message: Readonly<Record<string, unknown>>): StreamPayload {
  const { result, channel } = message
  const row = (Array.isArray(result) ? result[0] : result) as Readonly<Record<string, unknown>>
  const name = row['s'] ?? row['n'] ?? row['contract'] ?? row['currency_pair']
  return { stream: `${String(channel)}:${String(name)}`, json: JSON.stringify(message) }
}

/**
 * The package `gateio-api`. Overridden: `wsUrl`, which is one for all products, so each has its own client; `baseUrl`.
 * `wsOptions` asks for decimal sizes as our driver does.
 */
const sdk: SdkAdapter = {
  name: 'gateio-api',
  watched: SDK_WATCHED,
  streams: 4 * SDK_WATCHED.length,
  open(served, { onMessage, onException }) {
    const clients = SDK_WATCHED.map(({ product, symbol }) => {
      const place = product === 'spot' ? 'spot' : 'usdt'
      const prefix = place === 'spot' ? 'spot' : 'futures'
      const wsOptions = { headers: { 'X-Gate-Size-Decimal': '1' } }
      const client = new WebsocketClient(
        { wsUrl: served.streams[place] ?? '', wsOptions },
        quiet(onException),
      )
      client.on('update', (message) => onMessage({ ...message }, place))
      client.on('exception', onException)
      client.subscribe(
        [
          { topic: `${prefix}.obu`, payload: [`ob.${symbol}.400`] },
          { topic: `${prefix}.trades`, payload: [symbol] },
          { topic: `${prefix}.tickers`, payload: [symbol] },
          { topic: `${prefix}.candlesticks`, payload: ['1m', symbol] },
        ],
        KEYS[place],
      )
      return client
    })
    return () => {
      for (const client of clients) client.closeAll(true)
    }
  },
  async rest(served, { product, symbol }) {
    const client = new RestClient({ baseUrl: served.rest['public'] ?? '' })
    if (product === 'spot') {
      const pairs = await client.getSpotCurrencyPairs()
      const found = pairs.find(({ id }) => id === symbol)
      const query = { currency_pair: symbol, limit: 1000 }
      const book = await client.getSpotOrderBook(query)
      const bars = await client.getSpotCandles({
        currency_pair: symbol,
        interval: '1m',
        limit: 3,
      })
      const step = (digits: number | undefined): number => 10 ** -(digits ?? 0)
      return {
        steps: [step(found?.precision), step(found?.amount_precision)],
        book,
        bars: bars.map(([t, , c, h, l, o, base]) => [Number(t) * 1000, o, h, l, c, base]),
      }
    }
    const contracts = await client.getFuturesContracts({ settle: 'usdt' })
    const found = contracts.find(({ name }) => name === symbol)
    const query = { settle: 'usdt', contract: symbol, limit: 100 } as const
    const book = await client.getFuturesOrderBook(query)
    const bars = await client.getFuturesCandles({
      settle: 'usdt',
      contract: symbol,
      interval: '1m',
      limit: 3,
    })
    const rows = (levels: typeof book.bids): [string, string][] =>
      levels.map(({ p, s }) => [p, String(s)])
    return {
      steps: [found?.order_price_round, 1],
      book: { bids: rows(book.bids), asks: rows(book.asks) },
      bars: bars.map(({ t, o, h, l, c, v }) => [t * 1000, o, h, l, c, v]),
    }
  },
  // What the SDK adds is taken off again.
  ofMessage: ({ wsKey: _key, isWSAPIResponse: _is, ...message }) => payload(message),
  ofFrame(frame) {
    const message = JSON.parse(frame)
    return message.event === 'update' ? payload(message) : undefined
  },
  frameOf: ({ json }) => json,
}

/** Gate. */
export const adapter: VenueAdapter = {
  venue: 'gate',
  lines: [
    // ccxt takes `v` of spot's bars for the base volume; it is quote.
    { make: exchange, watched: SPOT, tellsEachTrade: true, streamsBars: false },
    { make: exchange, watched: CONTRACTS, tellsEachTrade: true },
  ],
  sdk,
  isBookFrame: (frame) =>
    /"channel":"(spot|futures)\.(obu|order_book_update)","event":"update"/.test(frame),
}
