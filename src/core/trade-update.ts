/**
 * @hotpath The slot of a trade: `begin` and the writes of its fields run once per trade; its id stays bytes until asked.
 * Allocation budget: none per trade; texts and copies pay for themselves. Proven by `bench/gate`.
 */
import type { Decimal } from './decimal.ts'
import type { DecimalText } from './decimal-text.ts'
import type { Side } from './ids.ts'
import type { InstrumentSlot } from './instrument.ts'
import { LevelBuffer } from './levels.ts'
import type { ScaledPrice, ScaledSize } from './scaled.ts'
import type { Trade } from './trade-events.ts'
import { UpdateSlot } from './update-slot.ts'

/** One public print. */
export class TradeUpdate extends UpdateSlot implements Trade {
  /** Discriminant. */
  readonly type = 'trade'
  /** Price and size in place 0, as in a level. */
  readonly level: LevelBuffer = new LevelBuffer()
  /** The aggressor's side. */
  takerSide: Side = 'buy'
  /** Bytes that hold the venue's trade id; a range, so that no text is made for it unless asked. */
  idBytes: Uint8Array = new Uint8Array(0)
  /** First byte of the id. */
  idStart = 0
  /** Byte after the id. */
  idEnd = 0

  /** Makes the slot ready for a new trade. */
  begin(slot: InstrumentSlot, localTimeUs: number): void {
    this.slot = slot
    this.localTimeUs = localTimeUs
    this.venueUs = Number.NaN
    this.level.clear(slot.priceScale, slot.sizeScale, slot.isWide)
    this.level.count = 1
    this.level.prices[0] = this.level.sizes[0] = Number.NaN
    this.idStart = 0
    this.idEnd = 0
  }

  /** {@inheritDoc Trade.price} */
  get price(): ScaledPrice {
    return this.level.price(0)
  }

  /** {@inheritDoc Trade.size} */
  get size(): ScaledSize {
    return this.level.size(0)
  }

  /** {@inheritDoc Trade.tradeId} */
  tradeId(): string {
    let text = ''
    for (let i = this.idStart; i < this.idEnd; i += 1)
      text += String.fromCharCode(this.idBytes[i] ?? 0)
    return text
  }

  /** {@inheritDoc Trade.priceText} */
  priceText(): DecimalText {
    return this.level.priceText(0)
  }

  /** {@inheritDoc Trade.sizeText} */
  sizeText(): DecimalText {
    return this.level.sizeText(0)
  }

  /** {@inheritDoc Trade.priceDecimal} */
  priceDecimal(): Decimal {
    return this.level.priceDecimal(0)
  }

  /** {@inheritDoc Trade.sizeDecimal} */
  sizeDecimal(): Decimal {
    return this.level.sizeDecimal(0)
  }

  /** A copy that outlives the callback. */
  copy(): TradeUpdate {
    const copy = new TradeUpdate(this.slot)
    copy.begin(this.slot, this.localTimeUs)
    copy.venueUs = this.venueUs
    copy.takerSide = this.takerSide
    copy.level.copyFrom(this.level)
    copy.idBytes = this.idBytes.slice(this.idStart, this.idEnd)
    copy.idEnd = copy.idBytes.length
    return copy
  }

  /** The event as JSON: decimal strings. */
  toJSON(): Record<string, unknown> {
    return {
      type: this.type,
      ...this.head(),
      price: this.priceText(),
      size: this.sizeText(),
      takerSide: this.takerSide,
      tradeId: this.tradeId(),
    }
  }
}
