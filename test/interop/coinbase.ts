import ccxt from 'ccxt'
import { CBAdvancedTradeClient, WebsocketClient, WS_KEY_MAP } from 'coinbase-api'
import type { ServedVenue } from '../../src/sim/index.ts'
import type { SdkAdapter, StreamPayload, VenueAdapter, Watched } from './support/adapter.ts'
import { quiet } from './support/quiet.ts'

// Whole books: no level may be missing.
const books = { limit: 5000, depth: 'full', compared: 5000 } as const

const SPOT: readonly Watched[] = [
  { product: 'spot', symbol: 'BTC-USD', pair: 'BTC/USD', ...books },
  { product: 'spot', symbol: 'BONK-USD', pair: 'BONK/USD', ...books },
]
/** The US perpetual is left out: to ccxt it is a future that expires in 2030. */
const CONTRACTS: readonly Watched[] = [
  { product: 'futures', symbol: 'BIT-26MAR27-CDE', pair: 'BTC/USD:USD-270326', ...books },
  { product: 'intx', symbol: 'BTC-PERP-INTX', pair: 'BTC/USDC:USDC', ...books },
]
const EXCHANGE: readonly Watched[] = [
  { product: 'spot', symbol: 'ETH-USD', pair: 'ETH/USD', ...books },
]

/**
 * ccxt's class for Advanced Trade. Overridden: `urls.api.rest` and `urls.api.ws`; and `rateLimit`, as by default it makes more
 * public calls than the 10 a second that the venue allows an address, which both clients share here.
 */
function advanced(served: ServedVenue): InstanceType<typeof ccxt.pro.coinbase> {
  const made = new ccxt.pro.coinbase({ newUpdates: true, rateLimit: 300 })
  Object.assign(made.urls['api'] as object, {
    rest: served.rest['advanced'],
    ws: served.streams['advanced'],
  })
  return made
}

/**
 * ccxt's class for Coinbase Exchange. Overridden: `urls.api.public` and `urls.api.ws`. Its books come by `level2`, which needs
 * a key; any will do here.
 */
function exchange(served: ServedVenue): InstanceType<typeof ccxt.pro.coinbaseexchange> {
  const secret = Buffer.from('no secret at all').toString('base64')
  const made = new ccxt.pro.coinbaseexchange({
    newUpdates: true,
    apiKey: 'key',
    secret,
    password: 'passphrase',
  })
  Object.assign(made.urls['api'] as object, {
    public: served.rest['exchange'],
    ws: served.streams['exchange'],
  })
  return made
}

const SDK_WATCHED = [...SPOT.slice(0, 1), ...CONTRACTS.slice(1)]
const SDK_CHANNELS = ['level2', 'market_trades', 'ticker', 'candles'] as const
const WIRE_CHANNELS: ReadonlySet<string> = new Set(['l2_data', ...SDK_CHANNELS])

type Message = Readonly<Record<string, unknown>>

/** The number is of a connection, so it is no part of what the venue said. */
function payload({ sequence_num: _number, ...message }: Message): StreamPayload {
  const [event] = message['events'] as readonly Readonly<Record<string, unknown>>[]
  const rows = (event?.['trades'] ?? event?.['tickers'] ?? event?.['candles']) as
    | readonly { readonly product_id: string }[]
    | undefined
  const product = (event?.['product_id'] as string | undefined) ?? rows?.[0]?.product_id ?? ''
  return {
    stream: `${message['channel'] as string}:${product}`,
    json: JSON.stringify(message),
  }
}

/** The package `coinbase-api`. Overridden: `wsUrl`, and `baseUrl` of the REST client. */
const sdk: SdkAdapter = {
  name: 'coinbase-api',
  watched: SDK_WATCHED,
  interval: '5m',
  streams: SDK_CHANNELS.length * SDK_WATCHED.length,
  open(served, { onMessage, onException }) {
    const client = new WebsocketClient(
      { wsUrl: served.streams['advanced'] ?? '' },
      quiet(onException),
    )
    client.on('update', (message: Message) => onMessage(message, 'advanced'))
    client.on('exception', onException)
    const payloadOf = { product_ids: SDK_WATCHED.map(({ symbol }) => symbol) }
    client.subscribe(
      SDK_CHANNELS.map((topic) => ({ topic, payload: payloadOf })),
      WS_KEY_MAP.advTradeMarketData,
    )
    return () => client.closeAll(true)
  },
  async rest(served, { symbol }) {
    const client = new CBAdvancedTradeClient({ baseUrl: served.rest['advanced'] ?? '' })
    const { epochSeconds } = await client.getServerTime()
    const product = await client.getPublicProduct({ product_id: symbol })
    const { pricebook } = await client.getPublicProductBook({ product_id: symbol })
    const { candles } = await client.getPublicProductCandles({
      product_id: symbol,
      start: String(Number(epochSeconds) - 600),
      end: String(epochSeconds),
      granularity: 'ONE_MINUTE',
    })
    const levels = (side: typeof pricebook.bids): readonly (readonly [string, string])[] =>
      side.map(({ price, size }) => [price, size])
    return {
      steps: [product.price_increment, product.base_increment],
      book: { bids: levels(pricebook.bids), asks: levels(pricebook.asks) },
      bars: candles
        .map(({ start, open, high, low, close, volume }) => [
          Number(start) * 1000,
          open,
          high,
          low,
          close,
          volume,
        ])
        .toReversed()
        // Of the minute under way there may be no bar yet.
        .slice(-3),
    }
  },
  // What the SDK adds is taken off again.
  ofMessage: ({ wsKey: _key, ...message }) => payload(message),
  ofFrame(frame) {
    const message = JSON.parse(frame) as Message
    return WIRE_CHANNELS.has(String(message['channel'])) ? payload(message) : undefined
  },
  frameOf: ({ json }) => json,
}

/** Coinbase. */
export const adapter: VenueAdapter = {
  venue: 'coinbase',
  lines: [
    // Only bars of five minutes stream, which ccxt does not read.
    {
      make: advanced,
      watched: [...SPOT, ...CONTRACTS],
      tellsEachTrade: true,
      streamsBars: false,
      tellsMakerSide: true,
    },
    { make: exchange, watched: EXCHANGE, tellsEachTrade: true, streamsBars: false },
  ],
  sdk,
  isBookFrame: (frame) =>
    frame.includes('"channel":"l2_data"') || /^\{"type":"(l2update|snapshot)"/.test(frame),
}
