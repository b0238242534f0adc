import {
  type AccountId,
  type Asset,
  ConfigError,
  type Decimal,
  type Instrument,
  type StrategyId,
} from '../../core/index.ts'
import { bookEvent, timeOf } from './book-event.ts'
import type { AdjustEvent, PortfolioEvent, PortfolioOutcome } from './events.ts'
import { minus, ZERO } from './exact.ts'
import { exposureOf } from './expose-line.ts'
import type { Equity } from './exposure.ts'
import type { Performance } from './performance.ts'
import { type PortfolioOptions, PortfolioState } from './portfolio-state.ts'
import { type PositionSide, positionKey } from './position.ts'
import { type Reconciliation, reconcile, type VenueStatement } from './reconcile.ts'
import {
  type LineReport,
  type PositionReport,
  reportLine,
  reportPosition,
  sumReports,
  type TotalReport,
} from './reports.ts'
import { type PortfolioSnapshot, readSnapshot, writeSnapshot } from './snapshot.ts'
import { instrumentKey, keyOf } from './traded-instrument.ts'

/** What an account has of an asset. */
export interface Inventory {
  /** All of it. */
  readonly total: Decimal
  /** What open orders lock, as told. */
  readonly locked: Decimal
  /** Total less locked. */
  readonly free: Decimal
}

const DEFAULTS = { maxSeenIds: 10_000, maxAdjustments: 1_000 } as const

/**
 * What the accounts hold, what came of it, and whose doing it was: exact, without clock and I/O. Events in, numbers out; the
 * same events give the same state, digit for digit.
 *
 * Every fill goes to the line of its strategy, or to the account's own line (`foreign`), and beside that to the netted line,
 * whose positions are netted over strategies as the venues do. Holdings of spot, quantities, fees, funding, and realised plus
 * unrealised profit and loss of the netted line are those of all lines together, to the last digit; where strategies hold
 * opposite positions, the venue has realised what they have not.
 *
 * @example
 * ```ts
 * import { asset } from 'crossbook'
 * import { type Fill, Portfolio, strategyId } from 'crossbook/trader'
 *
 * const portfolio = new Portfolio({ reportingAsset: asset('USDT') })
 * const onFill = (fill: Fill) => portfolio.apply({ type: 'fill', fill, strategy: strategyId('grid') })
 * const { equity, missing } = portfolio.equity()
 * ```
 */
export class Portfolio {
  #state: PortfolioState

  /**
   * A portfolio in which nothing happened yet.
   *
   * @throws ConfigError `INVALID_OPTIONS` where a limit is no integer from 1 to 2^31
   */
  constructor(options: PortfolioOptions) {
    this.#state = new PortfolioState(resolveOptions(options))
  }

  /**
   * Books an event, whole or not at all, and says what became of it.
   *
   * @throws ConfigError `INVALID_NUMBER` where a number is none, or a result has more than 60 digits: nothing is rounded, and
   * nothing of the event is booked; `INVALID_OPTIONS` where an instrument's terms contradict what is held; `INVALID_ID`
   */
  apply(event: PortfolioEvent): PortfolioOutcome {
    const state = this.#state
    try {
      demandTime(timeOf(event))
      const { outcome, remember } = bookEvent(state, event)
      if (outcome === 'applied' || outcome === 'completed') value(state, timeOf(event))
      state.changes.keep()
      remember?.()
      return outcome
    } catch (error) {
      state.changes.takeBack()
      throw error
    }
  }

  /** What an account has of an asset. */
  inventory(account: AccountId, asset: Asset): Inventory {
    const key = keyOf(account, asset)
    const total = this.#state.netted.sums.holdings.get(key)?.amount ?? ZERO
    const locked = this.#state.locks.get(key)?.amount ?? ZERO
    return { total, locked, free: minus(total, locked) }
  }

  /** Whether it is booked what an account held before us. */
  isOpened(account: AccountId): boolean {
    return this.#state.openedUs.has(account)
  }

  /** The newest mark of an asset, in the reporting asset; `undefined` where there is none. */
  assetMark(asset: Asset): Decimal | undefined {
    return this.#state.marks.assets.get(asset)?.price
  }

  /** A position of an account as the venue nets it; `undefined` where there never was one. */
  position(
    account: AccountId,
    instrument: Pick<Instrument, 'venue' | 'product' | 'symbol'>,
    side: PositionSide = 'net',
  ): PositionReport | undefined {
    const { netted, marks } = this.#state
    const position = netted.positions.get(positionKey(account, instrumentKey(instrument), side))
    return position && reportPosition(position, marks)
  }

