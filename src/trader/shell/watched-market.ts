import type { Decimal, Instrument, InstrumentSlot, OrderBook, Revision } from '../../core/index.ts'
import type { BookHandle, Subscription } from '../../market/index.ts'
import type { MarketView } from '../risk/index.ts'
import type { LastTrade, MarketInput } from '../strategy/index.ts'

/** A market whose book and prints are heard: what risk sees of it, without a copy for each look. */
export class WatchedMarket implements MarketView {
  /** Its book. */
  readonly handle: BookHandle
  /** What is listened to. */
  readonly subscriptions: Subscription[]
  /** Which kinds of events are. */
  readonly heard: Set<MarketInput['type']> = new Set()
  /** Its newest print that was heard. */
  lastTrade: LastTrade | undefined
  readonly #slot: InstrumentSlot

  /** Has heard no print. */
  constructor(slot: InstrumentSlot, handle: BookHandle, subscriptions: Subscription[]) {
    this.handle = handle
    this.subscriptions = subscriptions
    this.#slot = slot
  }

  /** See {@link MarketView.instrument}. */
  get instrument(): Instrument {
    return this.#slot.instrument
  }

  /** See {@link MarketView.book}. */
  get book(): OrderBook {
    return this.handle.view
  }

  /** See {@link MarketView.revision}. */
  get revision(): Revision | undefined {
    const { revision } = this.handle.view
    // A book of another slot would not stamp what is listed here.
    return revision === this.#slot.revision ? revision : undefined
  }

  /** See {@link MarketView.last}. */
  get last(): Decimal | undefined {
    return this.lastTrade?.price
  }
}
