import type { BboUpdate, TradeUpdate } from '../core/index.ts'
import { BboRing, TradeRing } from './history-ring.ts'
import type { MarketFeed } from './market-feed.ts'

/** A ring that is being filled until it is closed. */
export interface Recent<Ring> extends AsyncDisposable {
  /** What came so far. */
  readonly ring: Ring
  /** Stops filling it. Idempotent. */
  close(): Promise<void>
}

/**
 * Keeps the last `capacity` trades of a pair, from now on.
 *
 * @throws ConfigError as `MarketData.subscribe` does.
 */
export function recentTrades(
  market: MarketFeed,
  pair: string,
  capacity: number,
): Recent<TradeRing> {
  const ring = new TradeRing(market.slot(pair), capacity)
  // The router hands out the decoder's own slots; the public type is their reading side.
  const filling = market.subscribe('trade', { pair }, (trade) => ring.push(trade as TradeUpdate))
  const close = () => filling.close()
  return { ring, close, [Symbol.asyncDispose]: close }
}

/**
 * Keeps the last `capacity` changes of a pair's best prices, from now on.
 *
 * @throws ConfigError as `MarketData.subscribe` does.
 */
export function recentBbos(market: MarketFeed, pair: string, capacity: number): Recent<BboRing> {
  const ring = new BboRing(market.slot(pair), capacity)
  // As for trades.
  const filling = market.subscribe('bbo', { pair }, (bbo) => ring.push(bbo as BboUpdate))
  const close = () => filling.close()
  return { ring, close, [Symbol.asyncDispose]: close }
}
