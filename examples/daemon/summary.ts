import type { BookStatus, DaemonStatus, TradingStatus } from 'crossbook/daemon'
import type { StartOptions } from './options.ts'
import type { Comparison } from './witness.ts'

/** What there is at the end. */
export interface Ending {
  /** The books before the daemon closed. */
  readonly books: readonly BookStatus[]
  /** The trading after it closed; absent in role monitor. */
  readonly trading: TradingStatus | undefined
  /** The trader's books beside the venues' own; absent in role monitor. */
  readonly comparison: Comparison | undefined
  /** How long each step took from a frame to an order. */
  readonly latency?: DaemonStatus['latency']
}

/**
 * Every book is live; nothing that the trader believes differs from what the venues have; no order is left. With faults, there
 * was something to recover from, in books and in orders.
 */
export function isGood(
  ending: Ending,
  { role, hasFaults }: Pick<StartOptions, 'role' | 'hasFaults'>,
): boolean {
  return (
    (role === 'trader' || areBooksGood(ending, hasFaults)) &&
    (role === 'monitor' || isTradingGood(ending))
  )
}

/** The end as a line for programs. */
export function summaryOf(ending: Ending, folder: string): object {
  const { books, trading, comparison, latency } = ending
  return {
    type: 'summary',
    venues: liveVenues(books),
    books: books.length,
    live: liveBooks(books).length,
    resyncs: resyncsOf(books),
    folder,
    ...(trading !== undefined && {
      trading: {
        orders: trading.orders,
        fills: trading.fills,
        unknown: trading.unknown,
        unknownResolved: trading.unknownResolved,
        profit: trading.profit,
        tickToTrade: trading.tickToTrade,
      },
    }),
    ...(comparison !== undefined && { compared: comparison }),
    latency,
  }
}

/** The end as lines for people. */
export function summaryText(ending: Ending, folder: string, good: boolean): string {
  const { books, trading, comparison } = ending
  const lines = [
    `${liveBooks(books).length} of ${books.length} books live at ${liveVenues(books)} venues, ${resyncsOf(books)} resyncs, recorded to ${folder}`,
  ]
  if (trading !== undefined && comparison !== undefined) {
    const { orders, fills, balances, positions, fillVenues, differences } = comparison
    lines.push(
      `compared with the venues' own books: ${orders} orders, ${fills} fills at ${fillVenues} venues, ${balances} balances, ${positions} positions: ${differences.length} differences`,
      `${trading.unknownResolved} of ${trading.unknown} unknown orders resolved by evidence, ${trading.liveOrders} orders left`,
      ...differences,
    )
  }
  return [...lines, good ? 'good' : 'not good'].join('\n')
}

function areBooksGood({ books }: Ending, hasFaults: boolean): boolean {
  const live = liveBooks(books).length
  return live === books.length && live > 0 && (!hasFaults || resyncsOf(books) > 0)
}

function isTradingGood({ trading, comparison }: Ending): boolean {
  if (trading === undefined || comparison === undefined) return false
  const { liveOrders, unknownOrders, unknown, unknownResolved } = trading
  return (
    comparison.differences.length === 0 &&
    liveOrders === 0 &&
    unknownOrders === 0 &&
    unknown === unknownResolved
  )
}

function liveBooks(books: readonly BookStatus[]): readonly BookStatus[] {
  return books.filter(({ state }) => state === 'live')
}

function liveVenues(books: readonly BookStatus[]): number {
  return new Set(liveBooks(books).map(({ venue }) => venue)).size
}

function resyncsOf(books: readonly BookStatus[]): number {
  return books.reduce((sum, { resyncs }) => sum + resyncs, 0)
}
