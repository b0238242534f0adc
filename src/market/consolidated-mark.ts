/**
 * @hotpath What one listener of a consolidated view saw last: told again only when that changed. Most frames change no
 * best price. Allocation budget: none.
 */
import type { BookState, Levels } from '../core/index.ts'
import { compareBest } from './compare-prices.ts'
import { type BestOfVenues, levelsOf } from './consolidated-side.ts'
import type { VenueSource } from './consolidated-source.ts'

/** Remembers a view. */
export class ConsolidatedMark {
  readonly #sources: readonly VenueSource[]
  readonly #states: (BookState | '')[]
  readonly #sides: readonly SideMark[]

  /** Has seen nothing yet. */
  constructor(sources: readonly VenueSource[], sides: readonly BestOfVenues[]) {
    this.#sources = sources
    this.#states = sources.map(() => '')
    this.#sides = sides.map((side) => new SideMark(side, sources))
  }

  /** Looks again; whether a state, a best price, who has it, or a size at it changed since the last look. */
  look(): boolean {
    let isChanged = false
    for (let i = 0; i < this.#sources.length; i += 1) {
      const { state } = this.#sources[i] as VenueSource
      if (state === this.#states[i]) continue
      this.#states[i] = state
      isChanged = true
    }
    for (let i = 0; i < this.#sides.length; i += 1) {
      if ((this.#sides[i] as SideMark).look()) isChanged = true
    }
    return isChanged
  }
}

/** Remembers one side: the best price, and the size of each venue that is at it. */
class SideMark {
  readonly #side: BestOfVenues
  readonly #sources: readonly VenueSource[]
  // The price and its scale in the last two places, after a size and a scale for each source; NaN: not at the price.
  readonly #seen: Float64Array

  constructor(side: BestOfVenues, sources: readonly VenueSource[]) {
    this.#side = side
    this.#sources = sources
    this.#seen = new Float64Array(2 * sources.length + 2).fill(Number.NaN)
  }

  look(): boolean {
    const best = this.#side.levels()
    let isChanged = this.#note(
      this.#sources.length,
      best?.price(0) ?? Number.NaN,
      best?.priceScale ?? Number.NaN,
    )
    for (let i = 0; i < this.#sources.length; i += 1) {
      const levels = this.#atBest(this.#sources[i] as VenueSource, best)
      const isOther = this.#note(i, levels?.size(0) ?? Number.NaN, levels?.sizeScale ?? Number.NaN)
      // What is wide has no number to remember: it always counts as changed.
      if (isOther || (levels !== undefined && Number.isNaN(levels.size(0)))) isChanged = true
    }
    return isChanged
  }

  #atBest(source: VenueSource, best: Levels | undefined): Levels | undefined {
    if (best === undefined) return undefined
    const levels = levelsOf(source, this.#side.side)
    return levels !== undefined && compareBest(levels, best) === 0 ? levels : undefined
  }

  #note(place: number, value: number, scale: number): boolean {
    const seen = this.#seen
    const at = 2 * place
    if (Object.is(seen[at], value) && Object.is(seen[at + 1], scale)) return false
    seen[at] = value
    seen[at + 1] = scale
    return true
  }
}
