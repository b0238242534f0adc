/**
 * @hotpath The slots that decoders fill and sinks read, one write per field, reused frame after frame.
 * Numbers that may be absent are NaN inside a slot (a field that is now a number, now undefined would box), and
 * `undefined` at the public getters. Allocation budget: none per frame. Proven by `bench/gate`.
 */

import type { Bbo, BookDelta, BookSnapshot } from './book-events.ts'
import type { Decimal } from './decimal.ts'
import type { Market, Pair, Side, VenueId, VenueSymbol } from './ids.ts'
import type { InstrumentSlot } from './instrument.ts'
import { LevelBuffer, levelTexts } from './levels.ts'
import type { OwnedMarketEvent } from './market-event.ts'
import type { DecimalText, ScaledPrice, ScaledSize } from './scaled.ts'
import type { Trade } from './trade-events.ts'

const absent = (value: number): number | undefined => (Number.isNaN(value) ? undefined : value)

/** What every slot knows: the instrument and the two clocks. */
abstract class Slot {
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

/** One change of one book: a whole frame at a time. */
export class BookUpdate extends Slot {
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

/** One change of the best bid and offer. */
export class BboUpdate extends Slot implements Bbo {
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

/** One public print. */
export class TradeUpdate extends Slot implements Trade {
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

/** Where a decoder pushes what it read. Every update is borrowed: valid until the call returns. */
export interface MarketSink {
  /** A book changed; called once per instrument and frame. */
  book(update: BookUpdate): void
  /** The best bid or offer changed. */
  bbo(update: BboUpdate): void
  /** A trade was printed. */
  trade(update: TradeUpdate): void
  /** Anything that is not hot: frozen, owned by the receiver. */
  event(event: OwnedMarketEvent): void
}

/** Takes what a decoder reads from one connection. */
export interface FrameSink extends MarketSink {
  /**
   * Messages of this connection went missing before this frame (venues that number all messages of a connection):
   * every book that it feeds is in doubt. Told before the frame's own events.
   */
  lost(reason: string): void
  /**
   * Sends a message on the connection that this frame came by: how a decoder asks for what it saw missing, where the
   * venue has such a request. Absent where frames are read without a connection.
   */
  ask?(message: string): void
  /**
   * What this connection brought is held back for longer than a moment, for something before it has not come yet: no book
   * that stands on this connection alone is live until it goes on, or was read anew. Absent: nobody minds.
   */
  waits?(reason: string): void
  /** What was missing came: books that were live before are live again, and what was held back follows. */
  goesOn?(): void
}
