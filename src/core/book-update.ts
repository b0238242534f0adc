/**
 * @hotpath The slot of a book change: a decoder writes its fields and its levels directly, once per frame, and a book
 * applies them from there. Allocation budget: none per frame; copies pay for themselves. Proven by `bench/gate`.
 */
import type { BookDelta, BookSnapshot } from './book-events.ts'
import type { InstrumentSlot } from './instrument.ts'
import { LevelBuffer, levelTexts } from './levels.ts'
import { absent, UpdateSlot } from './update-slot.ts'

/** One change of one book: a whole frame at a time. */
export class BookUpdate extends UpdateSlot {
  /** Whether it replaces the book. */
  isSnapshot = false
  /** The venue's feed; always one of the driver's own constants. */
  feed = ''
  /** Bids in the frame's order. */
  readonly bids: LevelBuffer = new LevelBuffer()
  /** Asks in the frame's order. */
  readonly asks: LevelBuffer = new LevelBuffer()
  /** First update id, NaN where absent. */
  first: number = Number.NaN
  /** Last update id, NaN where absent. */
  last: number = Number.NaN
  /** Previous update id, NaN where absent. */
  prev: number = Number.NaN
  /** The venue's checksum after this change, NaN where absent. */
  checksum: number = Number.NaN
  /** Most fraction digits of a price as written, trailing zeros included; checksums need them. */
  priceDigits = 0
  /** Most fraction digits of a size as written, trailing zeros included. */
  sizeDigits = 0

  /** Makes the slot ready for a new frame. */
  begin(slot: InstrumentSlot, feed: string, isSnapshot: boolean, localTimeUs: number): void {
    this.slot = slot
    this.feed = feed
    this.isSnapshot = isSnapshot
    this.localTimeUs = localTimeUs
    this.venueUs = Number.NaN
    this.first = Number.NaN
    this.last = Number.NaN
    this.prev = Number.NaN
    this.checksum = Number.NaN
    this.priceDigits = 0
    this.sizeDigits = 0
    this.bids.clear(slot.priceScale, slot.sizeScale, slot.isWide)
    this.asks.clear(slot.priceScale, slot.sizeScale, slot.isWide)
  }

  /** Discriminant. */
  get type(): 'bookSnapshot' | 'bookDelta' {
    return this.isSnapshot ? 'bookSnapshot' : 'bookDelta'
  }

  /** First update id. */
  get firstId(): number | undefined {
    return absent(this.first)
  }

  /** Last update id. */
  get lastId(): number | undefined {
    return absent(this.last)
  }

  /** Previous update id. */
  get prevId(): number | undefined {
    return absent(this.prev)
  }

  /** This slot as the public event it is. */
  asEvent(): BookSnapshot | BookDelta {
    // The getter `type` is the discriminant; TypeScript cannot split a class by a getter's value.
    return this as unknown as BookSnapshot | BookDelta
  }

  /** An update of its own memory. */
  clone(): BookUpdate {
    const copy = new BookUpdate(this.slot)
    copy.begin(this.slot, this.feed, this.isSnapshot, this.localTimeUs)
    copy.venueUs = this.venueUs
    copy.first = this.first
    copy.last = this.last
    copy.prev = this.prev
    copy.checksum = this.checksum
    copy.priceDigits = this.priceDigits
    copy.sizeDigits = this.sizeDigits
    copy.bids.copyFrom(this.bids)
    copy.asks.copyFrom(this.asks)
    return copy
  }

  /** A copy that outlives the callback. */
  copy(): BookSnapshot | BookDelta {
    return this.clone().asEvent()
  }

  /** The event as JSON: decimal strings, ids as numbers. */
  toJSON(): Record<string, unknown> {
    const { type, feed, firstId, lastId, prevId } = this
    const bids = levelTexts(this.bids)
    const asks = levelTexts(this.asks)
    const checksum = absent(this.checksum)
    return { type, ...this.head(), feed, firstId, lastId, prevId, checksum, bids, asks }
  }
}
