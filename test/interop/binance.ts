import { CoinMClient, MainClient, USDMClient, WebsocketClient } from 'binance'
import ccxt from 'ccxt'
import type { ServedVenue } from '../../src/sim/index.ts'
import type { CcxtLine, SdkAdapter, VenueAdapter, Watched } from './support/adapter.ts'
import { quiet } from './support/quiet.ts'

const whole = { limit: 1000, depth: 'full', compared: 1000 } as const

const SPOT: readonly Watched[] = [
  { product: 'spot', symbol: 'BTCUSDT', pair: 'BTC/USDT', ...whole },
  { product: 'spot', symbol: 'ETHBTC', pair: 'ETH/BTC', ...whole },
]
const LINEAR: readonly Watched[] = [
  { product: 'usdm', symbol: 'BTCUSDT', pair: 'BTC/USDT:USDT', ...whole },
  { product: 'usdm', symbol: '1000SHIBUSDT', pair: '1000SHIB/USDT:USDT', ...whole },
]
const INVERSE: readonly Watched[] = [
  { product: 'coinm', symbol: 'BTCUSD_PERP', pair: 'BTC/USD:BTC', ...whole },
  { product: 'coinm', symbol: 'BTCUSD_270326', pair: 'BTC/USD:BTC-270326', ...whole },
]

/**
 * ccxt's one class for all products. Overridden: `urls.api.public`, `fapiPublic`, `dapiPublic`, and under `urls.api.ws`
 * `spot`, `future`, `delivery`. It tells spot sockets by `/stream` in their URL, which `wss://stream.…` has; here the
 * user name puts it there, and the server ignores it.
 */
function exchange(served: ServedVenue): InstanceType<typeof ccxt.pro.binance> {
  const made = new ccxt.pro.binance({ newUpdates: true })
  const host = (name: string): string => served.hosts[name]?.wsUrl ?? ''
  const api = made.urls['api'] as Record<string, unknown>
  api['public'] = `${served.rest['spot']}/api/v3`
  api['fapiPublic'] = `${served.rest['usdm']}/fapi/v1`
  api['dapiPublic'] = `${served.rest['coinm']}/dapi/v1`
  Object.assign(api['ws'] as object, {
    spot: `${host('spot-stream').replace('ws://', 'ws://stream@')}/ws`,
    future: `${host('usdm-stream')}/ws`,
    delivery: `${host('coinm-stream')}/ws`,
  })
  return made
}

const line = (watched: readonly Watched[], name: 'trade' | 'aggTrade'): CcxtLine => ({
  make: exchange,
  watched,
  tradeParams: { name },
  tellsEachTrade: name === 'trade',
})

type Message = Readonly<Record<string, unknown>>

const SDK_STREAMS = [
  { place: 'spot', key: 'main', names: ['btcusdt@depth@100ms', 'btcusdt@trade'] },
  { place: 'spot', key: 'main', names: ['btcusdt@ticker', 'btcusdt@kline_1m'] },
  { place: 'usdm-public', key: 'usdmPublic', names: ['btcusdt@depth@100ms'] },
  {
    place: 'usdm-market',
    key: 'usdmMarket',
    names: ['btcusdt@aggTrade', 'btcusdt@ticker', 'btcusdt@kline_1m'],
  },
  { place: 'coinm', key: 'coinm', names: ['btcusd_perp@depth@100ms', 'btcusd_perp@trade'] },
  { place: 'coinm', key: 'coinm', names: ['btcusd_perp@ticker', 'btcusd_perp@kline_1m'] },
] as const

/** The package `binance`. Overridden: `wsUrl`, which is one for all products, so each endpoint has its own client; `baseUrl`. */
const sdk: SdkAdapter = {
  name: 'binance',
  watched: [SPOT, LINEAR, INVERSE].flatMap((watched) => watched.slice(0, 1)),
  streams: 12,
  open(served, { onMessage, onException }) {
    const clients = SDK_STREAMS.map(({ place, key, names }) => {
      const client = new WebsocketClient({ wsUrl: served.streams[place] ?? '' }, quiet(onException))
      // Only streams of all symbols send lists, and none is subscribed.
      client.on('message', (message) => onMessage(message as unknown as Message, place))
      client.on('exception', onException)
      client.subscribe([...names], key).catch(onException)
      return client
    })
    return () => {
      for (const client of clients) client.closeAll(true)
    }
  },
  async rest(served, { product, symbol }) {
    const baseUrl = served.rest[product] ?? ''
    const client =
      product === 'spot'
        ? new MainClient({ baseUrl })
        : product === 'usdm'
          ? new USDMClient({ baseUrl })
          : new CoinMClient({ baseUrl })
    const { symbols } = await client.getExchangeInfo()
    const filters = symbols.find((each) => each.symbol === symbol)?.filters as
      | readonly Readonly<Record<string, unknown>>[]
      | undefined
    const of = (type: string): Readonly<Record<string, unknown>> | undefined =>
      filters?.find(({ filterType }) => filterType === type)
    const { bids, asks } = await client.getOrderBook({ symbol, limit: 1000 })
    const bars: readonly unknown[][] = await client.getKlines({ symbol, interval: '1m', limit: 3 })
    const steps = [of('PRICE_FILTER')?.['tickSize'], of('LOT_SIZE')?.['stepSize']] as const
    return { steps, book: { bids, asks }, bars: bars.map((bar) => bar.slice(0, 6)) }
  },
  // What the SDK adds is taken off again.
  ofMessage: ({ streamName, wsMarket: _market, wsKey: _key, isWSAPIResponse: _is, ...data }) => ({
    stream: String(streamName),
    json: JSON.stringify(data),
  }),
  ofFrame(frame) {
    const { stream, data } = JSON.parse(frame)
    return stream === undefined ? undefined : { stream, json: JSON.stringify(data) }
  },
  frameOf: ({ stream, json }) => `{"stream":${JSON.stringify(stream)},"data":${json}}`,
}

/** Binance. */
export const adapter: VenueAdapter = {
  venue: 'binance',
  // Raw trades of USDⓈ-M are undocumented, so our driver reads the aggregated ones.
  lines: [line(SPOT, 'trade'), line(LINEAR, 'aggTrade'), line(INVERSE, 'trade')],
  sdk,
  isBookFrame: (frame) => frame.includes('"depthUpdate"'),
}
