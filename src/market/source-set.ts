/**
 * Which connections feed one book, and which of them have joined its sequence.
 *
 * A connection has joined once one of its updates was applied to the book or recognised as already in it: from then on
 * a hole in what it sends is a hole in the book. A book has one connection, two while one replaces the other or where
 * feeds are doubled; small arrays beat sets at that size.
 */
export class SourceSet {
  readonly #seen: number[] = []
  #joined: number[] = []
  // The one asked for most, kept apart so that the usual case is one comparison.
  #lastJoined = -1

  /** How many connections have joined. */
  get joinedCount(): number {
    return this.#joined.length
  }

  /** How many connections have sent anything. */
  get seenCount(): number {
    return this.#seen.length
  }

  /** Whether a connection has sent anything. */
  hasSeen(source: number): boolean {
    return this.#seen.includes(source)
  }

  /** Whether a connection has joined. */
  hasJoined(source: number): boolean {
    return source === this.#lastJoined || this.#joined.includes(source)
  }

  /** Notes that a connection has joined. */
  join(source: number): void {
    if (source === this.#lastJoined) return
    this.see(source)
    if (!this.#joined.includes(source)) this.#joined.push(source)
    this.#lastJoined = source
  }

  /** Notes that a connection sends. */
  see(source: number): void {
    if (source !== this.#lastJoined && !this.#seen.includes(source)) this.#seen.push(source)
  }

  /** Makes one connection the only one that has joined: the book now stands on its snapshot. */
  joinOnly(source: number): void {
    this.see(source)
    this.#joined = [source]
    this.#lastJoined = source
  }

  /** Whether another connection than this one has joined. */
  hasJoinedOther(source: number): boolean {
    const own = this.hasJoined(source) ? 1 : 0
    return this.#joined.length > own
  }

  /** Forgets a connection. */
  leave(source: number): void {
    const at = this.#seen.indexOf(source)
    if (at >= 0) this.#seen.splice(at, 1)
    this.#joined = this.#joined.filter((other) => other !== source)
    this.#lastJoined = this.#joined[0] ?? -1
  }

  /** Nobody has joined any more; who sends stays known. */
  disband(): void {
    this.#joined = []
    this.#lastJoined = -1
  }
}
