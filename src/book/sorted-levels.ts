/**
 * @hotpath Levels of one side of a book that are too far from the touch for its ladder: sorted in one typed array, the
 * best last, with holes where levels were removed.
 *
 *     cells   [ far … · … … · · … near ]     a level is two cells, its key and its size; `·` is a hole
 *     keys    ascend towards the touch: bids: key = price, asks: key = -price
 *
 * A removed level stays as a hole (its key, size 0), so removing moves nothing, and a price that returns finds its place.
 * A new level takes a hole beside it, or pushes its neighbours as far as the next hole; where none is near, a few places
 * are opened.
 *
 * Invariants: keys ascend, and equal keys are one level followed by holes, or holes alone; the last place is no hole; at
 * most a third of the places are holes, but for {@link SPARE_HOLES}. A whole frame is applied per call: a double passed to
 * a call that is not inlined would be boxed.
 *
 * Memory: it grows by an eighth, so that thousands of books do not hold twice what they need. {@link SortedLevels.fit},
 * asked now and then, gives back what was not needed since it was asked before: a third of it at least, so that nothing
 * is moved to and fro. Allocation budget: none but that. Bench: `bench/gate`; what was tried instead: docs/hot-path.md.
 */
import type { LevelBuffer } from '../core/index.ts'

/** Places of a new side, and the least that it grows by. */
const LEAST_PLACES = 32
/** Places within which a hole is looked for. */
const REACH = 32
/** Places that are opened at once where there is none. */
const OPENED = 8
/** Holes that never need tidying. */
const SPARE_HOLES = 16
/** Places that are never worth giving back: 2 kB. */
const SPARE_PLACES = 128

/** See the head of this file. Index 0 is the best. */
export class SortedLevels {
  /** Number of levels. */
  count = 0
  readonly #sign: 1 | -1
  #cells: Float64Array = new Float64Array(2 * LEAST_PLACES)
  /** Places in use, holes included. */
  #places = 0
  /** Most places that were asked for since memory was given back last, or might have been. */
  #most = 0
  // The level asked for last and its place, so that reading level by level does not count holes again and again.
  #readIndex = 0
  #readPlace = 0

  /** An empty side. */
  constructor(side: 'bid' | 'ask') {
    this.#sign = side === 'bid' ? 1 : -1
  }

  /** Places that there is memory for, 16 bytes each. */
  get capacity(): number {
    return this.#cells.length >> 1
  }

  /** Replaces the side by a snapshot's levels, in any order; levels of size 0 are left out. */
  replace(levels: LevelBuffer): void {
    this.#reserve(levels.count)
    const { prices, sizes } = levels
    const cells = this.#cells
    const sign = this.#sign
    let n = 0
    // Venues send the best first: filling from the last row keeps the keys ascending. Anything else (another order, a
    // price twice, a size of 0) is applied row by row, the last one winning.
    for (let i = levels.count - 1; i >= 0; i -= 1) {
      const key = prices[i]! * sign
      if (sizes[i]! <= 0 || (n > 0 && key <= cells[2 * n - 2]!)) {
        this.#settle(0, 0)
        this.apply(levels)
        return
      }
      cells[2 * n] = key
      cells[2 * n + 1] = sizes[i]!
      n += 1
    }
    this.#settle(n, n)
  }

