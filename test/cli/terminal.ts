import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { onTestFinished } from 'vitest'
import { runCommandLine } from '../../src/cli/run.ts'

/** What a command line did. */
export interface Ran {
  /** Exit code. */
  readonly code: number
  /** Standard output. */
  readonly out: string
  /** Standard error. */
  readonly err: string
  /** Standard output, each line read as JSON. */
  readonly json: () => readonly Record<string, unknown>[]
}

class Collected extends Writable {
  text = ''
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString()
    done()
  }
}

/** How a command line is run. */
export interface RunOptions {
  /** Standard input. */
  readonly input?: string
  /** Ctrl-C. */
  readonly signal?: AbortSignal
  /** Environment variables. */
  readonly environment?: Readonly<Record<string, string>>
}

/** Runs `crossbook <argv>` in this process, on streams in memory. */
export async function crossbook(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { input = '', signal = new AbortController().signal, environment = {} } = options
  const [out, err] = [new Collected(), new Collected()]
  const streams = { out, err, in: Readable.from([input]) }
  const code = await runCommandLine(argv, { ...streams, signal, environment })
  const json = () =>
    out.text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  return { code, out: out.text, err: err.text, json }
}

/** A folder that is gone after the test. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'crossbook-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A file in a folder of its own, gzip where its name says so. */
export function tempFile(name: string, text: string): string {
  const file = join(tempFolder(), name)
  writeFileSync(file, name.endsWith('.gz') ? gzipSync(text) : text)
  return file
}

/** Recorded lines of received frames, a second apart from `recv` 1 on. */
export function recorded(...frames: readonly unknown[]): string {
  return frames
    .map((frame, i) => {
      const text = typeof frame === 'string' ? frame : JSON.stringify(frame)
      const url = 'wss://stream.binance.com:9443/stream'
      return `${JSON.stringify({ recv: i + 1, url, dir: 'in', frame: text })}\n`
    })
    .join('')
}
