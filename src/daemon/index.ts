export {
  type DaemonConfig,
  type DaemonConfigInput,
  type DaemonRole,
  type HistoryConfig,
  readDaemonConfig,
  type StorageConfig,
  type ThreadsConfig,
  type VenueConfig,
} from './config.ts'
export { type CredentialSource, environmentCredentials } from './credentials.ts'
export { Daemon, type DaemonOptions } from './daemon.ts'
export type { BookStatus, DaemonStatus } from './daemon-status.ts'
export type { PairHistory } from './history-desk.ts'
export { statusTable } from './status-table.ts'
export type {
  AccountConfig,
  CredentialVariables,
  LiveAccountConfig,
  PaperAccountConfig,
  StrategyConfig,
  TradingConfig,
  TradingConfigInput,
} from './trading-config.ts'
export type { OrderTotals } from './trading-counts.ts'
export type {
  AccountStatus,
  PositionStatus,
  TickToTrade,
  TradedStrategyStatus,
  TradingStatus,
} from './trading-status.ts'
export type { UrlsConfig } from './urls-config.ts'
export type { DeskBook } from './venue-desk.ts'
