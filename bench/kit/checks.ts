/** Counts what held, says what did not, and ends as every suite ends: "N passed, M failed". */
export class Checks {
  #passed = 0
  #failed = 0

  /** `found` may be `limit` or less. */
  atMost(what: string, found: number, limit: number, unit: string): void {
    this.#note(found <= limit, `${what}: ${text(found)} ${unit}, at most ${text(limit)}`)
  }

  /** `found` must be `limit` or more. */
  atLeast(what: string, found: number, limit: number, unit: string): void {
    this.#note(found >= limit, `${what}: ${text(found)} ${unit}, at least ${text(limit)}`)
  }

  /** Prints the count; the process then ends with 1 if anything failed. */
  end(): void {
    console.log(`${this.#passed} passed, ${this.#failed} failed`)
    process.exitCode = this.#failed > 0 ? 1 : 0
  }

  // A value that is not a number compares as false, and so fails.
  #note(holds: boolean, line: string): void {
    if (holds) this.#passed += 1
    else this.#failed += 1
    console.log(`${holds ? 'ok    ' : 'FAILED'} ${line}`)
  }
}

function text(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 2 : 0 })
}
