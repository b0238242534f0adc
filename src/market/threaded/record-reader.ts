/**
 * @hotpath Reads the events of one venue from a ring, into the slots that its subscribers are shown: no allocation for books,
 * best prices and trades.
 */
import {
  BboUpdate,
  BookUpdate,
  type Instrument,
  type InstrumentSlot,
  type InstrumentTable,
  type LevelBuffer,
  type MarketSink,
  type OwnedMarketEvent,
  TradeUpdate,
} from '../../core/index.ts'
import { RingReader, type SharedRing } from '../../runtime/index.ts'
import {
  BBO,
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
  type WideLevelsText,
} from '../thread/records.ts'
import { readWide } from '../thread/wide-text.ts'

const LEVELS_HEAD = 3
const TEXT_HEAD = 2
const BYTES = Float64Array.BYTES_PER_ELEMENT

/** Takes what is read, in the order in which it was told. Updates are borrowed. */
export interface RecordSink extends MarketSink {
  /** What follows was told after the order of that number. */
  mark(order: number): void
  /** A frame ends. */
  endBatch(): void
}

/** Reads what a {@link RecordWriter} tells. */
export class RecordReader {
  /** The ring. */
  readonly ring: RingReader
  readonly #table: InstrumentTable
  readonly #sink: RecordSink
  readonly #bytes: Uint8Array
  readonly #decoder = new TextDecoder()
  /** Slots of this side by the index of the other. */
  readonly #slots: InstrumentSlot[] = []
  readonly #feeds: string[] = []
  #text = ''
  #book: BookUpdate | undefined
  #bbo: BboUpdate | undefined
  #trade: TradeUpdate | undefined
  /** Levels of the book change that is being read. */
  #bids = 0
  #asks = 0

