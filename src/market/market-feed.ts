import type { MarketData } from './market-data.ts'

/** The market data of one venue, wherever its books are kept: in this thread, or in one of its own. */
export type MarketFeed = Pick<MarketData, keyof MarketData>
