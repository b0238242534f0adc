import { decimalText } from '../../../src/core/index.ts'
import type { TruthLevels } from '../../../src/sim/index.ts'

/** A client's book in the dullest form: a map of texts, rebuilt by applying what the wire says. */
export class BookCopy {
  readonly #bids = new Map<string, string>()
  readonly #asks = new Map<string, string>()

  apply(bids: readonly (readonly string[])[], asks: readonly (readonly string[])[]): void {
    for (const [sides, levels] of [
      [this.#bids, bids],
      [this.#asks, asks],
    ] as const) {
      for (const [price = '', size = ''] of levels) {
        if (Number(size) === 0) sides.delete(decimalText(price))
        else sides.set(decimalText(price), decimalText(size))
      }
    }
  }

  levels(): { bids: TruthLevels; asks: TruthLevels } {
    const sorted = (side: Map<string, string>, direction: 1 | -1): TruthLevels =>
      [...side]
        .sort((a, b) => (Number(a[0]) - Number(b[0])) * direction)
        .map(([price, size]) => [decimalText(price), decimalText(size)])
    return { bids: sorted(this.#bids, -1), asks: sorted(this.#asks, 1) }
  }
}
