/**
 * @hotpath Reads records of a ring: no allocation, one atomic write a batch. Bench: `bench/ring.bench.ts`.
 */
import {
  READ,
  READER_ASLEEP,
  type SharedRing,
  WRAPS,
  WRITER_ASLEEP,
  WRITTEN,
} from './shared-ring.ts'
import { untilMoved, type Waiting, waitFor, wake } from './waiting.ts'

/** The reading side of a ring; one thread has it. */
export class RingReader {
  /** The numbers of the ring: those of the record now read stand at `start`. */
  readonly values: Float64Array
  /** Where the record begins. */
  start = 0
  /** How many numbers it has. */
  length = 0
  readonly #words: Int32Array
  readonly #mask: number
  /** After how many numbers their room is given back, though more are there to be read. */
  readonly #batch: number
  #next: number
  #released: number
  #written: number

  constructor({ words, values }: SharedRing) {
    this.values = values
    this.#words = words
    this.#mask = values.length - 1
    this.#batch = values.length / 4
    this.#next = Atomics.load(words, READ)
    this.#released = this.#next
    this.#written = this.#next
  }

  /** Goes on to the next record; `false` where there is none. The one before is the writer's again from here on. */
  next(): boolean {
    if (this.#next === this.#written) {
      if (this.#released !== this.#next) this.#release()
      this.#written = Atomics.load(this.#words, WRITTEN)
      if (this.#next === this.#written) return false
    } else if (((this.#next - this.#released) | 0) >= this.#batch) this.#release()
    let place = this.#next & this.#mask
    let taken = 0
    if (this.values[place] === WRAPS) {
      taken = this.values.length - place
      place = 0
    }
    this.length = this.values[place] ?? 0
    this.start = place + 1
    this.#next = (this.#next + taken + this.length + 1) | 0
    return true
  }

  /** Blocks the thread until there may be a record, `true`, or a while has passed, at most about `mostMs`. */
  wait(waiting: Waiting, mostMs: number): boolean {
    return waitFor(this.#awaited(), waiting, mostMs)
  }

  /** Resolves once there may be a record; the event loop goes on meanwhile. It keeps no process alive. */
  async readable(): Promise<void> {
    await untilMoved(this.#awaited())
  }

  /** Lets everybody go on who waits for `readable`: the ring is read no more. */
  close(): void {
    Atomics.notify(this.#words, WRITTEN)
  }

  #awaited(): Parameters<typeof waitFor>[0] {
    return {
      words: this.#words,
      position: WRITTEN,
      seen: this.#written,
      asleep: READER_ASLEEP,
    }
  }

  #release(): void {
    this.#released = this.#next
    Atomics.store(this.#words, READ, this.#next)
    wake(this.#words, READ, WRITER_ASLEEP)
  }
}
