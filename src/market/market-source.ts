import type { MarketData } from './market-data.ts'

/** What of market data is needed to trade on it, whether it is live or replayed. */
export type MarketSource = Pick<MarketData, 'instrument' | 'slot' | 'book' | 'subscribe'>
