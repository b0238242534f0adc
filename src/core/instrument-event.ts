import type { Market, Pair, VenueId, VenueSymbol } from './ids.ts'
import type { Instrument } from './instrument.ts'

/** What every event of one instrument says. */
export interface InstrumentEvent {
  /** The venue. */
  readonly venue: VenueId
  /** Spot or futures. */
  readonly market: Market
  /** The unified name. */
  readonly pair: Pair
  /** The venue's own name. */
  readonly symbol: VenueSymbol
  /** When the venue says it happened, epoch µs; absent where the venue sends no time. */
  readonly venueTimeUs?: number | undefined
  /** When the frame arrived here, epoch µs. */
  readonly localTimeUs: number
}

/** An instrument was listed, delisted, halted, or its rules or scales changed. */
export interface InstrumentChanged extends InstrumentEvent {
  /** Discriminant. */
  readonly type: 'instrumentChanged'
  /** Why: the venue said so, or a value needed more digits than the scale (`scale`) or than 2^53 (`wide`). */
  readonly reason: 'listing' | 'scale' | 'wide'
  /** The instrument now. */
  readonly instrument: Instrument
  /** Scale of prices now. */
  readonly priceScale: number
  /** Scale of sizes now. */
  readonly sizeScale: number
}
