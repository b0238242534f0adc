export { BboCheck } from './bbo-check.ts'
export type { BookHandle } from './book-handle.ts'
export type {
  BookCounters,
  BookKeepingOptions,
  BookSink,
  BookTarget,
  BookWorld,
} from './book-keeping.ts'
export { BookManager } from './book-manager.ts'
export { BookSync, type BookSyncOptions, type SyncPhase, type SyncStep } from './book-sync.ts'
export type { MarketFilter } from './channel-requests.ts'
export {
  ConsolidatedBbo,
  type ConsolidatedBboOptions,
  type QuoteStreamOptions,
  type VenuePair,
} from './consolidated-bbo.ts'
export type { ConsolidatedQuote, QuotedSide, QuotedVenue } from './consolidated-quote.ts'
export type { ConsolidatedSide } from './consolidated-side.ts'
export type { ConsolidatedSource, SizeUnit } from './consolidated-source.ts'
export { EventStream, type SlowPolicy } from './event-stream.ts'
export {
  FrameReplay,
  type FrameReplayOptions,
  type JudgedUpdate,
  type ReplayVerdict,
} from './frame-replay.ts'
export {
  BboHistory,
  BookHistory,
  type BookHistoryOptions,
  type BookReplay,
  type BudgetedHistory,
  HistoryBudget,
  type HistoryBudgetOptions,
  type HistoryBudgetUse,
  type HistoryCursor,
  type HistoryReadOptions,
  type HistoryTuning,
  type KeptHistory,
  keepBbos,
  keepBook,
  keepTrades,
  TradeHistory,
} from './history/index.ts'
export { BboRing, type PastBbo, type PastTrade, TradeRing } from './history-ring.ts'
export {
  Atr,
  type BarPrices,
  type BestLevel,
  type BestLevels,
  BollingerBands,
  type BollingerOptions,
  type BollingerValue,
  Ema,
  type EmaOptions,
  type Indicator,
  type IndicatorState,
  Macd,
  type MacdOptions,
  type MacdValue,
  OrderFlowImbalance,
  type PricedSize,
  RollingVwap,
  Rsi,
  SessionVwap,
  Sma,
  type SmoothingSeed,
  type TakenSize,
  TradeFlowImbalance,
  Volatility,
  type VolatilityOptions,
} from './indicators/index.ts'
export type { InstrumentFilter } from './instrument-directory.ts'
export type { Lease } from './lease-desk.ts'
export { MarketData } from './market-data.ts'
export type { MarketDataOptions } from './market-data-options.ts'
export type { MarketFeed } from './market-feed.ts'
export type { HistoryOptions, MarketHistory } from './market-history.ts'
export type { MarketSource } from './market-source.ts'
export type { MarketThreads, ThreadMode } from './market-threads.ts'
export { Markets, type MarketsOptions } from './markets.ts'
export { type Recent, recentBbos, recentTrades } from './recent.ts'
export type { ResyncPaceOptions } from './resync-pace.ts'
export { Router, type RouterOptions } from './router.ts'
export type { EventFilter, StreamOptions, SubscribeOptions, Subscription } from './subscription.ts'
export { wholeBook } from './whole-book.ts'