  /** The only reader of the ring; adds what it is told of to the table. */
  constructor(ring: SharedRing, table: InstrumentTable, sink: RecordSink) {
    const { values } = ring
    this.ring = new RingReader(ring)
    this.#table = table
    this.#sink = sink
    this.#bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  }

  /** Tells the sink of the next record; `false` where there is none. */
  next(): boolean {
    const { ring } = this
    if (!ring.next()) return false
    switch (this.#at(0)) {
      case BOOK:
        this.#readBook()
        break
      case BBO:
        this.#readBbo()
        break
      case TRADE:
        this.#readTrade()
        break
      case END:
        this.#sink.endBatch()
        break
      case EVENT:
        this.#readEvent()
        break
      case TEXT:
        this.#readText()
        break
      case LEVELS:
        this.#readLevels()
        break
      case MARK:
        this.#sink.mark(this.#at(1))
        break
      case INSTRUMENT:
        this.#slots[this.#at(1)] = this.#listed(this.#takeText())
        break
      case FEED:
        this.#feeds[this.#at(1)] = this.#takeText()
        break
    }
    return true
  }

  #readBook(): void {
    const slot = this.#slotAt(1)
    const update = (this.#book ??= new BookUpdate(slot))
    const { bids, asks } = update
    update.slot = slot
    update.venueUs = this.#at(3)
    update.localTimeUs = this.#at(4)
    update.last = this.#at(5)
    update.feed = this.#feeds[this.#at(6)] ?? ''
    update.isSnapshot = this.#at(7) === 1
    update.first = this.#at(8)
    update.prev = this.#at(9)
    update.checksum = this.#at(10)
    update.priceDigits = this.#at(11)
    update.sizeDigits = this.#at(12)
    if (this.#at(2) === 1) {
      const [wideBids, wideAsks] = JSON.parse(this.#takeText()) as readonly WideLevelsText[]
      if (wideBids !== undefined) readWide(wideBids, bids)
      if (wideAsks !== undefined) readWide(wideAsks, asks)
    } else {
      bids.clear(this.#at(13), this.#at(14), false)
      asks.clear(this.#at(15), this.#at(16), false)
      this.#takeLevels(update, this.#at(17), this.#at(18), BOOK_HEAD)
      bids.count = this.#bids
      asks.count = this.#asks
      this.#bids = this.#asks = 0
    }
    this.#raise(slot, bids)
    this.#sink.book(update)
  }

  #readBbo(): void {
    const slot = this.#slotAt(1)
    const update = (this.#bbo ??= new BboUpdate(slot))
    update.begin(slot, this.#at(4))
    update.venueUs = this.#at(3)
    update.last = this.#at(5)
    this.#readScaled(update.levels, 6, 2)
    this.#raise(slot, update.levels)
    this.#sink.bbo(update)
  }

  #readTrade(): void {
    const slot = this.#slotAt(1)
    const update = (this.#trade ??= new TradeUpdate(slot))
    update.begin(slot, this.#at(4))
    update.venueUs = this.#at(3)
    update.takerSide = this.#at(5) === 1 ? 'sell' : 'buy'
    this.#readScaled(update.level, 6, 1)
    update.idBytes = this.#bytes
    update.idStart = (this.ring.start + TRADE_HEAD) * BYTES
    update.idEnd = update.idStart + this.#at(10)
    this.#raise(slot, update.level)
    this.#sink.trade(update)
  }

  /** Scales, then prices and sizes, from a place on; or what the text says where the record is wide. */
  #readScaled(levels: LevelBuffer, place: number, count: number): void {
    if (this.#at(2) === 1) {
      readWide(JSON.parse(this.#takeText()) as WideLevelsText, levels)
      return
    }
    levels.clear(this.#at(place), this.#at(place + 1), false)
    levels.count = count
    for (let i = 0; i < count; i += 1) {
      levels.prices[i] = this.#at(place + 2 + 2 * i)
      levels.sizes[i] = this.#at(place + 3 + 2 * i)
    }
  }

  #readEvent(): void {
    const event = Object.freeze(JSON.parse(this.#takeText()) as OwnedMarketEvent)
    if (event.type === 'instrumentChanged') {
      const slot = this.#table.add(Object.freeze(event.instrument))
      slot.priceScale = Math.max(slot.priceScale, event.priceScale)
      slot.sizeScale = Math.max(slot.sizeScale, event.sizeScale)
      if (event.reason === 'wide') slot.isWide = true
    }
    this.#sink.event(event)
  }

  #readLevels(): void {
    const [slot] = this.#table.slots()
    if (slot === undefined) return
    const update = (this.#book ??= new BookUpdate(slot))
    // What is kept while room is made is what the count says.
    update.bids.count = this.#bids
    update.asks.count = this.#asks
    this.#takeLevels(update, this.#at(1), this.#at(2), LEVELS_HEAD)
  }

  /** Appends levels to those that came before; bids, then asks. */
  #takeLevels({ bids, asks }: BookUpdate, bidCount: number, askCount: number, head: number): void {
    bids.count = this.#bids
    asks.count = this.#asks
    let place = this.ring.start + head
    place = append(bids, this.ring.values, place, bidCount)
    append(asks, this.ring.values, place, askCount)
    this.#bids += bidCount
    this.#asks += askCount
  }

  #readText(): void {
    const first = (this.ring.start + TEXT_HEAD) * BYTES
    // A copy: not every decoder takes shared memory.
    const part = this.#bytes.slice(first, first + this.#at(1))
    this.#text += this.#decoder.decode(part, { stream: true })
  }

  #takeText(): string {
    const text = this.#text
    this.#text = ''
    return text
  }

  /** The slot of a listing; the same object stays there where it says the same. */
  #listed(text: string): InstrumentSlot {
    const instrument = JSON.parse(text) as Instrument
    const known = this.#table.bySymbol(instrument.market, instrument.symbol)
    if (known !== undefined && JSON.stringify(known.instrument) === text) return known
    return this.#table.add(Object.freeze(instrument))
  }

  /** A slot is never behind the levels that are shown of it; the event that says so comes with the frame or after it. */
  #raise(slot: InstrumentSlot, { priceScale, sizeScale }: LevelBuffer): void {
    if (priceScale > slot.priceScale) slot.priceScale = priceScale
    if (sizeScale > slot.sizeScale) slot.sizeScale = sizeScale
  }

  #slotAt(place: number): InstrumentSlot {
    return this.#slots[this.#at(place)] as InstrumentSlot
  }

  #at(place: number): number {
    return this.ring.values[this.ring.start + place] as number
  }
}

function append(levels: LevelBuffer, values: Float64Array, from: number, count: number): number {
  const first = levels.count
  levels.reserve(first + count)
  const { prices, sizes } = levels
  let place = from
  for (let i = first; i < first + count; i += 1) {
    prices[i] = values[place] as number
    sizes[i] = values[place + 1] as number
    place += 2
  }
  levels.count = first + count
  return place
}
