/**
 * @hotpath Writes the events of one venue into a ring, one record an event: no allocation for books, best prices and trades.
 * A full ring blocks the thread: its sockets are read on when there is room, and nothing is left out.
 */
import type {
  BboUpdate,
  BookUpdate,
  Instrument,
  InstrumentSlot,
  LevelBuffer,
  OwnedMarketEvent,
  TradeUpdate,
} from '../../core/index.ts'
import type { RingWriter, SharedRing } from '../../runtime/index.ts'
import {
  BBO,
  BBO_NUMBERS,
  BOOK,
  BOOK_HEAD,
  END,
  EVENT,
  FEED,
  INSTRUMENT,
  LEVELS,
  MARK,
  TEXT,
  TRADE,
  TRADE_HEAD,
} from './records.ts'
import { wideText } from './wide-text.ts'

const LEVELS_HEAD = 3
const TEXT_HEAD = 2
const BYTES = Float64Array.BYTES_PER_ELEMENT
const encoder = new TextEncoder()

/** Tells what happens at one venue to the thread that reads the ring. */
export class RecordWriter {
  readonly #writer: RingWriter
  readonly #bytes: Uint8Array
  /** Instruments as they were told, by index. */
  readonly #told: (Instrument | undefined)[] = []
  readonly #feeds = new Map<string, number>()
  #isOpen = false

  /** The only writer of the ring. */
  constructor(writer: RingWriter, { values }: Pick<SharedRing, 'values'>) {
    this.#writer = writer
    this.#bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  }

  /** Tells a change of a book. */
  book(update: BookUpdate): void {
    const { slot, bids, asks } = update
    this.#introduce(slot)
    const feed = this.#feedOf(update.feed)
    const isWide = bids.isWide || asks.isWide
    if (isWide) this.#text(JSON.stringify([wideText(bids), wideText(asks)]))
    const [fromBid, fromAsk] = isWide ? [bids.count, asks.count] : this.#firstLevels(bids, asks)
    const levels = bids.count - fromBid + asks.count - fromAsk
    const place = this.#claim(BOOK_HEAD + 2 * levels)
    const { values } = this.#writer
    values[place] = BOOK
    values[place + 1] = slot.index
    values[place + 2] = isWide ? 1 : 0
    values[place + 3] = update.venueUs
    values[place + 4] = update.localTimeUs
    values[place + 5] = update.last
    values[place + 6] = feed
    values[place + 7] = update.isSnapshot ? 1 : 0
    values[place + 8] = update.first
    values[place + 9] = update.prev
    values[place + 10] = update.checksum
    values[place + 11] = update.priceDigits
    values[place + 12] = update.sizeDigits
    values[place + 13] = bids.priceScale
    values[place + 14] = bids.sizeScale
    values[place + 15] = asks.priceScale
    values[place + 16] = asks.sizeScale
    values[place + 17] = bids.count - fromBid
    values[place + 18] = asks.count - fromAsk
    const next = this.#put(bids, fromBid, bids.count, place + BOOK_HEAD)
    this.#put(asks, fromAsk, asks.count, next)
  }

  /** Tells the best prices. */
  bbo(update: BboUpdate): void {
    const { slot, levels } = update
    this.#introduce(slot)
    if (levels.isWide) this.#text(JSON.stringify(wideText(levels)))
    const place = this.#claim(BBO_NUMBERS)
    const { values } = this.#writer
    values[place] = BBO
    values[place + 1] = slot.index
    values[place + 2] = levels.isWide ? 1 : 0
    values[place + 3] = update.venueUs
    values[place + 4] = update.localTimeUs
    values[place + 5] = update.last
    values[place + 6] = levels.priceScale
    values[place + 7] = levels.sizeScale
    this.#put(levels, 0, 2, place + 8)
  }

  /** Tells a trade. */
  trade(update: TradeUpdate): void {
    const { slot, level, idBytes, idStart, idEnd } = update
    this.#introduce(slot)
    if (level.isWide) this.#text(JSON.stringify(wideText(level)))
    const idLength = idEnd - idStart
    const place = this.#claim(TRADE_HEAD + Math.ceil(idLength / BYTES))
    const { values } = this.#writer
    values[place] = TRADE
    values[place + 1] = slot.index
    values[place + 2] = level.isWide ? 1 : 0
    values[place + 3] = update.venueUs
    values[place + 4] = update.localTimeUs
    values[place + 5] = update.takerSide === 'sell' ? 1 : 0
    values[place + 6] = level.priceScale
    values[place + 7] = level.sizeScale
    this.#put(level, 0, 1, place + 8)
    values[place + 10] = idLength
    // An id is some tens of bytes: a view of it would cost more than the loop.
    const first = (place + TRADE_HEAD) * BYTES
    for (let i = 0; i < idLength; i += 1) this.#bytes[first + i] = idBytes[idStart + i] ?? 0
  }

  /** Tells any other event, at once. */
  event(event: OwnedMarketEvent): void {
    this.#text(JSON.stringify(event))
    this.#writer.values[this.#claim(1)] = EVENT
    this.#writer.publish()
  }

  /** Tells that what follows was told after the order of that number was taken. */
  mark(order: number): void {
    this.#pair(MARK, order)
    this.#writer.publish()
  }

  /** Ends the frame: the reader may have all of it. */
  endBatch(): void {
    if (!this.#isOpen) return
    this.#writer.values[this.#claim(1)] = END
    this.#isOpen = false
    this.#writer.publish()
  }

  #claim(length: number): number {
    this.#isOpen = true
    return this.#writer.claimWaiting(length, 'wait')
  }

  #put({ prices, sizes }: LevelBuffer, from: number, to: number, place: number): number {
    const { values } = this.#writer
    let next = place
    for (let i = from; i < to; i += 1) {
      values[next] = prices[i] ?? Number.NaN
      values[next + 1] = sizes[i] ?? Number.NaN
      next += 2
    }
    return next
  }

