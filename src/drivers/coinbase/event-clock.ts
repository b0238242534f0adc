/**
 * @hotpath The newest time among many that are mostly the same: the levels of one message. Allocates nothing.
 */
import { scanTimestampUs } from '../../wire/index.ts'

/** Notes times as they are read. */
export class EventClock {
  /** The newest time noted, epoch µs; NaN where none was. */
  newestUs: number = Number.NaN
  /** Result of the last scan. */
  scaled: number = Number.NaN
  #start = 0
  #length = 0

  /** Forgets what was noted. */
  clear(): void {
    this.newestUs = Number.NaN
    this.#length = 0
  }

  /** Notes the time written at `start..end`; the epoch and the year 1 mean that there is none. */
  note(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start
    if (length === this.#length && this.#isLast(bytes, start, length)) return
    this.#start = start
    this.#length = length
    scanTimestampUs(this, bytes, start, end)
    if (this.scaled > 0 && !(this.scaled <= this.newestUs)) this.newestUs = this.scaled
  }

  /** From the end backwards: times of one message differ in their fractions, if at all. */
  #isLast(bytes: Uint8Array, start: number, length: number): boolean {
    for (let i = length - 1; i >= 0; i -= 1) {
      if (bytes[this.#start + i] !== bytes[start + i]) return false
    }
    return true
  }
}
