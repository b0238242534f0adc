import type { OwnedMarketEvent } from 'crossbook'
import { type DaemonStatus, statusTable } from 'crossbook/daemon'
import type { TraderEvent } from 'crossbook/trader'
import type { StartOptions } from './options.ts'
import { type Ending, isGood, summaryOf, summaryText } from './summary.ts'
import { tradingNews } from './trading-news.ts'

/** Lines of recent trouble under the table. */
const RECENT_EVENTS = 6

/** Where people look (a table that redraws itself) or programs read (NDJSON). */
export interface Screen {
  /** The daemon now. */
  status(status: DaemonStatus): void
  /** Something happened to a book or a connection. */
  event(event: OwnedMarketEvent): void
  /** Something happened in trading. */
  traderEvent(event: TraderEvent): void
  /** The end; returns the exit code. */
  end(ending: Ending): number
}

export function createScreen(options: StartOptions, folder: string): Screen {
  const recent: string[] = []
  const newsOf = tradingNews()
  const { stdout } = process
  const json = (value: unknown) => void stdout.write(`${JSON.stringify(value)}\n`)
  const note = (line: string) => {
    recent.push(line)
    if (recent.length > RECENT_EVENTS) recent.shift()
  }
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
    event: (event) => (options.isJson ? json(event) : note(eventLine(event))),
    traderEvent(event) {
      const news = newsOf(event)
      if (options.isJson && news !== undefined) json(news.data)
      if (!options.isJson && news?.text !== undefined) note(news.text)
    },
    end(ending) {
      const good = isGood(ending, options)
      if (options.isJson) json({ ...summaryOf(ending, folder), isGood: good })
      else stdout.write(`${summaryText(ending, folder, good)}\n`)
      return good || options.forMs === undefined ? 0 : 1
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
