import type { CrossbookError, OrderEvent } from '../../core/index.ts'
import type { Ports, TimerHandle } from '../../runtime/ports.ts'

/** What a {@link ClockReader} is made of. */
export interface ClockReaderParts {
  /** Reads the venue's clock once. */
  readonly read: () => Promise<void>
  /** How often it is read, in ms. */
  readonly everyMs: number
  /** Clocks and timers. */
  readonly ports: Pick<Ports, 'monotonicClock' | 'timers'>
  /** Told of a reading that failed. */
  readonly onFailed: (error: unknown) => void
}

/** Between the end of one reading and the next that a refusal asks for, in ms: it may be refused for another reason. */
const LEAST_PAUSE_MS = 1_000

/**
 * When a venue's clock is read: every so often, and at once where the venue refuses a timestamp, since everything that is signed
 * would be refused until the next reading. One reading at a time.
 */
export class ClockReader {
  readonly #parts: ClockReaderParts
  #timer: TimerHandle | undefined
  #readAtMs = Number.NEGATIVE_INFINITY
  #isReading = false
  #isClosed = false

  /** Reads nothing before {@link start}. */
  constructor(parts: ClockReaderParts) {
    this.#parts = parts
  }

  /** Reads every so often from now on. */
  start(): void {
    this.#after(this.#parts.everyMs)
  }

  /** Looks at an error: a timestamp that was refused has the clock read. */
  onError(error: unknown): void {
    if ((error as Partial<CrossbookError> | undefined)?.code === 'CLOCK_SKEWED') this.#soon()
  }

  /** Looks at an event: so does one that was refused to an order. */
  onEvent(event: OrderEvent): void {
    if ('reason' in event && event.reason === 'CLOCK_SKEWED') this.#soon()
  }

  /** Reads no more. Idempotent. */
  close(): void {
    this.#isClosed = true
    this.#timer?.cancel()
  }

  #soon(): void {
    // Before the first reading there is nothing to start from; while one is under way, it is the answer.
    if (this.#timer === undefined || this.#isReading) return
    const waitMs = this.#readAtMs + LEAST_PAUSE_MS - this.#nowMs()
    if (waitMs > 0) this.#after(waitMs)
    else this.#read()
  }

  #after(ms: number): void {
    this.#timer?.cancel()
    this.#timer = this.#parts.ports.timers.after(ms, () => this.#read())
  }

  #read(): void {
    if (this.#isClosed) return
    this.#timer?.cancel()
    this.#isReading = true
    const again = (): void => {
      this.#isReading = false
      this.#readAtMs = this.#nowMs()
      if (!this.#isClosed) this.#after(this.#parts.everyMs)
    }
    this.#parts.read().then(again, (error: unknown) => {
      this.#parts.onFailed(error)
      again()
    })
  }

  #nowMs(): number {
    return this.#parts.ports.monotonicClock.nowNs() / 1e6
  }
}
