import type { ExchangeDriver, Instrument, Market, SessionProtocol } from '../../core/index.ts'
import { CoinbaseDecoder } from './decode.ts'
import { restError } from './errors.ts'
import * as exchange from './exchange/rest.ts'
import { exchangeSession } from './exchange/session.ts'
import { inferInstrument } from './instruments.ts'
import { bookSnapshot, candles, listingCalls, serverTime, trades } from './rest.ts'
import { continuity } from './sequence.ts'
import { advancedSession } from './session.ts'
import { topics } from './topics.ts'
import { ADVANCED, type CoinbaseFeed, EXCHANGE, factsOf } from './venue.ts'

export {
  type CoinbaseKey,
  exchangeSignature,
  readKey,
  restToken,
  streamToken,
  type TokenMoment,
} from './sign.ts'
export type { CoinbaseFeed } from './venue.ts'

/** How what Coinbase leaves open is read. */
export interface CoinbaseOptions {
  /**
   * The feed: `advanced` is Advanced Trade (spot, US futures, international perpetuals); `exchange` is the public feed of
   * Coinbase Exchange: the same spot books, with trades one by one and their sides beyond doubt.
   *
   * @defaultValue `'advanced'`
   */
  readonly feed?: CoinbaseFeed
  /**
   * Whether the side of a trade that Advanced Trade tells is that of the order that rested. The venue does not say; the feed
   * of Coinbase Exchange, of the same engine and with the same trade ids, tells the maker's.
   *
   * @defaultValue true
   */
  readonly tradeSideIsMaker?: boolean
}

/**
 * The driver of Coinbase: Advanced Trade, or the public feed of Coinbase Exchange (product `exchange`), public market data.
 * Whichever it is made for, it decodes the frames of both.
 *
 * Pure: it describes and translates. Hand it to `MarketData.open`.
 *
 * @see docs/venues/coinbase.md
 */
export function coinbase(options: CoinbaseOptions = {}): ExchangeDriver {
  const { feed = ADVANCED, tradeSideIsMaker = true } = options
  return {
    facts: factsOf(feed),
    session,
    rest: {
      instruments: (products) =>
        feed === EXCHANGE
          ? products.flatMap((product) => (product === EXCHANGE ? [exchange.listingCall()] : []))
          : listingCalls(products),
      bookSnapshot: (slot, feed) =>
        isExchange(slot.instrument) ? exchange.bookSnapshot(slot, feed) : bookSnapshot(slot, feed),
      candles: (instrument, interval, range) =>
        isExchange(instrument)
          ? exchange.candles(instrument, interval, range)
          : candles(instrument, interval, range),
      trades: (slot, range) =>
        isExchange(slot.instrument)
          ? exchange.trades(slot, range)
          : trades(slot, range, tradeSideIsMaker),
      serverTime: (service) => (service === EXCHANGE ? exchange.serverTime() : serverTime()),
      error: restError,
    },
    topics,
    inferInstrument: feed === EXCHANGE ? inferOfExchange : inferInstrument,
    // Spot and futures share a socket, and frames tell their feed themselves.
    createDecoder: (table) => new CoinbaseDecoder(table, tradeSideIsMaker),
    continuity,
    knownMessages: async () => (await import('./known-messages.ts')).knownMessages(),
  }
}

/** The Exchange has spot alone, under the same names. */
function inferOfExchange(market: Market, symbol: string): Instrument | undefined {
  const instrument = inferInstrument(market, symbol)
  return instrument?.product === 'spot'
    ? Object.freeze({ ...instrument, product: EXCHANGE })
    : undefined
}

const isExchange = ({ product }: { readonly product: string }): boolean => product === EXCHANGE

/** Which of the two protocols is meant stands in the endpoint. */
const session: SessionProtocol = {
  hello: (endpoint) => at(endpoint).hello(endpoint),
  subscribe: (topics, firstId) => at(topics[0]?.endpoint).subscribe(topics, firstId),
  unsubscribe: (topics, firstId) => at(topics[0]?.endpoint).unsubscribe(topics, firstId),
  readControl: (frame, endpoint) => at(endpoint).readControl(frame, endpoint),
}

const at = (endpoint: string | undefined): SessionProtocol =>
  endpoint === EXCHANGE ? exchangeSession : advancedSession
