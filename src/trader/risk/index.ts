export type {
  BreakerReset,
  KillSwitchChanged,
  LimitChanged,
  RiskAudit,
  TradingStateChanged,
} from './audit.ts'
export {
  BREAKER_NAMES,
  type BreakerName,
  type BreakerRule,
  type Excess,
  type TrippedBreaker,
} from './breaker-board.ts'
export type { EquityState, EquityUpdate } from './equity-watch.ts'
export { Holding, type SideTotals } from './holding.ts'
export { HoldingList } from './holding-list.ts'
export type { Reach } from './holding-reach.ts'
export { Holdings } from './holdings.ts'
export { instrumentKey } from './instrument-key.ts'
export type { LimitSetting } from './limit-book.ts'
export { LIMIT_NAMES, LIMITS, type LimitFacts, type LimitName } from './limit-names.ts'
export type { MoveState } from './move-window.ts'
export type { RiskCommand } from './risk-command.ts'
export { type OrderOutcome, type RiskDecision, RiskManager } from './risk-manager.ts'
export { type ReferencePrice, type RiskOptions, riskOptionProblems } from './risk-options.ts'
export type { RiskSnapshot } from './risk-snapshot.ts'
export { type RiskScope, SCOPE_TYPES, type ScopeSubject, type ScopeType } from './scope.ts'
export type { StandingOrder, TradingState, TradingStop } from './standing-orders.ts'
export type {
  AccountView,
  AmendInFlight,
  LiveOrder,
  MarketView,
  RiskView,
} from './view.ts'
