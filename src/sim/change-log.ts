import type { BookSide } from '../core/index.ts'
import type { LevelChange } from './engine-order.ts'

/** Levels of both sides, best first, as scaled integers. */
export interface BookLevels {
  /** Bids, best first. */
  readonly bids: readonly (readonly [price: number, size: number])[]
  /** Asks, best first. */
  readonly asks: readonly (readonly [price: number, size: number])[]
}

/** What changed over a span of update ids: each price once, with its size at the end (0: gone). */
export interface ChangeBatch extends BookLevels {
  /** Id of the first change in the span. */
  readonly firstId: number
  /** Id of the last change in the span. */
  readonly lastId: number
  /** When the last change was made, epoch µs. */
  readonly timeUs: number
}

/**
 * The last `capacity` level changes of one book, in a ring.
 *
 * Each keeps the size before and after, so a book of the past is the present one with later changes undone.
 */
export class ChangeLog {
  readonly #capacity: number
  readonly #ids: Float64Array
  readonly #timesUs: Float64Array
  readonly #prices: Float64Array
  readonly #sizes: Float64Array
  readonly #previous: Float64Array
  readonly #isBid: Uint8Array
  #written = 0

  /** An empty log. */
  constructor(capacity: number) {
    this.#capacity = capacity
    this.#ids = new Float64Array(capacity)
    this.#timesUs = new Float64Array(capacity)
    this.#prices = new Float64Array(capacity)
    this.#sizes = new Float64Array(capacity)
    this.#previous = new Float64Array(capacity)
    this.#isBid = new Uint8Array(capacity)
  }

  /** Notes one change. */
  add(id: number, timeUs: number, change: LevelChange): void {
    const at = this.#written % this.#capacity
    this.#ids[at] = id
    this.#timesUs[at] = timeUs
    this.#prices[at] = change.price
    this.#sizes[at] = change.size
    this.#previous[at] = change.previous
    this.#isBid[at] = change.side === 'bid' ? 1 : 0
    this.#written += 1
  }

  /** Whether every change after this id is still here. */
  reaches(id: number): boolean {
    if (this.#written <= this.#capacity) return true
    return (this.#ids[this.#written % this.#capacity] ?? 0) <= id
  }

  /**
   * What changed after an id up to now, newest change first within a side; `undefined` where nothing did.
   *
   * A caller that waited so long that changes were lost must start over from the whole book: ask `reaches` first.
   */
  since(id: number): ChangeBatch | undefined {
    const bids = new Map<number, number>()
    const asks = new Map<number, number>()
    let firstId = Number.NaN
    for (const at of this.#newestFirst()) {
      const changeId = this.#ids[at] ?? 0
      if (changeId <= id) break
      firstId = changeId
      const side = this.#isBid[at] === 1 ? bids : asks
      const price = this.#prices[at] ?? 0
      if (!side.has(price)) side.set(price, this.#sizes[at] ?? 0)
    }
    if (Number.isNaN(firstId)) return undefined
    const last = (this.#written - 1) % this.#capacity
    const lastId = this.#ids[last] ?? 0
    return { firstId, lastId, timeUs: this.#timesUs[last] ?? 0, bids: [...bids], asks: [...asks] }
  }

  /** The newest id noted at or before a moment; `undefined` where the log does not go back so far. */
  idAt(timeUs: number): number | undefined {
    for (const at of this.#newestFirst()) {
      if ((this.#timesUs[at] ?? 0) <= timeUs) return this.#ids[at]
    }
    return undefined
  }

  /** The book after a past id, given the book of now; `undefined` where the log does not go back so far. */
  rewind(now: BookLevels, id: number): BookLevels | undefined {
    if (!this.reaches(id)) return undefined
    const bids = [...now.bids]
    const asks = [...now.asks]
    for (const at of this.#newestFirst()) {
      if ((this.#ids[at] ?? 0) <= id) break
      const side = this.#isBid[at] === 1 ? 'bid' : 'ask'
      undo(side === 'bid' ? bids : asks, side, this.#prices[at] ?? 0, this.#previous[at] ?? 0)
    }
    return { bids, asks }
  }

  *#newestFirst(): Generator<number> {
    const oldest = Math.max(0, this.#written - this.#capacity)
    for (let i = this.#written - 1; i >= oldest; i -= 1) yield i % this.#capacity
  }
}

/** Gives a price the size of before its change; 0: it was not there. */
function undo(
  levels: (readonly [price: number, size: number])[],
  side: BookSide,
  price: number,
  previous: number,
): void {
  const place = placeOf(levels, side, price)
  const isThere = levels[place]?.[0] === price
  if (previous === 0) levels.splice(place, isThere ? 1 : 0)
  else levels.splice(place, isThere ? 1 : 0, [price, previous])
}

/** Where a price stands among levels, best first, or would. */
function placeOf(
  levels: readonly (readonly [price: number, size: number])[],
  side: BookSide,
  price: number,
): number {
  const direction = side === 'bid' ? -1 : 1
  let from = 0
  let to = levels.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if (((levels[middle]?.[0] ?? price) - price) * direction < 0) from = middle + 1
    else to = middle
  }
  return from
}