  /** Applies absolute sizes in the frame's order; 0 removes, and removing what is not there is nothing. */
  apply(levels: LevelBuffer): void {
    const changes = levels.count
    if (changes === 0) return
    this.#reserve(this.#places + changes)
    const { prices, sizes } = levels
    const cells = this.#cells
    const { capacity } = this
    const sign = this.#sign
    let places = this.#places
    let { count } = this
    for (let i = 0; i < changes; i += 1) {
      const key = prices[i]! * sign
      const size = sizes[i]!
      // `at` becomes the first place whose key is not below.
      let low = 0
      let at = places
      while (low < at) {
        const middle = (low + at) >>> 1
        if (cells[2 * middle]! < key) low = middle + 1
        else at = middle
      }
      if (at < places && cells[2 * at] === key) {
        if (cells[2 * at + 1]! > 0) count -= 1
        if (size > 0) count += 1
        cells[2 * at + 1] = size > 0 ? size : 0
        continue
      }
      if (size <= 0) continue
      count += 1
      if (at > 0 && cells[2 * at - 1] === 0) at -= 1
      else if (at === places) places += 1
      else if (cells[2 * at + 1] !== 0) {
        const end = at + REACH < places ? at + REACH : places
        let hole = at + 1
        while (hole < end && cells[2 * hole + 1] !== 0) hole += 1
        if (hole < end || end === places) {
          if (hole === places) places += 1
          for (let to = 2 * hole + 1; to > 2 * at + 1; to -= 1) cells[to] = cells[to - 2]!
        } else {
          // No hole in reach: one move makes room for this level and for those that will come beside it.
          const room = capacity - places - (changes - i) + 1
          const opened = room < OPENED ? room : OPENED
          cells.copyWithin(2 * (at + opened), 2 * at, 2 * places)
          for (let to = at + 1; to < at + opened; to += 1) {
            cells[2 * to] = key
            cells[2 * to + 1] = 0
          }
          places += opened
        }
      }
      cells[2 * at] = key
      cells[2 * at + 1] = size
    }
    while (places > 0 && cells[2 * places - 1] === 0) places -= 1
    this.#settle(places, count)
    if (places - count > (count >> 1) + SPARE_HOLES) this.#tidy()
  }

  /** Gives back memory that was not needed since this was called last, where it is much. */
  fit(): void {
    const most = this.#most
    this.#most = this.#places
    if (this.capacity > most + (most >> 1) + SPARE_PLACES) this.#resize(most)
  }

  /** Drops the levels farthest from the touch beyond `depth`. */
  truncate(depth: number): void {
    if (this.count <= depth) return
    this.#tidy()
    this.#cells.copyWithin(0, 2 * (this.count - depth), 2 * this.count)
    this.#settle(depth, depth)
  }

  /** Price of level `i`; NaN beyond the count. */
  price(i: number): number {
    return i < this.count ? this.#cells[2 * this.#place(i)]! * this.#sign : Number.NaN
  }

  /** Size of level `i`; NaN beyond the count. */
  size(i: number): number {
    return i < this.count ? this.#cells[2 * this.#place(i) + 1]! : Number.NaN
  }

  /** Place of the level that is `i` from the touch. */
  #place(i: number): number {
    if (i === 0) return this.#places - 1
    const cells = this.#cells
    let index = this.#readIndex
    let place = this.#readPlace
    if (i < index) {
      index = 0
      place = this.#places - 1
    }
    while (index < i) {
      place -= 1
      if (cells[2 * place + 1] !== 0) index += 1
    }
    this.#readIndex = index
    this.#readPlace = place
    return place
  }

  #settle(places: number, count: number): void {
    this.#places = places
    // Opened holes may be more than were asked for.
    if (places > this.#most) this.#most = places
    this.count = count
    this.#readIndex = 0
    this.#readPlace = places - 1
  }

  /** Closes the holes. */
  #tidy(): void {
    const cells = this.#cells
    let to = 0
    for (let from = 0; from < 2 * this.#places; from += 2) {
      if (cells[from + 1] === 0) continue
      cells[to] = cells[from]!
      cells[to + 1] = cells[from + 1]!
      to += 2
    }
    this.#settle(to >> 1, to >> 1)
  }

  /** Makes room for `places`. */
  #reserve(places: number): void {
    if (places > this.#most) this.#most = places
    if (places > this.capacity) this.#resize(places)
  }

  #resize(places: number): void {
    const cells = new Float64Array(2 * (places + Math.max(LEAST_PLACES, places >> 3)))
    cells.set(this.#cells.subarray(0, 2 * this.#places))
    this.#cells = cells
  }
}
