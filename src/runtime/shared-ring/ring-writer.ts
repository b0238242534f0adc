/**
 * @hotpath Writes records of a ring: no allocation, one atomic write a batch. Bench: `bench/ring.bench.ts`.
 */
import { ConfigError } from '../../core/index.ts'
import {
  READ,
  READER_ASLEEP,
  type SharedRing,
  WRAPS,
  WRITER_ASLEEP,
  WRITTEN,
} from './shared-ring.ts'
import { type Waiting, waitFor, wake } from './waiting.ts'

/** How long one sleep for room lasts, in ms; then it looks again. */
const LOOK_MS = 1_000

/** The writing side of a ring; one thread has it. */
export class RingWriter {
  /** The numbers of the ring: those of a record that was claimed are to be written here. */
  readonly values: Float64Array
  /** Most numbers that a record may have. */
  readonly mostNumbers: number
  /** How often there was no room, and it waited. */
  waits = 0
  readonly #words: Int32Array
  readonly #capacity: number
  readonly #mask: number
  #claimed: number
  #read: number

  constructor({ words, values }: SharedRing) {
    this.values = values
    this.#words = words
    this.#capacity = values.length
    this.#mask = values.length - 1
    this.mostNumbers = values.length / 2 - 1
    this.#claimed = Atomics.load(words, WRITTEN)
    this.#read = Atomics.load(words, READ)
  }

  /**
   * Takes room for a record of `length` numbers: where its first one goes in `values`, or -1 where there is no room. Nobody
   * reads it before it is published.
   *
   * @throws ConfigError `INVALID_OPTIONS` where no ring of this capacity has room for it
   */
  claim(length: number): number {
    if (length > this.mostNumbers) throw this.#tooLong(length)
    const needed = length + 1
    const place = this.#claimed & this.#mask
    const untilEnd = this.#capacity - place
    const skipped = needed > untilEnd ? untilEnd : 0
    if (!this.#hasRoom(skipped + needed)) return -1
    let first = place
    if (skipped > 0) {
      this.values[place] = WRAPS
      first = 0
    }
    this.values[first] = length
    this.#claimed = (this.#claimed + skipped + needed) | 0
    return first + 1
  }

  /**
   * The same, but where there is no room it publishes what was claimed before, and blocks the thread until there is. Not for a
   * thread whose loop the reader waits for.
   */
  claimWaiting(length: number, waiting: Waiting): number {
    for (;;) {
      const place = this.claim(length)
      if (place >= 0) return place
      this.publish()
      this.#awaitRoom(waiting)
    }
  }

  /** Lets the other side read all that was claimed, and wakes it. */
  publish(): void {
    Atomics.store(this.#words, WRITTEN, this.#claimed)
    wake(this.#words, WRITTEN, READER_ASLEEP)
  }

  /** Writes one record, and publishes it; `false`, having written nothing, where there is no room. */
  write(numbers: ArrayLike<number>): boolean {
    const place = this.claim(numbers.length)
    if (place < 0) return false
    this.values.set(numbers, place)
    this.publish()
    return true
  }

  /** The same, but blocks the thread until there is room. Not for a thread with an event loop to turn. */
  writeWaiting(numbers: ArrayLike<number>, waiting: Waiting): void {
    while (!this.write(numbers)) this.#awaitRoom(waiting)
  }

  #awaitRoom(waiting: Waiting): void {
    this.waits += 1
    const awaited = { position: READ, seen: this.#read, asleep: WRITER_ASLEEP }
    waitFor({ words: this.#words, ...awaited }, waiting, LOOK_MS)
  }

  #hasRoom(needed: number): boolean {
    if (((this.#claimed - this.#read) | 0) + needed <= this.#capacity) return true
    this.#read = Atomics.load(this.#words, READ)
    return ((this.#claimed - this.#read) | 0) + needed <= this.#capacity
  }

  #tooLong(length: number): ConfigError {
    return new ConfigError(
      'INVALID_OPTIONS',
      `Writing a record: expected at most ${this.mostNumbers} numbers, half of the ring, were ${length}`,
    )
  }
}
