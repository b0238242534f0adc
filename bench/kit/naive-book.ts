/** The obviously correct book: text to text, sorted when read. Every timed row must agree with it, level by level. */

/** Prices and sizes of a side as the nearest doubles, best first. */
export type Rows = readonly (readonly [price: number, size: number])[]

interface Depth {
  readonly bids?: [string, string][]
  readonly asks?: [string, string][]
  readonly b?: [string, string][]
  readonly a?: [string, string][]
}

/** See the head of this file. */
export class NaiveBook {
  readonly #bids = new Map<number, string>()
  readonly #asks = new Map<number, string>()

  /** Starts from a REST answer. */
  constructor(snapshot: string) {
    this.#apply(JSON.parse(snapshot) as Depth)
  }

  /** Applies one combined-stream depth frame. */
  onFrame(frame: Buffer): void {
    this.#apply((JSON.parse(frame.toString()) as { data: Depth }).data)
  }

  /** Best bid plus best ask: what every case returns per frame. */
  top(): number {
    return Math.max(...this.#bids.keys()) + Math.min(...this.#asks.keys())
  }

  /** Both sides whole. */
  sides(): { bids: Rows; asks: Rows } {
    const rows = (side: ReadonlyMap<number, string>): [number, number][] =>
      [...side].map(([price, size]) => [price, Number(size)])
    return {
      bids: rows(this.#bids).sort((a, b) => b[0] - a[0]),
      asks: rows(this.#asks).sort((a, b) => a[0] - b[0]),
    }
  }

  #apply(depth: Depth): void {
    setAll(this.#bids, depth.bids ?? depth.b ?? [])
    setAll(this.#asks, depth.asks ?? depth.a ?? [])
  }
}

// Two spellings of a price are one level, so the key is the number.
function setAll(side: Map<number, string>, levels: readonly (readonly [string, string])[]): void {
  for (const [price, size] of levels) {
    if (Number(size) === 0) side.delete(Number(price))
    else side.set(Number(price), size)
  }
}
