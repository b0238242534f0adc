import type { Log, LogFields } from '../ports.ts'

/** How much a line matters, least first. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const

/** How much a line matters. */
export type NodeLogLevel = (typeof LOG_LEVELS)[number]

/** Options of {@link createLog}. */
export interface LogOptions {
  /** Lines that matter less are not written, nor are their fields built. @defaultValue `'info'` */
  readonly level?: NodeLogLevel
  /** Text for people, or one JSON object a line. @defaultValue `'text'` */
  readonly format?: 'text' | 'json'
  /** Takes a line with its newline. @defaultValue writes to stderr */
  readonly write?: (line: string) => void
}

/** Creates a log that writes lines to stderr: UTC time, level, message, fields. */
export function createLog(options: LogOptions = {}): Log {
  const {
    level = 'info',
    format = 'text',
    write = (line) => void process.stderr.write(line),
  } = options
  const least = LOG_LEVELS.indexOf(level)
  const line = format === 'json' ? jsonLine : textLine
  const at = (each: NodeLogLevel): Log['info'] => {
    if (LOG_LEVELS.indexOf(each) < least) return () => {}
    return (message, fields) => write(line(new Date(), each, message, fields?.() ?? {}))
  }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

function jsonLine(time: Date, level: NodeLogLevel, message: string, fields: LogFields): string {
  return `${JSON.stringify({ ...fields, time: time.toISOString(), level, message })}\n`
}

function textLine(time: Date, level: NodeLogLevel, message: string, fields: LogFields): string {
  const pairs = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}=${textOf(value)}`)
  return `${time.toISOString()} ${level.toUpperCase().padEnd(5)} ${oneLine(message)}${pairs.join('')}\n`
}

/** Quotes a text that would not read as one word. */
function textOf(value: LogFields[string]): string {
  const text = String(value)
  return /^[^\s"=]+$/.test(text) ? text : JSON.stringify(text)
}

/** A venue's text may get into a message; it must not forge a line. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ')
}
