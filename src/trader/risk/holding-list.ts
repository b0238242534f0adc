import type { Holding } from './holding.ts'

/**
 * Holdings in the order in which they began, and their serial numbers beside each other: which of them are others than before
 * is seen without a look at each.
 */
export class HoldingList implements Iterable<Holding> {
  readonly #all: Holding[] = []
  #serials = new Float64Array(16)

  /** Starts with those of another list. */
  constructor(holdings: Iterable<Holding> = []) {
    for (const holding of holdings) this.push(holding)
  }

  /** How many. */
  get length(): number {
    return this.#all.length
  }

  /** By place, as many as there are holdings; those behind say nothing. @internal */
  get serials(): Float64Array {
    return this.#serials
  }

  /** In order. */
  [Symbol.iterator](): Iterator<Holding> {
    return this.#all[Symbol.iterator]()
  }

  /** The one at a place. */
  at(i: number): Holding | undefined {
    return this.#all[i]
  }

  /** Puts one in the place of another. @internal */
  replace(i: number, holding: Holding): void {
    this.#all[i] = holding
    this.#serials[i] = holding.serial
  }

  /** Puts one behind all others. @internal */
  push(holding: Holding): void {
    const { length } = this.#all
    if (length === this.#serials.length) {
      const serials = new Float64Array(length * 2)
      serials.set(this.#serials)
      this.#serials = serials
    }
    this.replace(length, holding)
  }

  /** Takes one out; those behind it move up. @internal */
  remove(i: number): void {
    this.#all.splice(i, 1)
    this.#serials.copyWithin(i, i + 1)
  }
}
