/**
 * @hotpath One side of a book: near the touch a ladder, which has a place for every price step; the rest is sorted.
 *
 *     sizes    [ · 5 · · 2 7 · 1 · · · · ]     a price's place is its last bits: a ring, so following the touch moves nothing
 *     present  [ 0 1 0 0 1 1 0 1 0 0 0 0 ]     a bit a place: the next level is looked for 32 places at a time
 *               low         best        low + width
 *     far      [ … ]                           the levels below `low`
 *     keys     ascend towards the touch: bids: key = price, asks: key = -price
 *
 * A change in the ladder costs the same wherever it is: nothing is looked for, nothing is moved. The ladder follows the
 * best price. Once promoted, it doubles its width while many changes are too far off for it, as long as that takes in levels
 * enough and there is room ({@link LadderRoom}); a book whose levels are many steps apart stays sorted. Demoted, it is as
 * narrow as it began.
 *
 * Invariants: levels from `low` on are in the ladder, none beyond its width, those below are far; `best` is the highest
 * level of the ladder unless it is empty. Allocation budget: none but for another width. Bench: `bench/gate`; what was
 * tried instead: docs/hot-path.md.
 */
import { LevelBuffer, ScaledLevels, type ScaledPrice, type ScaledSize } from '../core/index.ts'
import { LadderCursor } from './ladder-cursor.ts'
import type { LadderRoom } from './ladder-room.ts'
import { FIRST_WIDTH, LadderWidth, MOST_WIDTH } from './ladder-width.ts'
import { keyBelow, lowestKey } from './present-keys.ts'
import { SortedLevels } from './sorted-levels.ts'

/** A ladder grows when twice the width takes in one of so many levels at least. */
const TAKEN_IN = 64

// One book is changed at a time: these are for the rows of one change that are too far off, and for levels on their way
// between the ladder and the far ones.
const outside = new LevelBuffer()
const moved = new LevelBuffer()

/** See the head of this file. As `Levels`, index 0 is the best. */
export class LadderLevels extends ScaledLevels {
  /** Number of levels. */
  count = 0
  /** Scale of the prices. */
  priceScale: number
  /** Scale of the sizes. */
  sizeScale: number
  readonly #sign: 1 | -1
  readonly #room: LadderRoom
  readonly #far: SortedLevels
  #sizes: Float64Array = new Float64Array(FIRST_WIDTH)
  #present: Int32Array = new Int32Array(FIRST_WIDTH >> 5)
  #low = 0
  #best = 0
  /** Levels in the ladder. */
  #near = 0
  #mayGrow = false
  readonly #width = new LadderWidth()
  readonly #cursor = new LadderCursor()

  /** An empty side, not promoted. */
  constructor(side: 'bid' | 'ask', priceScale: number, sizeScale: number, room: LadderRoom) {
    super()
    this.#sign = side === 'bid' ? 1 : -1
    this.#room = room
    this.priceScale = priceScale
    this.sizeScale = sizeScale
    this.#far = new SortedLevels(side)
  }

  /** Bytes that it occupies. */
  get bytes(): number {
    return 8 * this.#sizes.length + 4 * this.#present.length + 16 * this.#far.capacity
  }

  /** Replaces the side by a snapshot's levels, in any order; levels of size 0 are left out. */
  replace(levels: LevelBuffer): void {
    const { prices, sizes, count } = levels
    const sign = this.#sign
    let best = Number.NEGATIVE_INFINITY
    for (let i = 0; i < count; i += 1) {
      const key = prices[i]! * sign
      if (key > best && sizes[i]! > 0) best = key
    }
    if (best === Number.NEGATIVE_INFINITY) best = 0
    this.#present.fill(0)
    this.#near = 0
    this.#best = best
    this.#low = this.#lowFor(best)
    this.#change(levels)
    this.#far.fit()
    this.#far.replace(outside)
    this.#settle()
  }

