import type { Instrument } from '../../core/index.ts'
import type { OmsSnapshot } from '../oms/index.ts'
import type { PortfolioSnapshot } from '../portfolio/index.ts'
import type { RiskSnapshot } from '../risk/index.ts'
import type { RouteSnapshot } from '../routing/index.ts'

/** Orders, money and risk, as plain JSON data. */
export interface TradingSnapshot {
  /** The form of what follows. */
  readonly version: 1
  /** The orders. */
  readonly orders: OmsSnapshot
  /** The money. */
  readonly money: PortfolioSnapshot
  /** What risk remembers. */
  readonly risk: RiskSnapshot
  /** Instruments in which anything was booked, as they were listed then. */
  readonly instruments: readonly Instrument[]
  /** The routes; absent in what was written before there were any. */
  readonly routes?: RouteSnapshot
}
