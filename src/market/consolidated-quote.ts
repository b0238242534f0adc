import type { BookState, DecimalText, Market, Pair, VenueId } from '../core/index.ts'
import { decimalText } from '../core/index.ts'
import type { BestOfVenues } from './consolidated-side.ts'
import type { SizeUnit, VenueSource } from './consolidated-source.ts'

/** The best bid or ask of a {@link ConsolidatedQuote}. */
export interface QuotedSide {
  /** The venue that has it. */
  readonly venue: VenueId
  /** Spot or futures. */
  readonly market: Market
  /** The pair as that venue has it. */
  readonly pair: Pair
  /** The price, exact. */
  readonly price: DecimalText
  /** The size at that venue, in its own unit. */
  readonly size: DecimalText
  /** What the size counts. */
  readonly sizeUnit: SizeUnit
  /** Base at that price over all venues together; absent where one of them is an inverse contract. */
  readonly baseSize?: DecimalText
}

/** A venue of a {@link ConsolidatedQuote}. */
export interface QuotedVenue {
  /** The venue. */
  readonly venue: VenueId
  /** Spot or futures. */
  readonly market: Market
  /** The pair as this venue has it. */
  readonly pair: Pair
  /** State of its book; it counts where that is `live`. */
  readonly state: BookState
  /** Time since the last change of its book arrived, in µs; absent where it does not count. */
  readonly ageUs?: number
}

/** A consolidated view as it was at one moment: frozen, yours to keep, exact as JSON. */
export interface ConsolidatedQuote {
  /** The highest bid; absent where no venue that counts has one. */
  readonly bid?: QuotedSide
  /** The lowest ask; absent where no venue that counts has one. */
  readonly ask?: QuotedSide
  /** Whether the bid is not below the ask. */
  readonly isCrossed: boolean
  /** Every venue of the view, in the order in which they were named. */
  readonly venues: readonly QuotedVenue[]
  /** When it was taken, epoch µs. */
  readonly localTimeUs: number
}

/** One side as it is now; `undefined` where there is none. */
export function quotedSide(side: BestOfVenues): QuotedSide | undefined {
  const source = side.source()
  const price = side.priceText()
  const size = side.sizeText()
  if (source === undefined || price === undefined || size === undefined) return undefined
  const { venue, market, pair } = source
  const base = side.baseSize()
  return Object.freeze({
    venue,
    market,
    pair,
    price,
    size,
    sizeUnit: source.sizeUnit(),
    ...(base === undefined ? {} : { baseSize: decimalText(base.toFixed()) }),
  })
}

/** One venue as it is now. */
export function quotedVenue(source: VenueSource): QuotedVenue {
  const { venue, market, pair, state } = source
  const ageUs = source.ageUs()
  return Object.freeze({ venue, market, pair, state, ...(ageUs === undefined ? {} : { ageUs }) })
}