  /** Applies absolute sizes in the frame's order; 0 removes, and removing what is not there is nothing. */
  apply(levels: LevelBuffer): void {
    if (levels.count === 0) return
    this.#change(levels)
    if (outside.count > 0) this.#far.apply(outside)
    if (this.#far.count > 0) this.#follow()
    this.#settle()
    if (this.#width.note(levels.count, outside.count)) this.#judgeWidth()
  }

  /** Makes the changes that are in the ladder, and leaves the others in `outside`. */
  #change(levels: LevelBuffer): void {
    const { prices, sizes, count } = levels
    const sign = this.#sign
    const places = this.#sizes
    const present = this.#present
    const width = places.length
    let low = this.#low
    let best = this.#best
    let near = this.#near
    if (count > outside.prices.length) outside.reserve(count)
    const { prices: farPrices, sizes: farSizes } = outside
    let far = 0
    for (let i = 0; i < count; i += 1) {
      const price = prices[i]!
      const size = sizes[i]!
      const key = price * sign
      if (key - low >= width) {
        if (size <= 0) continue
        this.#near = near
        this.#raise(this.#lowFor(key))
        near = this.#near
        low = this.#low
      }
      if (key < low) {
        farPrices[far] = price
        farSizes[far] = size
        far += 1
        continue
      }
      // No branch on whether there was a level or is one: that is as good as random.
      const place = key & (width - 1)
      const at = place >>> 5
      const word = present[at]!
      const isThere = Number(size > 0)
      places[place] = size
      present[at] = (word & ~(1 << place)) | (isThere << place)
      near += isThere - ((word >>> place) & 1)
      if (key > best && isThere === 1) best = key
    }
    outside.count = far
    this.#near = near
    this.#best = best
    if (near > 0 && ((present[(best & (width - 1)) >>> 5]! >>> best) & 1) === 0)
      this.#best = keyBelow(present, best)
  }

  /** Where a ladder begins whose best level is `best`: a quarter of it is for better ones. */
  #lowFor(best: number): number {
    return best - 3 * (this.#sizes.length >> 2)
  }

  /** Follows a best level that went down, so that the ladder is where the changes are. */
  #follow(): void {
    if (this.#near === 0) this.#best = this.#far.price(0) * this.#sign
    else if (this.#best - this.#low >= this.#sizes.length >> 2) return
    this.#lower(this.#lowFor(this.#best))
  }

  /** Lowers the low end, when no level is beyond the width from there, and takes in the levels above it. */
  #lower(low: number): void {
    const far = this.#far
    const sizes = this.#sizes
    const present = this.#present
    const sign = this.#sign
    moved.count = 0
    for (let i = 0; i < far.count; i += 1) {
      const price = far.price(i)
      const key = price * sign
      if (key < low) break
      const place = key & (sizes.length - 1)
      sizes[place] = far.size(i)
      present[place >>> 5]! |= 1 << place
      moved.reserve(i + 1)
      moved.prices[i] = price
      moved.sizes[i] = 0
      moved.count = i + 1
    }
    this.#low = low
    this.#near += moved.count
    far.apply(moved)
  }

  /** Raises the low end; the levels below it become far ones. */
  #raise(low: number): void {
    moved.count = 0
    while (this.#near > 0) {
      const key = lowestKey(this.#present, this.#low)
      if (key >= low) break
      const i = moved.count
      moved.reserve(i + 1)
      moved.prices[i] = key * this.#sign
      moved.sizes[i] = this.#sizes[key & (this.#sizes.length - 1)]!
      moved.count = i + 1
      this.#drop(key)
      // So that the next one is looked for from here.
      this.#low = key
    }
    this.#low = low
    this.#far.apply(moved)
  }

  #drop(key: number): void {
    const place = key & (this.#sizes.length - 1)
    this.#present[place >>> 5]! &= ~(1 << place)
    this.#near -= 1
  }

  /** Doubles the width where many changes were too far off, and it is worth it; far levels give back what they can. */
  #judgeWidth(): void {
    this.#far.fit()
    const isNarrow = this.#width.isNarrow()
    const width = this.#sizes.length
    if (!(isNarrow && this.#mayGrow) || width >= MOST_WIDTH || this.#room.leftBytes < 8 * width)
      return
    // NaN where there are not so many: not worth it either.
    const key = this.#far.price(Math.ceil(this.count / TAKEN_IN)) * this.#sign
    if (key >= this.#low - width) this.#resize(2 * width)
  }

  /** Lets it grow from now on; or makes it as narrow as it began, keeps it so, and gives back the room that it took. */
  promote(isPromoted: boolean): void {
    this.#mayGrow = isPromoted
    if (!isPromoted && this.#sizes.length > FIRST_WIDTH) this.#resize(FIRST_WIDTH)
  }

  /** Changes the width: every level becomes a far one, and comes back where there is a place for it. */
  #resize(width: number): void {
    this.#raise(this.#best + 1)
    this.#setWidth(width)
    if (this.#far.count > 0) this.#follow()
    else this.#low = this.#lowFor(this.#best)
    this.#settle()
  }

  /** An empty ladder of another width; the room is taken, or given back. */
  #setWidth(width: number): void {
    this.#room.leftBytes -= 8 * (width - this.#sizes.length)
    this.#sizes = new Float64Array(width)
    this.#present = new Int32Array(width >> 5)
  }

  #settle(): void {
    this.count = this.#near + this.#far.count
    this.#cursor.restart(this.#best)
  }

  /** Drops the levels farthest from the touch beyond `depth`. */
  truncate(depth: number): void {
    if (this.count <= depth) return
    this.#far.truncate(Math.max(0, depth - this.#near))
    while (this.#near > depth) this.#drop(lowestKey(this.#present, this.#low))
    this.#settle()
  }

  /** Brings the levels to higher scales, exactly; `false`, having changed nothing, where they would not fit 2^53. */
  rescale(priceScale: number, sizeScale: number): boolean {
    const levels = new LevelBuffer()
    levels.reserve(this.count)
    levels.count = this.count
    for (let i = 0; i < this.count; i += 1) {
      levels.prices[i] = this.price(i)
      levels.sizes[i] = this.size(i)
    }
    levels.priceScale = this.priceScale
    levels.sizeScale = this.sizeScale
    if (!levels.rescale(priceScale, sizeScale)) return false
    // The width was measured in other steps.
    if (priceScale !== this.priceScale) this.#setWidth(FIRST_WIDTH)
    this.priceScale = priceScale
    this.sizeScale = sizeScale
    this.replace(levels)
    return true
  }

  /** {@inheritDoc Levels.price} */
  price(i: number): ScaledPrice {
    if (i === 0 && this.#near > 0) return (this.#best * this.#sign) as ScaledPrice
    const price =
      i < this.#near
        ? this.#cursor.key(i, this.#present) * this.#sign
        : this.#far.price(i - this.#near)
    return price as ScaledPrice
  }

  /** {@inheritDoc Levels.size} */
  size(i: number): ScaledSize {
    const size =
      i < this.#near
        ? this.#sizes[this.#cursor.key(i, this.#present) & (this.#sizes.length - 1)]!
        : this.#far.size(i - this.#near)
    return size as ScaledSize
  }
}
