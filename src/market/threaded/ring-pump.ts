import type { Waiting } from '../../runtime/index.ts'
import type { RecordReader } from './record-reader.ts'

/** Records read before the event loop turns, so that a flood starves nobody. */
const MOST_AT_ONCE = 4_096
/** Turns in vain after which `yield` sleeps. */
const SOME_TURNS = 100

/** What a {@link RingPump} is made of. */
export interface RingPumpParts {
  /** Reads the records. */
  readonly reader: RecordReader
  /** How it waits for the next one. */
  readonly waiting: Waiting
  /** Calls back once the event loop has turned. */
  readonly afterTurn: (callback: () => void) => void
  /** Told what reading failed with. */
  readonly onBroken: (error: unknown) => void
}

/**
 * Reads a ring on an event loop. Between records it lets the loop turn; how it learns of the next one is its policy:
 *
 * - `wait`: it is woken
 * - `yield`: it looks at each turn of the loop, and sleeps after some in vain
 * - `spin`: it looks at each turn of the loop, which then never rests
 */
export class RingPump {
  readonly #parts: RingPumpParts
  #isReading = false
  #isClosed = false

  /** Reads from now on. */
  constructor(parts: RingPumpParts) {
    this.#parts = parts
    this.#run().catch((error: unknown) => parts.onBroken(error))
  }

  /** Reads what is there. */
  drain(): void {
    while (this.#read());
  }

  /** Reads no more. Idempotent. */
  close(): void {
    this.#isClosed = true
    this.#parts.reader.ring.close()
  }

  async #run(): Promise<void> {
    const { reader, waiting } = this.#parts
    let turns = 0
    while (!this.#isClosed) {
      const before = turns
      turns = this.#readSome() ? 0 : turns + 1
      if (this.#isClosed) return
      const sleeps = waiting === 'wait' || (waiting === 'yield' && before >= SOME_TURNS)
      if (turns > 0 && sleeps) await reader.ring.readable()
      else await this.#turn()
    }
  }

  /** Whether there was anything. */
  #readSome(): boolean {
    let count = 0
    while (count < MOST_AT_ONCE && this.#read()) count += 1
    return count > 0
  }

  /** A handler may ask for what is told by reading on: the record under its hands is not taken away. */
  #read(): boolean {
    if (this.#isReading || this.#isClosed) return false
    this.#isReading = true
    try {
      return this.#parts.reader.next()
    } finally {
      this.#isReading = false
    }
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => this.#parts.afterTurn(resolve))
  }
}
