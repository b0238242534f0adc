import type { RehearsalStatus } from '../trader/index.ts'
import { type TextColumn, textTable } from './text-table.ts'
import type { PositionStatus, TradedStrategyStatus, TradingStatus } from './trading-status.ts'

const COLUMNS: readonly TextColumn[] = [
  { head: 'strategy' },
  { head: 'account' },
  { head: 'pair' },
  { head: 'state' },
  { head: 'orders', isRight: true },
  { head: 'live', isRight: true },
  { head: 'fills', isRight: true },
  { head: 'unknown', isRight: true },
  { head: 'position', isRight: true },
  { head: 'at', isRight: true },
  { head: 'pnl', isRight: true },
]
/** Of money that people only look at. */
const SHOWN_DIGITS = 12

/** Trading as lines of text for a terminal: a row for each leg of each strategy, then sums. */
export function tradingTable(trading: TradingStatus): readonly string[] {
  const { state, why, strategies, accounts } = trading
  if (strategies.length === 0) return [why === undefined ? `trading: ${state}` : `trading: ${why}`]
  const rows = strategies.flatMap((strategy) =>
    strategy.positions.map((position) => cells(strategy, position)),
  )
  return [
    ...textTable(COLUMNS, rows),
    ...strategies.flatMap(({ strategy, why: reason }) =>
      reason === undefined ? [] : [`${strategy}: ${reason}`],
    ),
    ...accounts
      .filter(({ isReady }) => !isReady)
      .map(({ account }) => `account ${account} is not reconciled: no new orders`),
    sums(trading),
  ]
}

function cells(strategy: TradedStrategyStatus, position: PositionStatus): readonly string[] {
  return [
    strategy.strategy,
    position.account,
    position.pair,
    strategy.state,
    String(strategy.orders),
    String(strategy.liveOrders),
    String(strategy.fills),
    `${strategy.unknownResolved}/${strategy.unknown}`,
    position.quantity,
    shown(position.averageEntryPrice),
    shown(strategy.pnl),
  ]
}

function sums(trading: TradingStatus): string {
  const { orders, fills, unknown, unknownResolved, reportingAsset, equity, profit } = trading
  const { rehearsals } = trading
  const { count, p50Us, p99Us } = trading.tickToTrade
  const ticks =
    p50Us === undefined || p99Us === undefined
      ? 'not measured yet'
      : `p50 ${p50Us.toFixed(0)} µs, p99 ${p99Us.toFixed(0)} µs of ${count}`
  return [
    `${orders} orders, ${fills} fills, ${unknownResolved} of ${unknown} unknown resolved`,
    `equity ${shown(equity)} ${reportingAsset}, profit ${shown(profit)}`,
    `tick-to-trade ${ticks}`,
    ...(rehearsals === undefined ? [] : [rehearsed(rehearsals)]),
  ].join(' · ')
}

function rehearsed({ orders, denied, lastDenial }: RehearsalStatus): string {
  const why = lastDenial === undefined ? '' : `, ${denied} denied, last ${lastDenial.reason}`
  return `${orders} orders rehearsed${why}`
}

/** Cut for the eye, not rounded: whoever reckons takes the status. */
function shown(text: string | undefined): string {
  if (text === undefined) return '–'
  if (text.length <= SHOWN_DIGITS || !text.includes('.')) return text
  return text.slice(0, Math.max(SHOWN_DIGITS, text.indexOf('.'))).replace(/\.$/, '')
}
