export { BboHistory } from './bbo-history.ts'
export { BookHistory, type BookHistoryOptions } from './book-history.ts'
export type { BookReplay } from './book-replay.ts'
export {
  type BudgetedHistory,
  HistoryBudget,
  type HistoryBudgetOptions,
  type HistoryBudgetUse,
  type HistoryTuning,
} from './history-budget.ts'
export type { HistoryCursor, HistoryReadOptions } from './history-cursor.ts'
export { type KeptHistory, keepBbos, keepBook, keepTrades } from './keep-history.ts'
export { TradeHistory } from './trade-history.ts'
