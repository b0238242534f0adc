import { createReadStream, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { PassThrough, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { isRecordedLine, type RecordedLine } from './recorded-line.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage.ts'

/** A line of input with its number, from 1. */
export interface NumberedLine {
  /** Line number. */
  readonly number: number
  /** The recorded frame; `undefined` where the line is not one. */
  readonly line: RecordedLine | undefined
}

/**
 * Reads recorded lines from a file (gzip or plain) or from standard input.
 *
 * @throws UsageError when the file is not there.
 */
export async function* recordedLines(
  file: string | undefined,
  terminal: Terminal,
): AsyncGenerator<NumberedLine> {
  const input = file === undefined || file === '-' ? terminal.in : openFile(file)
  let number = 0
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1
    if (text.trim() !== '') yield { number, line: readLine(text) }
    if (terminal.signal.aborted) return
  }
}

function readLine(text: string): RecordedLine | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isRecordedLine(value) ? value : undefined
  } catch {
    // Not JSON: the caller reports the line by its number.
    return undefined
  }
}

function openFile(file: string): Readable {
  if (!existsSync(file)) throw new UsageError([`FILE: there is no "${file}"`])
  const raw = createReadStream(file)
  if (!file.endsWith('.gz')) return raw
  const plain = raw.pipe(createGunzip())
  const lines = new PassThrough()
  // A torn last member (a recording cut by a crash) ends the input where it tears; what came before is whole.
  plain.on('error', () => lines.end())
  return plain.pipe(lines)
}
