import type {
  Decimal,
  DepthChoice,
  Instrument,
  InstrumentSlot,
  OrderBook,
  Revision,
} from '../../core/index.ts'
import type { BookHandle, Subscription } from '../../market/index.ts'
import type { MarketView } from '../risk/index.ts'
import type { LastTrade, MarketInput } from '../strategy/index.ts'

/** A market whose book and prints are heard: what risk sees of it, without a copy for each look. */
export class WatchedMarket implements MarketView {
  /** What is listened to, beside the book. */
  readonly subscriptions: Subscription[] = []
  /** Which kinds of events are. */
  readonly heard: Set<MarketInput['type']> = new Set()
  /** Its newest print that was heard. */
  lastTrade: LastTrade | undefined
  readonly #slot: InstrumentSlot
  #handle: BookHandle
  #wanted: DepthChoice

  /** Has heard no print. */
  constructor(slot: InstrumentSlot, handle: BookHandle, wanted: DepthChoice) {
    this.#slot = slot
    this.#handle = handle
    this.#wanted = wanted
  }

  /** How deep its book was asked for. */
  get wanted(): DepthChoice {
    return this.#wanted
  }

  /** Goes on with a deeper book. */
  deepen(handle: BookHandle, wanted: DepthChoice): void {
    void this.#handle.close()
    this.#handle = handle
    this.#wanted = wanted
  }

  /** Lets go of it all. Idempotent. */
  async close(): Promise<void> {
    for (const subscription of this.subscriptions) await subscription.close()
    await this.#handle.close()
  }

  /** See {@link MarketView.instrument}. */
  get instrument(): Instrument {
    return this.#slot.instrument
  }

  /** See {@link MarketView.book}. */
  get book(): OrderBook {
    return this.#handle.view
  }

  /** See {@link MarketView.revision}. */
  get revision(): Revision | undefined {
    const { revision } = this.#handle.view
    // A book of another slot would not stamp what is listed here.
    return revision === this.#slot.revision ? revision : undefined
  }

  /** See {@link MarketView.last}. */
  get last(): Decimal | undefined {
    return this.lastTrade?.price
  }
}
