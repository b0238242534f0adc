import type { AccountId, Asset, StrategyId } from '../../core/index.ts'
import { Changes } from './changes.ts'
import type { AdjustEvent } from './events.ts'
import { Exposure } from './exposure.ts'
import { Line } from './line.ts'
import { LossWatch } from './loss-watch.ts'
import { Marks } from './marks.ts'
import { PerformanceKeeper } from './performance.ts'
import type { SeenFill, SeenPayment } from './seen-events.ts'
import { SeenIds } from './seen-ids.ts'
import type { TradedInstrument } from './traded-instrument.ts'

/** How a portfolio is made. */
export interface PortfolioOptions {
  /** The asset that equity is told in. */
  readonly reportingAsset: Asset
  /**
   * How many fill ids are remembered of each account and instrument, and how many payment ids of each account.
   *
   * @defaultValue 10000
   */
  readonly maxSeenIds?: number
  /**
   * How many corrections are kept to be read; sums count all.
   *
   * @defaultValue 1000
   */
  readonly maxAdjustments?: number
}

/** What is locked. */
export interface Lock extends SeenPayment {
  /** Whose. */
  readonly account: AccountId
  /** When it was told, epoch µs. */
  readonly timeUs: number
}

/** Everything that a portfolio knows. */
export class PortfolioState {
  /** The options, whole. */
  readonly options: Required<PortfolioOptions>
  /** What the event in work has changed. */
  readonly changes: Changes = new Changes()
  /** Newest marks. */
  readonly marks: Marks = new Marks(this.changes)
  /** What the netted line holds, by asset and instrument. */
  readonly exposure: Exposure = new Exposure(this.marks, this.changes)
  /** All lines together, positions netted as the venues do. */
  readonly netted: Line = new Line(this.changes, this.exposure)
  /** The account's own line: foreign fills, transfers, corrections, funding that is nobody's. */
  readonly foreign: Line = new Line(this.changes)
  /** Lines of strategies, in the order of their first event. */
  readonly strategies: Map<StrategyId, Line> = new Map()
  /** Terms by key. */
  readonly instruments: Map<string, TradedInstrument> = new Map()
  /** Locks by key of account and asset. */
  readonly locks: Map<string, Lock> = new Map()
  /** When it was booked what an account held before us, epoch µs. */
  readonly openedUs: Map<AccountId, number> = new Map()
  /** Time of the latest event that moved something, by account, epoch µs. */
  readonly latestUs: Map<AccountId, number> = new Map()
  /** Fills that came. */
  readonly seenFills: SeenIds<SeenFill>
  /** Funding and transfers that came. */
  readonly seenPayments: SeenIds<SeenPayment>
  /** Course of equity. */
  readonly performance: PerformanceKeeper
  /** Equity as loss limits watch it. */
  readonly lossWatch: LossWatch
  /** Corrections, oldest first. */
  readonly adjustments: AdjustEvent[] = []

  /** A portfolio in which nothing happened yet. */
  constructor(options: Required<PortfolioOptions>) {
    this.options = options
    this.seenFills = new SeenIds(options.maxSeenIds)
    this.seenPayments = new SeenIds(options.maxSeenIds)
    this.performance = new PerformanceKeeper(options.reportingAsset, this.marks, this.changes)
    this.lossWatch = new LossWatch(options.reportingAsset, this)
  }

  /** The line of a strategy, or the account's own. */
  line(strategy: StrategyId | undefined): Line {
    if (strategy === undefined) return this.foreign
    const known = this.strategies.get(strategy)
    if (known !== undefined) return known
    const line = new Line(this.changes)
    this.changes.put(this.strategies, strategy, line)
    return line
  }
}
