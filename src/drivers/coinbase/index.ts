import type { ExchangeDriver, SessionProtocol } from '../../core/index.ts'
import { CoinbaseDecoder } from './decode.ts'
import { restError } from './errors.ts'
import * as exchange from './exchange/rest.ts'
import { exchangeSession } from './exchange/session.ts'
import { inferInstrument } from './instruments.ts'
import { bookSnapshot, candles, listingCalls, serverTime, trades } from './rest.ts'
import { continuity } from './sequence.ts'
import { advancedSession } from './session.ts'
import { topics } from './topics.ts'
import { EXCHANGE, FACTS } from './venue.ts'

export {
  type CoinbaseKey,
  exchangeSignature,
  readKey,
  restToken,
  streamToken,
  type TokenMoment,
} from './sign.ts'

/** How what Coinbase leaves open is read. */
export interface CoinbaseOptions {
  /**
   * Whether the side of a trade that Advanced Trade tells is that of the order that rested. The venue does not say; the feed
   * of Coinbase Exchange, of the same engine and with the same trade ids, tells the maker's.
   *
   * @defaultValue true
   */
  readonly tradeSideIsMaker?: boolean
}

/**
 * The driver of Coinbase: Advanced Trade (spot, US futures, international perpetuals) and the public feed of Coinbase
 * Exchange (product `exchange`), public market data.
 *
 * Pure: it describes and translates. Hand it to `MarketData.open`. The Exchange's instruments are those of spot under the same
 * names, so they are listed only where `exchange` is asked for without `spot`.
 *
 * @see docs/venues/coinbase.md
 */
export function coinbase(options: CoinbaseOptions = {}): ExchangeDriver {
  const { tradeSideIsMaker = true } = options
  return {
    facts: FACTS,
    session,
    rest: {
      instruments: (products) => [
        ...listingCalls(products),
        ...(products.includes(EXCHANGE) && !products.includes('spot')
          ? [exchange.listingCall()]
          : []),
      ],
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
    inferInstrument,
    // Spot and futures share a socket, and frames tell their feed themselves.
    createDecoder: (table) => new CoinbaseDecoder(table, tradeSideIsMaker),
    continuity,
  }
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
