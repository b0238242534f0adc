import type { RingWriter } from './ring-writer.ts'

/**
 * Writes to a ring of which the newest record of each key is enough: where there is no room, it is kept here until there is, and
 * a newer one takes its place. Nothing that was published is ever changed.
 */
export class ConflatingWriter<Key> {
  /** Records that a newer one took the place of before there was room. */
  conflated = 0
  readonly #writer: RingWriter
  readonly #kept = new Map<Key, Float64Array>()

  constructor(writer: RingWriter) {
    this.#writer = writer
  }

  /** How many records wait for room. */
  get waiting(): number {
    return this.#kept.size
  }

  /** Writes a record, or keeps a copy of it. Records of one key are read in the order in which they were written. */
  write(key: Key, numbers: ArrayLike<number>): void {
    if (this.flush() && this.#writer.write(numbers)) return
    if (this.#kept.has(key)) this.conflated += 1
    this.#kept.set(key, Float64Array.from(numbers))
  }

  /** Writes what was kept, as far as there is room; whether all of it is written. To be called now and then. */
  flush(): boolean {
    for (const [key, numbers] of this.#kept) {
      if (!this.#writer.write(numbers)) return false
      this.#kept.delete(key)
    }
    return true
  }
}
