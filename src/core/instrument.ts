import type { DecimalText } from './decimal-text.ts'
import type { Asset, InstrumentIndex, Market, Pair, VenueId, VenueSymbol } from './ids.ts'
import { Revision } from './revision.ts'

/** What kind of contract an instrument is. */
export type InstrumentKind = 'spot' | 'perpetual' | 'dated'

/** Whether an instrument can be traded now; `unknown` where the venue says a word that this version does not know. */
export type InstrumentStatus =
  | 'trading'
  | 'cancelOnly'
  | 'postOnly'
  | 'reduceOnly'
  | 'halted'
  | 'preOpen'
  | 'closed'
  | 'unknown'

/** Terms of a futures contract. */
export interface ContractTerms {
  /** `linear`: multiplier in base per contract; `inverse`: multiplier in quote per contract, settled in base. */
  readonly direction: 'linear' | 'inverse'
  /** What one contract stands for; sizes of this instrument count contracts. `1` where sizes count base. */
  readonly multiplier: DecimalText
  /** The asset that profit and loss are paid in. */
  readonly settle: Asset
  /** Expiry in epoch µs; absent on perpetuals. */
  readonly expiryTimeUs?: number
}

/** One tradable instrument of one venue, with the rules an order must keep. Never mutated: a change is a new object. */
export interface Instrument {
  /** The venue. */
  readonly venue: VenueId
  /** Spot or futures. */
  readonly market: Market
  /** Contract kind. */
  readonly kind: InstrumentKind
  /** The unified name. */
  readonly pair: Pair
  /** The venue's own name. */
  readonly symbol: VenueSymbol
  /** The venue's number of it, by which some sockets for orders name it; absent where none does. */
  readonly orderCode?: number
  /** The instrument whose book this one shares, where the venue sends market data under that one's name only. */
  readonly aliasOf?: VenueSymbol
  /** What is bought and sold. */
  readonly base: Asset
  /** What a price is quoted in. */
  readonly quote: Asset
  /** Terms of a futures contract; absent on spot. */
  readonly contract?: ContractTerms
  /** The venue's product line, as named in its facts (`spot`, `linear`, …). */
  readonly product: string
  /** Whether it can be traded. */
  readonly status: InstrumentStatus
  /** Smallest price step; absent where the venue does not say or where it was inferred from frames. */
  readonly tickSize?: DecimalText
  /** Smallest size step, in base or contracts. */
  readonly lotSize?: DecimalText
  /** Smallest order quantity, in base or contracts. */
  readonly minQuantity?: DecimalText
  /** Smallest order value, in quote. */
  readonly minNotional?: DecimalText
  /** Fraction digits of a price on this venue's wire. */
  readonly priceScale: number
  /** Fraction digits of a size on this venue's wire. */
  readonly sizeScale: number
  /** `true` where the instrument was made from a frame's symbol by the venue's naming rule, not from a listing. */
  readonly isInferred: boolean
}

/**
 * The running state of one instrument in one process: its index and the scales its integers are read at now.
 *
 * A value with more fraction digits than the scale grows the scale; every holder of scaled integers of this
 * instrument compares its own scale with the slot's and rescales once.
 */
export class InstrumentSlot {
  /** The small integer under which the process knows this instrument. */
  readonly index: InstrumentIndex
  /** Stamps changes of its listing, and of the levels, scales and states of its books. */
  readonly revision: Revision = new Revision()
  /** Scale of prices now; never shrinks. */
  priceScale: number
  /** Scale of sizes now; never shrinks. */
  sizeScale: number
  /** Whether values no longer fit 2^53; all levels are then big integers. Never returns to `false`. */
  isWide: boolean
  #instrument: Instrument

  /** Makes the slot of an instrument, at the scales of its listing. */
  constructor(index: InstrumentIndex, instrument: Instrument) {
    this.index = index
    this.#instrument = instrument
    this.priceScale = instrument.priceScale
    this.sizeScale = instrument.sizeScale
    this.isWide = false
  }

  /** The instrument as last listed or inferred. */
  get instrument(): Instrument {
    return this.#instrument
  }

  /** Lists it anew. */
  set instrument(instrument: Instrument) {
    this.#instrument = instrument
    this.revision.advance()
  }
}
