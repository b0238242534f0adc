import { Decimal, type StrategyId } from '../../core/index.ts'
import { plus, ratio, ZERO } from './exact.ts'
import { type AccountAmount, LINE_SUMS, type Line, type LineSum } from './line.ts'
import type { Marks } from './marks.ts'
import { averageEntryPrice, type Position, unrealised } from './position.ts'
import { instrumentKey, keyOf } from './traded-instrument.ts'

/** A position, with what can be read of it. */
export interface PositionReport extends Position {
  /** Average price at which what is held was opened, 24 digits; absent where nothing is held. */
  readonly averageEntryPrice?: Decimal
  /** Profit and loss of what is held at the newest mark, in the settle asset; absent where there is no mark. */
  readonly unrealised?: Decimal
}

/** What a line holds, paid and earned. */
export interface LineReport {
  /** The strategy; absent for the account's own line and for sums. */
  readonly strategy?: StrategyId
  /** What came less what went, by account and asset: trades, realised profit and loss, funding, transfers, adjustments, fees. */
  readonly holdings: readonly AccountAmount[]
  /** Fees paid; below 0 where rebates were more. */
  readonly fees: readonly AccountAmount[]
  /** Funding received; below 0 where more was paid. */
  readonly funding: readonly AccountAmount[]
  /** Deposits less withdrawals. */
  readonly transfers: readonly AccountAmount[]
  /** Corrections of balances. */
  readonly adjustments: readonly AccountAmount[]
  /** Positions, closed ones included: spot by instrument too. */
  readonly positions: readonly PositionReport[]
  /** How often a position became flat again. */
  readonly roundTrips: number
  /** How often with a result above 0, fees in the settle asset (on spot: in base too) taken off. */
  readonly wonRoundTrips: number
  /** Won ÷ all, 24 digits; absent before the first. */
  readonly hitRatio?: Decimal
}

/** A position summed over lines: there is no average entry price where one line is long and another short. */
export type PositionSum = Omit<PositionReport, 'averageEntryPrice'>

/** The sum of lines. */
export interface TotalReport extends Omit<LineReport, 'strategy' | 'positions'> {
  /** Positions, each number the sum over the lines; unrealised absent where it is in one of them. */
  readonly positions: readonly PositionSum[]
}

/** Reads a line. */
export function reportLine(line: Line, marks: Marks, strategy?: StrategyId): LineReport {
  const { sums } = line
  const positions = [...line.positions.values()].map((position) => reportPosition(position, marks))
  return {
    ...(strategy !== undefined && { strategy }),
    holdings: [...sums.holdings.values()],
    fees: [...sums.fees.values()],
    funding: [...sums.funding.values()],
    transfers: [...sums.transfers.values()],
    adjustments: [...sums.adjustments.values()],
    positions,
    ...reportTrips(positions),
  }
}

/** Reads a position. */
export function reportPosition(position: Position, marks: Marks): PositionReport {
  const { quantity, cost, instrument } = position
  const average = averageEntryPrice(position)
  const mark = marks.instruments.get(instrumentKey(instrument))
  const unit = quantity.isZero() ? ZERO : mark?.unit
  return {
    ...position,
    ...(average !== undefined && { averageEntryPrice: average }),
    ...(unit !== undefined && { unrealised: unrealised(quantity, cost, unit) }),
  }
}

/** Adds lines up. */
export function sumReports(reports: readonly LineReport[]): TotalReport {
  const sums = Object.fromEntries(
    LINE_SUMS.map((sum) => [sum, sumAmounts(reports.flatMap((report) => report[sum]))]),
  ) as Record<LineSum, AccountAmount[]>
  const positions = new Map<string, PositionSum>()
  for (const position of reports.flatMap((report) => report.positions)) {
    const { averageEntryPrice: _, ...rest } = position
    const key = keyOf(position.account, instrumentKey(position.instrument), position.side)
    const sum = positions.get(key)
    positions.set(key, sum === undefined ? rest : sumPositions(sum, rest))
  }
  const all = [...positions.values()]
  return { ...sums, positions: all, ...reportTrips(all) }
}

function sumAmounts(amounts: readonly AccountAmount[]): AccountAmount[] {
  const sums = new Map<string, AccountAmount>()
  for (const { account, asset, amount } of amounts) {
    const key = keyOf(account, asset)
    sums.set(key, { account, asset, amount: plus(sums.get(key)?.amount ?? ZERO, amount) })
  }
  return [...sums.values()]
}

function sumPositions(a: PositionSum, b: PositionSum): PositionSum {
  const { unrealised: ofA, ...rest } = a
  return {
    ...rest,
    quantity: plus(a.quantity, b.quantity),
    cost: plus(a.cost, b.cost),
    realised: plus(a.realised, b.realised),
    tripResult: plus(a.tripResult, b.tripResult),
    roundTrips: a.roundTrips + b.roundTrips,
    wonRoundTrips: a.wonRoundTrips + b.wonRoundTrips,
    ...(ofA !== undefined && b.unrealised !== undefined && { unrealised: plus(ofA, b.unrealised) }),
  }
}

function reportTrips(
  positions: readonly Pick<Position, 'roundTrips' | 'wonRoundTrips'>[],
): Pick<LineReport, 'roundTrips' | 'wonRoundTrips' | 'hitRatio'> {
  let [roundTrips, wonRoundTrips] = [0, 0]
  for (const position of positions) {
    roundTrips += position.roundTrips
    wonRoundTrips += position.wonRoundTrips
  }
  if (roundTrips === 0) return { roundTrips, wonRoundTrips }
  const hitRatio = ratio(new Decimal(wonRoundTrips), new Decimal(roundTrips))
  return { roundTrips, wonRoundTrips, hitRatio }
}
