import { once } from 'node:events'
import type { Writable } from 'node:stream'

/** Where a command reads and writes; the process's own streams, or a test's. */
export interface Terminal {
  /** Results: NDJSON or tables. */
  readonly out: Writable
  /** Progress, summaries, problems. */
  readonly err: Writable & { readonly isTTY?: boolean }
  /** Input where no file is named. */
  readonly in: NodeJS.ReadableStream
  /** Aborted by Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal
  /** Environment variables: where keys may be, and nothing else is looked for. */
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Writes lines of JSON and waits where the reader is slower. */
export class LineWriter {
  readonly #out: Writable
  #buffer: string[] = []
  #bytes = 0

  /** A writer to a stream. */
  constructor(out: Writable) {
    this.#out = out
  }

  /** Adds one value as a line. Await it now and then: it resolves when the reader keeps up. */
  async json(value: unknown): Promise<void> {
    const line = `${JSON.stringify(value)}\n`
    this.#buffer.push(line)
    this.#bytes += line.length
    if (this.#bytes > 65_536) await this.flush()
  }

  /** Hands over what is buffered. */
  async flush(): Promise<void> {
    if (this.#buffer.length === 0) return
    const text = this.#buffer.join('')
    this.#buffer = []
    this.#bytes = 0
    if (!this.#out.write(text)) await once(this.#out, 'drain')
  }
}

/** How often a progress line is redrawn. */
const REDRAW_EVERY = 20_000

/** A counter on one line of a terminal; silent where nobody watches. */
export class Progress {
  readonly #terminal: Terminal
  readonly #what: string
  #count = 0

  /** Counts things called `what`. */
  constructor(terminal: Terminal, what: string) {
    this.#terminal = terminal
    this.#what = what
  }

  /** Counts one. */
  step(): void {
    this.#count += 1
    if (this.#terminal.err.isTTY === true && this.#count % REDRAW_EVERY === 0) {
      this.#terminal.err.write(`\r${this.#count.toLocaleString('en')} ${this.#what}`)
    }
  }

  /** Clears the line. */
  done(): void {
    if (this.#terminal.err.isTTY === true && this.#count >= REDRAW_EVERY)
      this.#terminal.err.write('\r\u001b[K')
  }
}
