import ccxt from 'ccxt'
import {
  ClientOptionBuilder,
  DefaultClient,
  Futures,
  logger,
  Spot,
  TransportOptionBuilder,
  WebSocketClientOptionBuilder,
} from 'kucoin-universal-sdk'
import type { ServedVenue } from '../../src/sim/index.ts'
import type { SdkAdapter, StreamPayload, VenueAdapter, Watched } from './support/adapter.ts'

/** Whole books of 50 levels on both sides, of the classic sockets to ccxt, of the unified ones to us. */
const fifty = { limit: 50, depth: 50, compared: 50 } as const
/** ccxt joins classic changes to what is public of the book, 100 levels: near the touch it is whole. */
const joined = { limit: 100, depth: 'full', compared: 20 } as const

const SPOT: readonly Watched[] = [
  { product: 'spot', symbol: 'BTC-USDT', pair: 'BTC/USDT', ...fifty },
  { product: 'spot', symbol: 'ETH-USDT', pair: 'ETH/USDT', ...joined },
]
const CONTRACTS: readonly Watched[] = [
  { product: 'linear', symbol: 'XBTUSDTM', pair: 'BTC/USDT:USDT', ...joined },
  { product: 'linear', symbol: 'ETHUSDTM', pair: 'ETH/USDT:USDT', ...joined },
  { product: 'inverse', symbol: 'XBTUSDM', pair: 'BTC/USD:BTC', ...joined },
]
const UNIFIED: readonly Watched[] = [
  { product: 'spot', symbol: 'PEPE-USDT', pair: 'PEPE/USDT', ...fifty },
  { product: 'delivery', symbol: 'XBTMH27', pair: 'BTC/USD:BTC-270326', ...fifty },
]

/** Overridden: `urls.api`, REST by host, under `ws` the unified sockets; the classic ones are told by the token call. */
function pointed<Exchange extends InstanceType<typeof ccxt.pro.kucoin>>(
  made: Exchange,
  served: ServedVenue,
): Exchange {
  const api = made.urls['api'] as Record<string, unknown>
  const [spot, futures] = [served.rest['spot'], served.rest['futures']]
  Object.assign(api, { public: spot, uta: spot, futuresPublic: futures })
  Object.assign(api['ws'] as object, {
    spot: served.streams['spot'],
    futures: served.streams['futures'],
  })
  return made
}

/** ccxt's class for spot, which speaks to the classic sockets unless told otherwise. */
function classicSpot(served: ServedVenue): InstanceType<typeof ccxt.pro.kucoin> {
  return pointed(new ccxt.pro.kucoin({ newUpdates: true }), served)
}

/** ccxt's class for contracts on the classic sockets. */
function classicFutures(served: ServedVenue): InstanceType<typeof ccxt.pro.kucoinfutures> {
  return pointed(new ccxt.pro.kucoinfutures({ newUpdates: true }), served)
}

/**
 * The same with the unified sockets switched on. Of their books ccxt reads only the whole ones: changes it takes for
 * classic ones and drops.
 */
function unified(served: ServedVenue): InstanceType<typeof ccxt.pro.kucoin> {
  const made = classicSpot(served)
  made.options['watchOrderBook'] = { uta: true, utaDepth: '50' }
  return made
}

const SDK_WATCHED: readonly Watched[] = [SPOT, CONTRACTS].flatMap((watched) => watched.slice(0, 1))

/** The statistics of a day: the one classic channel that our driver subscribes to. */
const DAY = /^\/(market|contractMarket)\/snapshot:/

function payload(topic: string, subject: string, data: unknown): StreamPayload {
  return { stream: topic, json: JSON.stringify(sorted({ topic, subject, data })) }
}

/** What the SDK's classes give comes in their order of keys. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, member]) => member !== null)
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, sorted(member)]),
  )
}

/** Its logger would write a file and to the console. */
function quietLogger(onError: (what: unknown) => void): void {
  const silent = { log() {}, info() {}, warn() {}, debug() {}, error: onError }
  logger.setGlobalLogger(silent, {})
}

