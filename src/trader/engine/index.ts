export { type MarketPort } from './risk-world.ts'
export {
  type Obstacle,
  TradingCore,
  type TradingCoreOptions,
  type TradingIntent,
} from './trading-core.ts'
export type {
  AuditEffect,
  BookedEffect,
  BreakerEffect,
  JournalEffect,
  RouteEffect,
  RouteRefusedEffect,
  TradingEffect,
} from './trading-effect.ts'
export {
  RECORD_KINDS,
  type RiskInput,
  type TradingChange,
  type TradingRecord,
} from './trading-record.ts'
export type { TradingSnapshot } from './trading-snapshot.ts'
