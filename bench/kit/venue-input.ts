import type { Instrument, Market } from '../../src/core/index.ts'
import type { SimulatedName } from '../../src/sim/index.ts'

/** Something that arrived: a frame, or the answer of a REST call. */
export interface VenueItem {
  /** The call; absent for frames. */
  readonly url?: string
  /** The bytes. */
  readonly base64: string
}

/** What one connection of a venue received, with all that reading it needs. */
export interface VenueInput {
  readonly venue: SimulatedName
  readonly market: Market
  /** The listing; empty where instruments are inferred from their symbols. */
  readonly instruments: readonly Instrument[]
  readonly items: readonly VenueItem[]
}
