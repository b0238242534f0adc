/** How much is remembered; what is older may be told again, which orders bear. */
const MOST = 10_000

/** Remembers what a connection has told: OKX may send one message several times, with another time in it. */
export class ToldOnce {
  readonly #keys = new Set<string>()

  /** Whether this is the first time. */
  isNew(key: string): boolean {
    if (this.#keys.has(key)) return false
    this.#keys.add(key)
    if (this.#keys.size > MOST) {
      const [oldest] = this.#keys
      if (oldest !== undefined) this.#keys.delete(oldest)
    }
    return true
  }
}
