import type { HistoryBudgetUse } from '../market/index.ts'
import type { BookStatus, DaemonStatus } from './daemon-status.ts'
import { latencyLine } from './latency-line.ts'
import { type TextColumn, textTable } from './text-table.ts'
import { tradingTable } from './trading-table.ts'

/** Terminal colours of book states. */
const COLOURS: Readonly<Record<string, string>> = {
  live: '\u001b[32m',
  syncing: '\u001b[33m',
  stale: '\u001b[31m',
  corrupt: '\u001b[31m',
  closed: '\u001b[90m',
}
const RESET = '\u001b[0m'

/** A daemon's status as a table for a terminal; `hasColour` false gives plain text. */
export function statusTable(status: DaemonStatus, hasColour: boolean): string {
  const { books, waiting, refused, history, role, trading } = status
  const latency = latencyLine(status.latency)
  const notes = [
    ...Object.entries(waiting).map(
      ([venue, reason]) => `${venue} cannot be reached yet: ${reason}`,
    ),
    ...Object.entries(refused).map(([task, reason]) => `refused: ${task}: ${reason}`),
  ]
  return [
    ...(role === 'trader' ? [] : textTable(columns(hasColour), books.map(cells))),
    ...notes,
    ...(history === undefined ? [] : [historyLine(history)]),
    ...(trading === undefined
      ? []
      : [...(role === 'trader' ? [] : ['']), ...tradingTable(trading)]),
    ...(latency === undefined ? [] : [latency]),
  ].join('\n')
}

function historyLine({ usedBytes, limitBytes }: HistoryBudgetUse): string {
  return `history: ${(usedBytes / 1e6).toFixed(1)} of ${limitBytes / 1e6} MB`
}

function columns(hasColour: boolean): readonly TextColumn[] {
  const paint = (padded: string, cell: string): string => `${COLOURS[cell] ?? ''}${padded}${RESET}`
  return [
    { head: 'venue' },
    { head: 'pair' },
    { head: 'bid', isRight: true },
    { head: 'ask', isRight: true },
    { head: 'spread', isRight: true },
    { head: 'book', ...(hasColour && { paint }) },
    { head: 'msg/s', isRight: true },
    { head: 'p50 ms', isRight: true },
    { head: 'p99 ms', isRight: true },
    { head: 'resyncs', isRight: true },
    { head: 'rows', isRight: true },
  ]
}

function cells(book: BookStatus): readonly string[] {
  return [
    book.venue,
    book.pair,
    book.bid ?? '–',
    book.ask ?? '–',
    book.spread ?? '–',
    book.state,
    book.messagesPerSecond.toFixed(0),
    book.latencyP50Ms?.toFixed(1) ?? '–',
    book.latencyP99Ms?.toFixed(1) ?? '–',
    String(book.resyncs),
    String(book.rows),
  ]
}
