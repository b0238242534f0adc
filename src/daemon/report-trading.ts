import { type Decimal, type DecimalText, decimalText } from '../core/index.ts'
import type { Histogram } from '../runtime/ports.ts'
import type { StrategyStatus, Trader } from '../trader/index.ts'
import type { TradingConfig } from './trading-config.ts'
import type { TradingCounts } from './trading-counts.ts'
import type {
  AccountStatus,
  PositionStatus,
  TickToTrade,
  TradedStrategyStatus,
  TradingStatus,
} from './trading-status.ts'

/** What an open trader has to say of itself. */
export function reportTrading(
  trader: Trader,
  config: TradingConfig,
  counts: TradingCounts,
): Omit<TradingStatus, 'state' | 'tickToTrade'> {
  const { accounts, strategies, liveOrders, unknownOrders } = trader.status()
  const { portfolio } = trader.core
  const { equity } = portfolio.equity()
  const profit = portfolio.performance()?.profit
  return {
    ...counts.total(),
    accounts: accounts.map((each) => ({ ...each, mode: modeOf(config, each.account) })),
    strategies: strategies.map((status) => reportStrategy(trader, status, counts)),
    liveOrders,
    unknownOrders,
    reportingAsset: config.reportingAsset,
    ...(equity !== undefined && { equity: text(equity) }),
    // Of before, where there is no equity now.
    ...(equity !== undefined && profit !== undefined && { profit: text(profit) }),
  }
}

/** Reads a distribution of µs. */
export function reportTickToTrade(histogram: Histogram): TickToTrade {
  const count = histogram.count()
  if (count === 0) return { count }
  return { count, p50Us: histogram.quantile(0.5), p99Us: histogram.quantile(0.99) }
}

function reportStrategy(
  { core }: Trader,
  { setup, state, why }: StrategyStatus,
  counts: TradingCounts,
): TradedStrategyStatus {
  const { strategy, kind, legs } = setup
  const pnl = core.portfolio.lineEquity(strategy).equity
  const live = [...core.world.orders()].filter((order) => order.strategy === strategy)
  return {
    strategy,
    kind,
    state,
    ...(why !== undefined && { why }),
    ...counts.of(strategy),
    liveOrders: live.length,
    positions: legs.map(({ account, instrument }): PositionStatus => {
      const held = core.portfolio.strategyPosition(strategy, account, instrument)
      const average = held?.averageEntryPrice
      return {
        account,
        pair: instrument.pair,
        quantity: held === undefined ? decimalText('0') : text(held.quantity),
        ...(average !== undefined && { averageEntryPrice: text(average) }),
      }
    }),
    ...(pnl !== undefined && { pnl: text(pnl) }),
  }
}

function modeOf({ accounts }: TradingConfig, name: string): AccountStatus['mode'] {
  return accounts.find(({ account }) => account === name)?.mode ?? 'live'
}

function text(value: Decimal): DecimalText {
  return decimalText(value.toFixed())
}
