import type { Market } from '../../src/core/index.ts'
import type { SimulatedName } from '../../src/sim/index.ts'

/** A stream of one venue that is measured. */
export interface VenueRow {
  /** The venue. */
  readonly venue: SimulatedName
  /** Settles what a symbol alone leaves open. */
  readonly market: Market
  /** The product whose first instrument is asked for where the frames come from the simulated venue. */
  readonly product: string
  /** A recorded stream of today's layout, where there is one. */
  readonly recording?: string
  /** What bounds the frame beside reading it; absent: nothing. */
  readonly bound?: 'inflate' | 'protobuf'
}

/** One row a wire layout, in the order of the report. */
export const VENUE_ROWS: readonly VenueRow[] = [
  {
    venue: 'binance',
    market: 'spot',
    product: 'spot',
    recording: 'spot-book+trade+bbo-BTCUSDT-2024-08-08',
  },
  {
    venue: 'bybit',
    market: 'futures',
    product: 'linear',
    recording: 'linear-orderbook500-XRPUSDT-2024-12-01',
  },
  { venue: 'bybit', market: 'futures', product: 'linear' },
  { venue: 'okx', market: 'spot', product: 'spot' },
  { venue: 'kraken', market: 'spot', product: 'spot' },
  {
    venue: 'kraken',
    market: 'futures',
    product: 'futures',
    recording: 'futures-book+trade+tickerlite-2021-07-22',
  },
  {
    venue: 'kucoin',
    market: 'spot',
    product: 'spot',
    recording: 'spot-level2+ticker+match-2021-04-25',
  },
  { venue: 'kucoin', market: 'spot', product: 'spot' },
  {
    venue: 'gate',
    market: 'futures',
    product: 'usdt',
    recording: 'usdt-futures-order_book_update+book_ticker-2023-05-24',
  },
  { venue: 'gate', market: 'spot', product: 'spot' },
  {
    venue: 'hyperliquid',
    market: 'futures',
    product: 'perp',
    recording: 'perp-l2Book+trades-BTC-2025-01-26',
  },
  { venue: 'coinbase', market: 'spot', product: 'spot' },
  // Coinbase Exchange, `l2update`; the row above is Advanced Trade.
  {
    venue: 'coinbase',
    market: 'spot',
    product: 'spot',
    recording: 'exchange-level2+ticker+match-2021-04-17',
  },
  { venue: 'dydx', market: 'futures', product: 'perpetual' },
  { venue: 'mexc', market: 'futures', product: 'linear' },
  { venue: 'htx', market: 'spot', product: 'spot', bound: 'inflate' },
  { venue: 'coinex', market: 'spot', product: 'spot', bound: 'inflate' },
  { venue: 'mexc', market: 'spot', product: 'spot', bound: 'protobuf' },
]
