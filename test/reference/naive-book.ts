/** A book that is obviously right: exact decimal text in maps, sorted on reading. The twin of every fast structure. */
export class NaiveBook {
  readonly #sides = { bid: new Map<bigint, bigint>(), ask: new Map<bigint, bigint>() }

  clear(): void {
    this.#sides.bid.clear()
    this.#sides.ask.clear()
  }

  set(side: 'bid' | 'ask', price: bigint, size: bigint): void {
    if (size > 0n) this.#sides[side].set(price, size)
    else this.#sides[side].delete(price)
  }

  /** Levels from the best. */
  levels(side: 'bid' | 'ask'): [bigint, bigint][] {
    const sign = side === 'bid' ? -1 : 1
    return [...this.#sides[side]].sort(([a], [b]) => (a < b ? -sign : a > b ? sign : 0))
  }

  truncate(depth: number): void {
    for (const side of ['bid', 'ask'] as const) {
      for (const [price] of this.levels(side).slice(depth)) this.#sides[side].delete(price)
    }
  }
}