  /** Writes first levels ahead of a change that one record has no room for. Returns how many of each side it did. */
  #firstLevels(bids: LevelBuffer, asks: LevelBuffer): readonly [bids: number, asks: number] {
    const most = (this.#writer.mostNumbers - BOOK_HEAD) >> 1
    if (bids.count + asks.count <= most) return NONE
    let [fromBid, fromAsk] = NONE
    while (bids.count - fromBid + asks.count - fromAsk > most) {
      const bidCount = Math.min(most, bids.count - fromBid)
      const askCount = Math.min(most - bidCount, asks.count - fromAsk)
      const place = this.#claim(LEVELS_HEAD + 2 * (bidCount + askCount))
      const { values } = this.#writer
      values[place] = LEVELS
      values[place + 1] = bidCount
      values[place + 2] = askCount
      const next = this.#put(bids, fromBid, fromBid + bidCount, place + LEVELS_HEAD)
      this.#put(asks, fromAsk, fromAsk + askCount, next)
      fromBid += bidCount
      fromAsk += askCount
    }
    return [fromBid, fromAsk]
  }

  #introduce({ index, instrument }: InstrumentSlot): void {
    if (this.#told[index] === instrument) return
    this.#told[index] = instrument
    this.#text(JSON.stringify(instrument))
    this.#pair(INSTRUMENT, index)
  }

  #feedOf(name: string): number {
    const known = this.#feeds.get(name)
    if (known !== undefined) return known
    const number = this.#feeds.size
    this.#feeds.set(name, number)
    this.#text(name)
    this.#pair(FEED, number)
    return number
  }

  #pair(kind: number, number: number): void {
    const place = this.#claim(2)
    this.#writer.values[place] = kind
    this.#writer.values[place + 1] = number
  }

  #text(text: string): void {
    const bytes = encoder.encode(text)
    const most = (this.#writer.mostNumbers - TEXT_HEAD) * BYTES
    for (let from = 0; from < bytes.length; from += most) {
      const part = bytes.subarray(from, from + most)
      const place = this.#claim(TEXT_HEAD + Math.ceil(part.length / BYTES))
      this.#writer.values[place] = TEXT
      this.#writer.values[place + 1] = part.length
      this.#bytes.set(part, (place + TEXT_HEAD) * BYTES)
    }
  }
}

const NONE = [0, 0] as const
