import ccxt from 'ccxt'
import { stream } from 'tardis-dev'
import type { ServedVenue, SimInstrumentOptions } from '../../src/sim/index.ts'
import type { SdkAdapter, StreamPayload, VenueAdapter, Watched } from './support/adapter.ts'

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

interface FeedMessage {
  readonly event?: string
  readonly feed?: string
  readonly product_id?: string
}

/** Market data of one product; `undefined` for greetings, answers and heartbeats. */
function payload(message: FeedMessage): StreamPayload | undefined {
  const { event, feed, product_id: symbol } = message
  if (event !== undefined || feed === undefined || symbol === undefined) return undefined
  return { stream: `${feed}:${symbol}`, json: JSON.stringify(message) }
}

/**
 * The package `tardis-dev`, which speaks to the derivatives as they are. For spot there is none: what the registry has
 * speaks v1 to a fixed host. Overridden: the URL, by the environment variable that its users have for it.
 */
const sdk: SdkAdapter = {
  name: 'tardis-dev',
  watched: FUTURES,
  streamsBars: false,
  // Of each: the book and its snapshot, trades and their snapshot, the ticker.
  streams: 5 * FUTURES.length,
  open(served, { onMessage, onException }) {
    process.env['WSS_URL_CRYPTOFACILITIES'] = served.streams['futures'] ?? ''
    const symbols = FUTURES.map(({ symbol }) => symbol)
    const messages = stream({
      exchange: 'cryptofacilities',
      filters: (['book', 'trade', 'ticker'] as const).map((channel) => ({ channel, symbols })),
      onError: onException,
    })
    let isOpen = true
    const listen = async (): Promise<void> => {
      for await (const told of messages) {
        if (!isOpen) return
        if (told !== undefined && payload(told.message) !== undefined)
          onMessage(told.message, 'futures')
      }
    }
    listen().catch(onException)
    return () => {
      isOpen = false
      messages.return?.(undefined).catch(onException)
    }
  },
  ofMessage: (message) => {
    const found = payload(message)
    if (found === undefined) throw new Error('Only market data is handed on')
    return found
  },
  ofFrame: (frame) => payload(JSON.parse(frame)),
  frameOf: ({ json }) => json,
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
  sdk,
  isBookFrame: (frame) =>
    frame.includes('"channel":"book"') ||
    frame.includes('"feed":"book"') ||
    frame.includes('"feed":"book_snapshot"'),
}
