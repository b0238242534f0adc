/**
 * @hotpath What the slots have in common that decoders fill and sinks read, one write per field, reused frame after frame.
 * Numbers that may be absent are NaN inside a slot (a field that is now a number, now undefined would box), and
 * `undefined` at the public getters. Allocation budget: none per frame. Proven by `bench/gate`.
 */
import type { Market, Pair, VenueId, VenueSymbol } from './ids.ts'
import type { InstrumentSlot } from './instrument.ts'

/** What every slot knows: the instrument and the two clocks. */
export abstract class UpdateSlot {
  /** The instrument; set before the slot is handed out. */
  slot: InstrumentSlot
  /** Venue time in epoch µs, NaN where absent. */
  venueUs: number = Number.NaN
  /** Arrival in epoch µs. */
  localTimeUs: number = Number.NaN

  constructor(slot: InstrumentSlot) {
    this.slot = slot
  }

  /** The venue. */
  get venue(): VenueId {
    return this.slot.instrument.venue
  }

  /** Spot or futures. */
  get market(): Market {
    return this.slot.instrument.market
  }

  /** The unified name. */
  get pair(): Pair {
    return this.slot.instrument.pair
  }

  /** The venue's own name. */
  get symbol(): VenueSymbol {
    return this.slot.instrument.symbol
  }

  /** Venue time in epoch µs. */
  get venueTimeUs(): number | undefined {
    return absent(this.venueUs)
  }

  protected head(): Record<string, unknown> {
    const { venue, market, pair, symbol } = this
    return {
      venue,
      market,
      pair,
      symbol,
      venueTimeUs: this.venueTimeUs,
      localTimeUs: this.localTimeUs,
    }
  }
}

/** A number of a slot as its public getter tells it: `undefined` for NaN. */
export function absent(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value
}
