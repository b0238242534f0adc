/**
 * @hotpath The slot of a best bid and offer: `begin` and the writes of its fields run once per frame.
 * Allocation budget: none per frame; texts and copies pay for themselves. Proven by `bench/gate`.
 */
import type { Bbo } from './book-events.ts'
import type { DecimalText } from './decimal-text.ts'
import type { InstrumentSlot } from './instrument.ts'
import { LevelBuffer } from './levels.ts'
import type { ScaledPrice, ScaledSize } from './scaled.ts'
import { absent, UpdateSlot } from './update-slot.ts'

/** One change of the best bid and offer. */
export class BboUpdate extends UpdateSlot implements Bbo {
  /** Discriminant. */
  readonly type = 'bbo'
  /** The side levels: bid in 0, ask in 1; NaN where the side is empty. */
  readonly levels: LevelBuffer = new LevelBuffer()
  /** The book's update id, NaN where absent. */
  last: number = Number.NaN

  /** Makes the slot ready for a new frame, both sides empty. */
  begin(slot: InstrumentSlot, localTimeUs: number): void {
    this.slot = slot
    this.localTimeUs = localTimeUs
    this.venueUs = Number.NaN
    this.last = Number.NaN
    const levels = this.levels
    levels.clear(slot.priceScale, slot.sizeScale, slot.isWide)
    levels.count = 2
    levels.prices[0] = levels.prices[1] = levels.sizes[0] = levels.sizes[1] = Number.NaN
  }

  /** {@inheritDoc Bbo.bidPrice} */
  get bidPrice(): ScaledPrice {
    return this.levels.price(0)
  }

  /** {@inheritDoc Bbo.bidSize} */
  get bidSize(): ScaledSize {
    return this.levels.size(0)
  }

  /** {@inheritDoc Bbo.askPrice} */
  get askPrice(): ScaledPrice {
    return this.levels.price(1)
  }

  /** {@inheritDoc Bbo.askSize} */
  get askSize(): ScaledSize {
    return this.levels.size(1)
  }

  /** {@inheritDoc Bbo.lastId} */
  get lastId(): number | undefined {
    return absent(this.last)
  }

  /** {@inheritDoc Bbo.priceText} */
  priceText(side: 'bid' | 'ask'): DecimalText | undefined {
    return this.#isEmpty(side) ? undefined : this.levels.priceText(side === 'bid' ? 0 : 1)
  }

  /** {@inheritDoc Bbo.sizeText} */
  sizeText(side: 'bid' | 'ask'): DecimalText | undefined {
    return this.#isEmpty(side) ? undefined : this.levels.sizeText(side === 'bid' ? 0 : 1)
  }

  /** A copy that outlives the callback. */
  copy(): BboUpdate {
    const copy = new BboUpdate(this.slot)
    copy.begin(this.slot, this.localTimeUs)
    copy.venueUs = this.venueUs
    copy.last = this.last
    copy.levels.copyFrom(this.levels)
    return copy
  }

  /** The event as JSON: decimal strings. */
  toJSON(): Record<string, unknown> {
    return {
      type: this.type,
      ...this.head(),
      bidPrice: this.priceText('bid'),
      bidSize: this.sizeText('bid'),
      askPrice: this.priceText('ask'),
      askSize: this.sizeText('ask'),
      lastId: this.lastId,
    }
  }

  #isEmpty(side: 'bid' | 'ask'): boolean {
    const i = side === 'bid' ? 0 : 1
    if (this.levels.isWide) return this.levels.widePrices[i] === undefined
    return Number.isNaN(this.levels.prices[i] ?? Number.NaN)
  }
}