/** The venue's own SDK. Overridden: both endpoints; the sockets are told by the token call. Its keys are not used. */
function client(served: ServedVenue): DefaultClient {
  const transport = new TransportOptionBuilder().setKeepAlive(true).setMaxRetries(0).build()
  return new DefaultClient(
    new ClientOptionBuilder()
      .setKey('')
      .setSecret('')
      .setPassphrase('')
      .setSpotEndpoint(served.rest['spot'] ?? '')
      .setFuturesEndpoint(served.rest['futures'] ?? '')
      .setTransportOption(transport)
      .setWebSocketClientOption(new WebSocketClientOptionBuilder().build())
      .build(),
  )
}

const sdk: SdkAdapter = {
  name: 'kucoin-universal-sdk',
  watched: SDK_WATCHED,
  streams: SDK_WATCHED.length,
  open(served, { onMessage, onException }) {
    quietLogger(onException)
    const service = client(served).wsService()
    const spot = service.newSpotPublicWS()
    const futures = service.newFuturesPublicWS()
    const hear =
      (endpoint: string) =>
      (topic: string, subject: string, event: { toJson(): string }): void =>
        onMessage({ topic, subject, data: JSON.parse(event.toJson()) }, endpoint)
    const [pair, contract] = SDK_WATCHED.map(({ symbol }) => symbol)
    spot
      .start()
      .then(() => spot.symbolSnapshot(pair ?? '', hear('spot-classic')))
      .catch(onException)
    futures
      .start()
      .then(() => futures.symbolSnapshot(contract ?? '', hear('futures-classic')))
      .catch(onException)
    return () => {
      for (const each of [spot, futures]) each.stop().catch(() => {})
    }
  },
  rest: (served, { product, symbol }) =>
    product === 'spot' ? spotRest(served, symbol) : futuresRest(served, symbol),
  ofMessage: ({ topic, subject, data }) => payload(String(topic), String(subject), data),
  ofFrame(frame) {
    const { topic, subject, data } = JSON.parse(frame)
    return DAY.test(topic ?? '') ? payload(topic, subject, data) : undefined
  },
  frameOf: ({ json }) => json,
}

type SdkRest = Awaited<ReturnType<NonNullable<SdkAdapter['rest']>>>

async function spotRest(served: ServedVenue, symbol: string): Promise<SdkRest> {
  const market = client(served).restService().getSpotService().getMarketApi()
  const { priceIncrement, baseIncrement } = await market.getSymbol(
    Spot.Market.GetSymbolReq.builder().setSymbol(symbol).build(),
  )
  const book = await market.getPartOrderBook(
    Spot.Market.GetPartOrderBookReq.builder().setSymbol(symbol).setSize('100').build(),
  )
  const bars = await market.getKlines(
    Spot.Market.GetKlinesReq.builder()
      .setSymbol(symbol)
      .setType(Spot.Market.GetKlinesReq.TypeEnum._1MIN)
      .build(),
  )
  return {
    steps: [priceIncrement, baseIncrement],
    book,
    bars: bars.data
      .slice(0, 3)
      .toReversed()
      .map(([time, open, close, high, low, volume]) => [
        Number(time) * 1000,
        open,
        high,
        low,
        close,
        volume,
      ]),
  }
}

async function futuresRest(served: ServedVenue, symbol: string): Promise<SdkRest> {
  const market = client(served).restService().getFuturesService().getMarketApi()
  const { tickSize, lotSize } = await market.getSymbol(
    Futures.Market.GetSymbolReq.builder().setSymbol(symbol).build(),
  )
  const book = await market.getFullOrderBook(
    Futures.Market.GetFullOrderBookReq.builder().setSymbol(symbol).build(),
  )
  const bars = await market.getKlines(
    Futures.Market.GetKlinesReq.builder()
      .setSymbol(symbol)
      .setGranularity(Futures.Market.GetKlinesReq.GranularityEnum._1)
      .build(),
  )
  return { steps: [tickSize, lotSize], book, bars: bars.data.slice(-3) }
}

/** KuCoin. */
export const adapter: VenueAdapter = {
  venue: 'kucoin',
  lines: [
    // Past trades of spot have ids only in the unified tree.
    {
      ...{ make: classicSpot, watched: SPOT, tellsEachTrade: true, readsNsAsDoubles: true },
      historyParams: { uta: true },
    },
    { make: classicFutures, watched: CONTRACTS, tellsEachTrade: true, readsNsAsDoubles: true },
    { make: unified, watched: UNIFIED, tellsEachTrade: true, isBooksOnly: true },
  ],
  sdk,
  isBookFrame: (frame) => frame.includes('"obu.') || /"topic":"\/\w+\/level2/.test(frame),
}
