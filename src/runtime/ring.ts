import { ConfigError } from '../core/index.ts'

/**
 * The newest `capacity` values of a sequence; pushing to a full ring lets the oldest go.
 *
 * ```text
 *  capacity 5, 7 pushed:   slots  [5][6][2][3][4]      at(0) is 2, at(4) is 6
 *                                       ▲ oldest
 * ```
 * `push` and `at` allocate nothing once the ring is full.
 */
export class Ring<T> {
  /** Most values it holds. */
  readonly capacity: number
  readonly #slots: (T | undefined)[] = []
  #oldest = 0
  #size = 0

  /**
   * An empty ring.
   *
   * @throws ConfigError `INVALID_OPTIONS` when the capacity is not a positive integer.
   */
  constructor(capacity: number) {
    this.capacity = checkCapacity(capacity)
  }

  /** How many values it holds. */
  size(): number {
    return this.#size
  }

  /** Adds the newest value. Returns the oldest, where it had to go for it. */
  push(value: T): T | undefined {
    if (this.#size < this.capacity) {
      this.#slots[(this.#oldest + this.#size) % this.capacity] = value
      this.#size += 1
      return undefined
    }
    const gone = this.#slots[this.#oldest]
    this.#slots[this.#oldest] = value
    this.#oldest = (this.#oldest + 1) % this.capacity
    return gone
  }

  /** Takes the oldest value out; `undefined` when there is none. */
  shift(): T | undefined {
    if (this.#size === 0) return undefined
    const value = this.#slots[this.#oldest]
    this.#slots[this.#oldest] = undefined
    this.#oldest = (this.#oldest + 1) % this.capacity
    this.#size -= 1
    return value
  }

  /** The value at a position from the oldest (0), or from the newest (-1); `undefined` outside. */
  at(position: number): T | undefined {
    const from = position < 0 ? this.#size + position : position
    if (from < 0 || from >= this.#size) return undefined
    return this.#slots[(this.#oldest + from) % this.capacity]
  }

  /** A copy of its values, oldest first. */
  toArray(): T[] {
    const first = this.#slots.slice(this.#oldest, this.#oldest + this.#size)
    const wrapped = this.#slots.slice(0, Math.max(0, this.#oldest + this.#size - this.capacity))
    // Slots within `size` were written with values of type T; only slots outside hold `undefined` of our own.
    return [...first, ...wrapped] as T[]
  }

  /** Empties it. */
  clear(): void {
    this.#slots.length = 0
    this.#oldest = 0
    this.#size = 0
  }
}

/** The newest `capacity` numbers of a sequence, in one typed array; `push` and `at` allocate nothing. */
export class NumberRing {
  /** Most numbers it holds. */
  readonly capacity: number
  readonly #slots: Float64Array
  #next = 0
  #size = 0

  /**
   * An empty ring.
   *
   * @throws ConfigError `INVALID_OPTIONS` when the capacity is not a positive integer.
   */
  constructor(capacity: number) {
    this.capacity = checkCapacity(capacity)
    this.#slots = new Float64Array(capacity)
  }

  /** How many numbers it holds. */
  size(): number {
    return this.#size
  }

  /** Adds the newest number. Returns the oldest, where it had to go for it; NaN where not. */
  push(value: number): number {
    const isFull = this.#size === this.capacity
    const gone = isFull ? (this.#slots[this.#next] ?? Number.NaN) : Number.NaN
    this.#slots[this.#next] = value
    this.#next = this.#next + 1 === this.capacity ? 0 : this.#next + 1
    if (!isFull) this.#size += 1
    return gone
  }

  /** The number at a position from the oldest (0), or from the newest (-1); NaN outside. */
  at(position: number): number {
    const from = position < 0 ? this.#size + position : position
    if (from < 0 || from >= this.#size) return Number.NaN
    const index = this.#next - this.#size + from
    return this.#slots[index < 0 ? index + this.capacity : index] ?? Number.NaN
  }

  /** Empties it. */
  clear(): void {
    this.#next = 0
    this.#size = 0
  }
}

function checkCapacity(capacity: number): number {
  if (Number.isSafeInteger(capacity) && capacity > 0) return capacity
  throw new ConfigError(
    'INVALID_OPTIONS',
    `Making a ring: expected a capacity above 0, was ${capacity}`,
  )
}
