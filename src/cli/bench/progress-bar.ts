import type { Terminal } from '../terminal.ts'

const WIDTH = 24

/** A bar on one line of a terminal, with what is being done; silent where nobody watches. */
export class ProgressBar {
  readonly #err: Terminal['err']

  /** A bar on the terminal's error stream, so that results stay apart. */
  constructor({ err }: Terminal) {
    this.#err = err
  }

  /** Shows that `done` of `all` are over, and what runs now. */
  show(done: number, all: number, what: string): void {
    if (this.#err.isTTY !== true) return
    const filled = Math.round((done / all) * WIDTH)
    const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled)
    this.#err.write(`\r\u001b[K${bar} ${done}/${all} ${what}`)
  }

  /** Clears the line. */
  clear(): void {
    if (this.#err.isTTY === true) this.#err.write('\r\u001b[K')
  }
}
