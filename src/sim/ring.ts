/** The newest `capacity` things, oldest first. */
export class Ring<T> {
  readonly #capacity: number
  #items: T[] = []

  /** An empty ring. */
  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** How many things there are. */
  get count(): number {
    return Math.min(this.#items.length, this.#capacity)
  }

  /** Adds the newest thing; the oldest may leave. */
  push(item: T): void {
    this.#items.push(item)
    // Cut rarely, so that a push costs the same however large the ring is.
    if (this.#items.length >= this.#capacity * 2) this.#items = this.#items.slice(-this.#capacity)
  }

  /** The newest thing. */
  newest(): T | undefined {
    return this.#items.at(-1)
  }

  /** Everything, oldest first. */
  all(): readonly T[] {
    return this.#items.length > this.#capacity ? this.#items.slice(-this.#capacity) : this.#items
  }
}
