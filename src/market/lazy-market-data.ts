import type { MarketData as OpenMarketData } from './market-data.ts'
import type { MarketDataOptions } from './market-data-options.ts'

/** The market data of one venue, as `MarketData.open` gives it. */
export type MarketData = OpenMarketData

/** {@link MarketData} as the main entry has it: its machinery is loaded when the first one is opened. */
export interface MarketDataOpener {
  /**
   * Loads the venue's instruments; opens no socket before the first subscription.
   *
   * @throws ConfigError `INVALID_OPTIONS`, `UNKNOWN_ENVIRONMENT`, `ABORTED`; and what the venue's REST service fails with.
   */
  open(options: MarketDataOptions): Promise<MarketData>
}

/**
 * Opens the market data of a venue.
 *
 * A program that only decodes, or only keeps sockets, does not pay for books, router and REST. `crossbook/market` has the
 * class itself, loaded at once.
 *
 * @example
 * ```ts
 * import { MarketData } from 'crossbook'
 * import { binance } from 'crossbook/drivers/binance'
 * import { nodePorts } from 'crossbook/runtime/node'
 *
 * await using market = await MarketData.open({ driver: binance(), ports: nodePorts() })
 * const book = await market.book('BTC/USDT').live()
 * console.log(book.bids.priceText(0), book.asks.priceText(0))
 * ```
 */
export const MarketData: MarketDataOpener = {
  open: async (options) => (await import('./market-data.ts')).MarketData.open(options),
}
