/**
 * @hotpath The best price of one side over several books. Nothing is kept: what is best is found when it is asked, from
 * the books as they are then, so that a book which just lost its ground is never shown. Allocation budget: none for
 * `find`; texts and Decimals are made for who asks for them.
 */
import {
  type BookSide,
  Decimal,
  type DecimalText,
  type Levels,
  type LiveOrderBook,
} from '../core/index.ts'
import { compareBest } from './compare-prices.ts'
import type { ConsolidatedSource, SizeUnit, VenueSource } from './consolidated-source.ts'

/** The best bid, or the best ask, over all venues that count. Everything is `undefined` where no venue has one. */
export interface ConsolidatedSide {
  /** The venue that has it; of several at the same price, the one named first when the view was made. */
  source(): ConsolidatedSource | undefined
  /** All venues at that price, in the order in which they were named. */
  sources(): readonly ConsolidatedSource[]
  /** The price, exact. */
  priceText(): DecimalText | undefined
  /** The price, exact. */
  priceDecimal(): Decimal | undefined
  /** The size at the venue that {@link ConsolidatedSide.source} names, in that venue's unit. */
  sizeText(): DecimalText | undefined
  /** What that size counts. */
  sizeUnit(): SizeUnit | undefined
  /**
   * Base at that price over all venues together, exact: contracts are counted by their multiplier where they are linear.
   * `undefined` also where one of them is inverse, whose contracts are no fixed base.
   */
  baseSize(): Decimal | undefined
}

/** The levels of one side of a source; `undefined` where it has none that count. */
export function levelsOf(source: VenueSource, side: BookSide): Levels | undefined {
  const book = source.book
  if (book.state !== 'live') return undefined
  const levels = sideOf(book, side)
  return levels.count === 0 ? undefined : levels
}

function sideOf(book: LiveOrderBook, side: BookSide): Levels {
  return side === 'bid' ? book.bids : book.asks
}

/** One side of a view. */
export class BestOfVenues implements ConsolidatedSide {
  /** Which side. */
  readonly side: BookSide
  readonly #sources: readonly VenueSource[]
  readonly #sign: number

  /** The side of these sources. */
  constructor(side: BookSide, sources: readonly VenueSource[]) {
    this.side = side
    this.#sources = sources
    this.#sign = side === 'bid' ? 1 : -1
  }

  /** Place of the source with the best price; -1 where no source has any. */
  find(): number {
    let best: Levels | undefined
    let at = -1
    for (let i = 0; i < this.#sources.length; i += 1) {
      const levels = levelsOf(this.#sources[i] as VenueSource, this.side)
      if (levels === undefined) continue
      if (best !== undefined && compareBest(levels, best) * this.#sign <= 0) continue
      best = levels
      at = i
    }
    return at
  }

  /** The levels that begin with the best price. */
  levels(): Levels | undefined {
    const source = this.#sources[this.find()]
    return source === undefined ? undefined : levelsOf(source, this.side)
  }

  /** {@inheritDoc ConsolidatedSide.source} */
  source(): VenueSource | undefined {
    return this.#sources[this.find()]
  }

  /** {@inheritDoc ConsolidatedSide.sources} */
  sources(): readonly VenueSource[] {
    const best = this.levels()
    if (best === undefined) return []
    return this.#sources.filter((source) => {
      const levels = levelsOf(source, this.side)
      return levels !== undefined && compareBest(levels, best) === 0
    })
  }

  /** {@inheritDoc ConsolidatedSide.priceText} */
  priceText(): DecimalText | undefined {
    return this.levels()?.priceText(0)
  }

  /** {@inheritDoc ConsolidatedSide.priceDecimal} */
  priceDecimal(): Decimal | undefined {
    return this.levels()?.priceDecimal(0)
  }

  /** {@inheritDoc ConsolidatedSide.sizeText} */
  sizeText(): DecimalText | undefined {
    return this.levels()?.sizeText(0)
  }

  /** {@inheritDoc ConsolidatedSide.sizeUnit} */
  sizeUnit(): SizeUnit | undefined {
    return this.source()?.sizeUnit()
  }

  /** {@inheritDoc ConsolidatedSide.baseSize} */
  baseSize(): Decimal | undefined {
    const sources = this.sources()
    if (sources.length === 0) return undefined
    let sum = new Decimal(0)
    for (const source of sources) {
      const size = levelsOf(source, this.side)?.sizeDecimal(0)
      const base = size === undefined ? undefined : source.inBase(size)
      if (base === undefined) return undefined
      sum = sum.plus(base)
    }
    return sum
  }
}
