/** How much is remembered; what is older may be told again, which orders bear. */
const MOST = 10_000

/** Remembers what a connection has told: OKX may send one message several times, with another time in it. */
export class ToldOnce {
  readonly #keys = new Set<string>()
  #fresh: string[] = []

  /** Whether this is the first time. */
  isNew(key: string): boolean {
    if (this.#keys.has(key)) return false
    this.#keys.add(key)
    this.#fresh.push(key)
    return true
  }

  /** What was new in this frame was told. */
  keep(): void {
    this.#fresh = []
    for (const oldest of this.#keys) {
      if (this.#keys.size <= MOST) return
      this.#keys.delete(oldest)
    }
  }

  /** Nothing of this frame was told: it may come again. */
  undo(): void {
    for (const key of this.#fresh) this.#keys.delete(key)
    this.#fresh = []
  }
}
