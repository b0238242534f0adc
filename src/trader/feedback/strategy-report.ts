import type { Asset, Decimal, StrategyId } from '../../core/index.ts'
import type { Histogram } from '../../runtime/ports.ts'
import { plus, ZERO } from '../portfolio/exact.ts'
import type { LineReport, Performance } from '../portfolio/index.ts'
import type { OrderCounts } from './order-watch.ts'
import type { Slippage } from './slippage.ts'

/** How long the calls of a strategy took, since this process began: a measurement, which a replay does not repeat. */
export interface DecisionTime {
  /** How many calls. */
  readonly calls: number
  /** Half of them took no longer, ns; NaN before the first. */
  readonly p50Ns: number
  /** 99 of 100 took no longer, ns. */
  readonly p99Ns: number
  /** The longest, ns. */
  readonly maxNs: number
}

/** Profit and loss in one asset, over all positions that settle in it; fees and funding are not in it. */
export interface ProfitAndLoss {
  /** The asset. */
  readonly asset: Asset
  /** Of what was closed. */
  readonly realised: Decimal
  /** Of what is held, at the newest marks; absent where one is missing. */
  readonly unrealised?: Decimal
}

/** How a strategy is doing, as plain data; amounts are exact. */
export interface StrategyReport {
  /** Which one. */
  readonly strategy: StrategyId
  /** When it was asked, epoch µs. */
  readonly timeUs: number
  /** How long its calls took. */
  readonly decisionTime: DecisionTime
  /** What it did, and what became of it. */
  readonly orders: OrderCounts
  /** What its fills were worse than the prices decided at, by settle asset. */
  readonly slippage: readonly Slippage[]
  /** Fills that are not in {@link StrategyReport.slippage}: no price was known at the decision. */
  readonly unpricedFills: number
  /** Profit and loss, by settle asset. */
  readonly pnl: readonly ProfitAndLoss[]
  /** Its line in the portfolio: hit ratio, round trips, fees, funding, positions; absent before its first fill. */
  readonly line?: LineReport
  /**
   * What it made in the reporting asset after fees and funding, which began with nothing: profit, peak, drawdown, profit of the
   * day. Valued at its own fills, and whenever prices are sampled; absent before the first.
   */
  readonly performance?: Performance
}

/** Reads a histogram of ns. */
export function decisionTimeOf(histogram: Histogram | undefined): DecisionTime {
  const at = (q: number): number => histogram?.quantile(q) ?? Number.NaN
  return { calls: histogram?.count() ?? 0, p50Ns: at(0.5), p99Ns: at(0.99), maxNs: at(1) }
}

/** Adds the positions of a line up. */
export function pnlOf(line: LineReport | undefined): readonly ProfitAndLoss[] {
  const sums = new Map<Asset, ProfitAndLoss>()
  for (const { instrument, realised, unrealised } of line?.positions ?? []) {
    const asset = instrument.settle
    const sum = sums.get(asset) ?? { asset, realised: ZERO, unrealised: ZERO }
    const isKnown = unrealised !== undefined && sum.unrealised !== undefined
    sums.set(asset, {
      asset,
      realised: plus(sum.realised, realised),
      ...(isKnown && { unrealised: plus(sum.unrealised, unrealised) }),
    })
  }
  return [...sums.values()]
}
