import type { BookStatus, DaemonStatus } from './daemon-status.ts'

const HEADS = [
  'venue',
  'pair',
  'bid',
  'ask',
  'spread',
  'book',
  'msg/s',
  'p50 ms',
  'p99 ms',
  'resyncs',
  'rows',
] as const
const RIGHT = new Set<string>([
  'bid',
  'ask',
  'spread',
  'msg/s',
  'p50 ms',
  'p99 ms',
  'resyncs',
  'rows',
])

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
  const rows = status.books.map(cells)
  const widths = HEADS.map((head, i) =>
    Math.max(head.length, ...rows.map((row) => row[i]?.length ?? 0)),
  )
  const line = (row: readonly string[], isHead: boolean): string =>
    row
      .map((cell, i) => {
        const head = HEADS[i] ?? ''
        const padded = RIGHT.has(head) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)
        return hasColour && !isHead && head === 'book'
          ? `${COLOURS[cell] ?? ''}${padded}${RESET}`
          : padded
      })
      .join('  ')
      .trimEnd()
  const notes = [
    ...Object.entries(status.waiting).map(
      ([venue, reason]) => `${venue} cannot be reached yet: ${reason}`,
    ),
    ...Object.entries(status.refused).map(([task, reason]) => `refused: ${task}: ${reason}`),
  ]
  return [line(HEADS, true), ...rows.map((row) => line(row, false)), ...notes].join('\n')
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
