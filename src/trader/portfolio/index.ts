export type { Json } from './codec.ts'
export type {
  AdjustEvent,
  AssetMarkEvent,
  BalanceAdjustEvent,
  FillEvent,
  FundingEvent,
  InstrumentMarkEvent,
  LockEvent,
  PortfolioEvent,
  PortfolioOutcome,
  PositionAdjustEvent,
  TransferEvent,
} from './events.ts'
export type { Equity, MissingMark } from './exposure.ts'
export type { AccountAmount } from './line.ts'
export type { Performance } from './performance.ts'
export { type Inventory, Portfolio } from './portfolio.ts'
export type { PortfolioOptions } from './portfolio-state.ts'
export type { Position, PositionSide } from './position.ts'
export {
  type AdjustReason,
  adjust,
  type BalanceDifference,
  type Difference,
  type PositionDifference,
  type Reconciliation,
  type VenuePosition,
  type VenueStatement,
} from './reconcile.ts'
export type { LineReport, PositionReport, PositionSum, TotalReport } from './reports.ts'
export type { PortfolioSnapshot } from './snapshot.ts'
export type { TradedInstrument } from './traded-instrument.ts'
