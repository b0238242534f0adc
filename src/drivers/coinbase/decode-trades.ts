/**
 * @hotpath The trades of a `market_trades` event. A trade may name its product after its price, and the newest comes first:
 * the places of the trades are noted in one pass and read in the order of their ids in a second one. Allocates nothing
 * once the buffers have grown. Bench: `bench/gate`.
 */
import type { InstrumentSlot, InstrumentTable, TradeUpdate } from '../../core/index.ts'
import { END, type JsonReader, readPrice, readSize, scanTimestampUs } from '../../wire/index.ts'
import type { FrameBatch } from '../kit/frame-batch.ts'
import { ItemPlaces } from '../kit/item-places.ts'
import { lacksValue } from '../kit/lacks-value.ts'
import type { Aliases } from './aliases.ts'
import {
  TRADE_ID,
  TRADE_KEYS,
  TRADE_PRICE,
  TRADE_PRODUCT,
  TRADE_SIDE,
  TRADE_SIZE,
} from './frame-keys.ts'
import { marketOfSymbol } from './symbols.ts'

/** What a trade must have, by the places of its keys. */
const WHOLE =
  (1 << TRADE_ID) |
  (1 << TRADE_PRODUCT) |
  (1 << TRADE_PRICE) |
  (1 << TRADE_SIZE) |
  (1 << TRADE_SIDE)

/** What the readers of one decoder share. */
export interface RowContext {
  /** The frame. */
  readonly reader: JsonReader
  /** The instruments. */
  readonly table: InstrumentTable
  /** What the frame says so far. */
  readonly batch: FrameBatch
  /** The other names of books. */
  readonly aliases: Aliases
}

/** Reads lists of trades. */
export class TradeRows {
  /** Whether an instrument was met that is not listed. */
  isUnlisted = false
  readonly #context: RowContext
  readonly #isMakerSide: boolean
  readonly #places = new ItemPlaces()
  #firstStart = 0
  #firstEnd = 0
  #lastStart = 0
  #lastEnd = 0
  // The trade being read: what of it was seen, by the places of its keys.
  #has = 0
  #slot: InstrumentSlot | undefined
  #isBuy = false
  #timeUs: number = Number.NaN
  #idStart = 0
  #idEnd = 0
  #priceAt = 0
  #sizeAt = 0

  /** `isMakerSide`: whether `side` is that of the order that rested. */
  constructor(context: RowContext, isMakerSide: boolean) {
    this.#context = context
    this.#isMakerSide = isMakerSide
  }

  /** Reads the list at the reader. */
  read(localTimeUs: number): void {
    const { reader } = this.#context
    const places = this.#places
    this.#note()
    if (reader.fault !== '') return
    const end = reader.pos
    const isRising = this.#isRising()
    for (let i = 0; i < places.count; i += 1) {
      reader.pos = places.at(isRising ? i : places.count - 1 - i)
      this.#readTrade(localTimeUs)
      if (reader.fault !== '') return
    }
    reader.pos = end
  }

  /** Notes where each trade begins, and the ids of the first and the last. */
  #note(): void {
    const { reader } = this.#context
    const places = this.#places
    places.clear()
    if (!reader.enterArray()) return
    while (reader.nextItem()) {
      reader.peek()
      places.add(reader.pos)
      if (!reader.enterObject()) return
      for (let key = reader.nextKey(TRADE_KEYS); key !== END; key = reader.nextKey(TRADE_KEYS)) {
        if (key === TRADE_ID && reader.isString()) {
          if (!reader.readString()) return
          this.#lastStart = reader.textStart
          this.#lastEnd = reader.textEnd
        } else reader.skipValue()
      }
      if (places.count === 1) {
        this.#firstStart = this.#lastStart
        this.#firstEnd = this.#lastEnd
      }
    }
  }

  /** Whether the first id is less than the last one, as decimal numbers of any length are. */
  #isRising(): boolean {
    const bytes = this.#context.reader.bytes
    const length = this.#firstEnd - this.#firstStart
    const difference = this.#lastEnd - this.#lastStart - length
    if (difference !== 0) return difference > 0
    for (let i = 0; i < length; i += 1) {
      const step = bytes[this.#lastStart + i]! - bytes[this.#firstStart + i]!
      if (step !== 0) return step > 0
    }
    return false
  }

  /** `{"trade_id":"995098700","product_id":…,"price":…,"size":…,"side":"BUY","time":…}`. */
  #readTrade(localTimeUs: number): void {
    const { reader } = this.#context
    const start = reader.pos
    this.#has = 0
    this.#slot = undefined
    this.#timeUs = Number.NaN
    reader.enterObject()
    for (let key = reader.nextKey(TRADE_KEYS); key !== END; key = reader.nextKey(TRADE_KEYS)) {
      reader.peek()
      if (key === TRADE_PRICE) this.#priceAt = reader.pos
      else if (key === TRADE_SIZE) this.#sizeAt = reader.pos
      if (key >= 0 && key !== TRADE_PRICE && key !== TRADE_SIZE && reader.isString()) {
        if (!reader.readString()) return
        if (this.#takeText(key)) this.#has |= 1 << key
      } else {
        if (key === TRADE_PRICE || key === TRADE_SIZE) this.#has |= 1 << key
        reader.skipValue()
      }
    }
    if ((this.#has & WHOLE) !== WHOLE) reader.fail('wrongType', start)
    else if (this.#slot === undefined) this.isUnlisted = true
    else this.#tell(this.#slot, localTimeUs)
  }

  /** Takes the text that was read; whether it is what its key must have. */
  #takeText(key: number): boolean {
    const { reader, table } = this.#context
    const { bytes, textStart, textEnd } = reader
    switch (key) {
      case TRADE_PRODUCT: {
        const market = marketOfSymbol(bytes, textStart, textEnd)
        this.#slot = table.find(market, bytes, textStart, textEnd)
        return true
      }
      case TRADE_SIDE:
        this.#isBuy = reader.textIs('BUY')
        return this.#isBuy || reader.textIs('SELL')
      case TRADE_ID:
        this.#idStart = textStart
        this.#idEnd = textEnd
        return !reader.textIsEscaped
      default:
        scanTimestampUs(reader, bytes, textStart, textEnd)
        if (reader.scaled > 0) this.#timeUs = reader.scaled
        return true
    }
  }

  #tell(slot: InstrumentSlot, localTimeUs: number): void {
    const { reader, batch } = this.#context
    const update = batch.trade(slot, localTimeUs)
    update.takerSide = this.#isBuy === this.#isMakerSide ? 'sell' : 'buy'
    update.venueUs = this.#timeUs
    update.idBytes = reader.bytes
    update.idStart = this.#idStart
    update.idEnd = this.#idEnd
    this.#readLevel(update, this.#priceAt, this.#sizeAt)
  }

  #readLevel(update: TradeUpdate, priceAt: number, sizeAt: number): void {
    const { reader, batch, aliases } = this.#context
    reader.pos = priceAt
    if (!readPrice(reader, update.level, 0, batch)) return
    reader.pos = sizeAt
    if (!readSize(reader, update.level, 0, batch)) return
    if (lacksValue(update.level, 0)) reader.fail('badNumber', priceAt)
    else aliases.copyTrade(update)
  }
}