  /** What a strategy holds of an instrument in an account; `undefined` where it never had any. */
  strategyPosition(
    strategy: StrategyId,
    account: AccountId,
    instrument: Pick<Instrument, 'venue' | 'product' | 'symbol'>,
  ): PositionReport | undefined {
    const { strategies, marks } = this.#state
    const key = positionKey(account, instrumentKey(instrument), 'net')
    const position = strategies.get(strategy)?.positions.get(key)
    return position && reportPosition(position, marks)
  }

  /** The strategies that have a line, in the order of their first event. */
  strategies(): readonly StrategyId[] {
    return [...this.#state.strategies.keys()]
  }

  /** The line of a strategy; `undefined` where it has none. */
  strategy(strategy: StrategyId): LineReport | undefined {
    const line = this.#state.strategies.get(strategy)
    return line && reportLine(line, this.#state.marks, strategy)
  }

  /** The account's own line: foreign fills, transfers, corrections, funding that is no strategy's. */
  foreign(): LineReport {
    return reportLine(this.#state.foreign, this.#state.marks)
  }

  /** The sum of all lines, number for number. */
  total(): TotalReport {
    const { marks, strategies, foreign } = this.#state
    return sumReports([...strategies.values(), foreign].map((line) => reportLine(line, marks)))
  }

  /** All lines together, positions netted as the venues do. */
  netted(): LineReport {
    return reportLine(this.#state.netted, this.#state.marks)
  }

  /** What everything is worth. */
  equity(): Equity {
    return this.#state.exposure.equity(this.#state.options.reportingAsset)
  }

  /**
   * What a line is worth: what fills and funding of a strategy made, which began with nothing; without a strategy, the
   * account's own line. All lines together are worth what {@link Portfolio.equity} says, to the last digit.
   */
  lineEquity(strategy?: StrategyId): Equity {
    const { strategies, foreign, marks, options } = this.#state
    const line = strategy === undefined ? foreign : strategies.get(strategy)
    if (line === undefined) return { equity: ZERO, missing: [] }
    return exposureOf(line, marks).equity(options.reportingAsset)
  }

  /** Peak, drawdown and profit of the day, as of the last event at which equity was known; `undefined` before the first. */
  performance(): Performance | undefined {
    return this.#state.performance.read()
  }

  /**
   * Equity and profit as loss limits watch them, known at any time. What has no mark is valued at the price at which it was last
   * traded here, and left out where it never was: losses in that are not seen, and {@link Portfolio.equity} lists it as missing.
   * What is held of something when it gets its first price counts as paid in, as transfers do.
   */
  watched(): Pick<Performance, 'equity' | 'profit'> {
    return this.#state.lossWatch.read()
  }

  /** Compares with what a venue says; nothing is changed. */
  reconcile(statement: VenueStatement): Reconciliation {
    const { netted, latestUs } = this.#state
    return reconcile(netted, statement, latestUs.get(statement.account))
  }

  /** The newest corrections, oldest first. */
  adjustments(): readonly AdjustEvent[] {
    return [...this.#state.adjustments]
  }

  /** Everything, as JSON data: decimals are text. */
  snapshot(): PortfolioSnapshot {
    return writeSnapshot(this.#state)
  }

  /**
   * Becomes what a portfolio of the same options was when it gave the snapshot; on an error nothing has changed.
   *
   * @throws ConfigError `INVALID_OPTIONS` where it is no snapshot, is damaged, or is of other options
   */
  restore(snapshot: PortfolioSnapshot): void {
    this.#state = readSnapshot(snapshot, this.#state.options)
  }
}

function value({ exposure, options, performance }: PortfolioState, timeUs: number): void {
  performance.advance(timeUs)
  const { equity } = exposure.equity(options.reportingAsset)
  if (equity !== undefined) performance.value(equity)
}

function demandTime(timeUs: number): void {
  if (Number.isSafeInteger(timeUs) && timeUs >= 0) return
  throw new ConfigError(
    'INVALID_NUMBER',
    `Booking an event: expected its time in epoch µs, was ${timeUs}; nothing was booked`,
  )
}

function resolveOptions(options: PortfolioOptions): Required<PortfolioOptions> {
  const resolved = { ...DEFAULTS, ...options }
  for (const name of ['maxSeenIds', 'maxAdjustments'] as const) {
    const found = resolved[name]
    if (Number.isInteger(found) && found >= 1 && found <= 2 ** 31) continue
    throw new ConfigError(
      'INVALID_OPTIONS',
      `Making a portfolio: expected ${name} as an integer from 1 to 2^31, was ${found}`,
    )
  }
  return Object.freeze(resolved)
}
