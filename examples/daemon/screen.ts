import type { OwnedMarketEvent } from 'crossbook'
import { type DaemonStatus, statusTable } from 'crossbook/daemon'
import type { StartOptions } from './options.ts'

/** Lines of recent trouble under the table. */
const RECENT_EVENTS = 6

/** Where people look (a table that redraws itself) or programs read (NDJSON). */
export interface Screen {
  /** The daemon now. */
  status(status: DaemonStatus): void
  /** Something happened to a book or a connection. */
  event(event: OwnedMarketEvent): void
  /** The end; returns the exit code. */
  end(status: DaemonStatus, resyncs: number): number
}

export function createScreen(options: StartOptions, folder: string): Screen {
  const recent: string[] = []
  const { stdout } = process
  const json = (value: unknown) => void stdout.write(`${JSON.stringify(value)}\n`)
  let drawnLines = 0

  const draw = (status: DaemonStatus) => {
    const text = [statusTable(status, stdout.isTTY), '', `recording to ${folder}`, ...recent].join(
      '\n',
    )
    // Back to the first line of the last table, and clear what is below.
    if (stdout.isTTY && drawnLines > 0) stdout.write(`\u001b[${drawnLines}A\u001b[J`)
    stdout.write(`${text}\n`)
    drawnLines = text.split('\n').length
  }

  return {
    status: (status) => (options.isJson ? json({ type: 'status', ...status }) : draw(status)),
    event(event) {
      if (options.isJson) return json(event)
      recent.push(eventLine(event))
      if (recent.length > RECENT_EVENTS) recent.shift()
    },
    end(status, resyncs) {
      const live = status.books.filter(({ state }) => state === 'live').length
      const isGood = live === status.books.length && live > 0 && (!options.hasFaults || resyncs > 0)
      const venues = new Set(
        status.books.filter(({ state }) => state === 'live').map(({ venue }) => venue),
      ).size
      const summary = {
        type: 'summary',
        venues,
        books: status.books.length,
        live,
        resyncs,
        folder,
        isGood,
      }
      if (options.isJson) json(summary)
      else
        stdout.write(
          `${live} of ${status.books.length} books live at ${venues} venues, ${resyncs} resyncs, recorded to ${folder}\n`,
        )
      return isGood || options.forMs === undefined ? 0 : 1
    },
  }
}

function eventLine(event: OwnedMarketEvent): string {
  if (event.type === 'bookState') {
    return `${event.venue} ${event.pair}: ${event.previous} → ${event.state} (${event.reason})`
  }
  if (event.type === 'connection') {
    return `${event.venue} ${event.endpoint} #${event.connection}: ${event.state} (${event.reason})`
  }
  return event.type === 'fault' ? `${event.venue}: ${event.message}` : event.type
}
