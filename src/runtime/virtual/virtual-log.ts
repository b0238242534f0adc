import type { Log, LogFields, WallClock } from '../ports.ts'

/** How much a log line matters. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** One line that was logged. */
export interface LogEntry {
  /** When, by the process's wall clock, epoch µs. */
  readonly timeUs: number
  /** How much it matters. */
  readonly level: LogLevel
  /** The constant text. */
  readonly message: string
  /** What varied. */
  readonly fields: LogFields
}

/** At least this many lines are kept; older ones are let go. */
const KEPT_ENTRIES = 100_000

/** A log kept in memory. */
export class VirtualLog implements Log {
  readonly #clock: WallClock
  #entries: LogEntry[] = []

  /** Starts empty. */
  constructor(clock: WallClock) {
    this.#clock = clock
  }

  /** Keeps a line of detail. */
  debug(message: string, fields?: () => LogFields): void {
    this.#keep('debug', message, fields)
  }

  /** Keeps a change of state. */
  info(message: string, fields?: () => LogFields): void {
    this.#keep('info', message, fields)
  }

  /** Keeps something to look at when there is time. */
  warn(message: string, fields?: () => LogFields): void {
    this.#keep('warn', message, fields)
  }

  /** Keeps something to look at now. */
  error(message: string, fields?: () => LogFields): void {
    this.#keep('error', message, fields)
  }

  /** The lines, oldest first; of very many, at least the newest 100,000. */
  entries(): readonly LogEntry[] {
    return this.#entries
  }

  #keep(level: LogLevel, message: string, fields: (() => LogFields) | undefined): void {
    this.#entries.push({ timeUs: this.#clock.nowUs(), level, message, fields: fields?.() ?? {} })
    if (this.#entries.length >= KEPT_ENTRIES * 2) this.#entries = this.#entries.slice(-KEPT_ENTRIES)
  }
}
