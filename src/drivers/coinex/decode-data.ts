/**
 * @hotpath The `data` of CoinEx's hot pushes into updates. An instrument named behind its values is known in the next
 * walk, which then reads them. Allocates nothing. Bench: `bench/gate`. Layouts: docs/venues/coinex.md.
 */
import type {
  BboUpdate,
  BookUpdate,
  InstrumentSlot,
  InstrumentTable,
  Market,
} from '../../core/index.ts'
import { END, type JsonReader, readPrice, readSize } from '../../wire/index.ts'
import type { FrameBatch } from '../kit/frame-batch.ts'
import { ItemPlaces } from '../kit/item-places.ts'
import { closeSides, readBook, readDeal } from './decode-rows.ts'
import {
  ASK_PRICE,
  ASK_SIZE,
  BID_PRICE,
  BID_SIZE,
  DATA_KEYS,
  DEAL_LIST,
  DEPTH,
  IS_FULL,
  MARKET,
  type PushKind,
  UPDATED_AT,
} from './frame-keys.ts'
import { BOOK_FEED } from './sequence.ts'

/** Parts of a BBO, as bits: all four must be there, whatever they say. */
const HAS_BBO = 15

/** Reads the data of one connection's pushes; what stands here is of the last one. */
export class DataReader {
  /** The instrument; absent where it is not listed. */
  slot: InstrumentSlot | undefined
  /** Whether something stood before what it takes to read it. */
  isLate = false
  readonly #table: InstrumentTable
  readonly #market: Market
  readonly #reader: JsonReader
  readonly #batch: FrameBatch
  readonly #places = new ItemPlaces()
  #localTimeUs = 0
  #hasMarket = false
  #hasBody = false
  #isFull = false
  #hasFull = false

  /** A reader that fills slots of `batch`; symbols are looked up in `table`, as of `market`. */
  constructor(table: InstrumentTable, market: Market, reader: JsonReader, batch: FrameBatch) {
    this.#table = table
    this.#market = market
    this.#reader = reader
    this.#batch = batch
  }

  /** A new frame. */
  begin(localTimeUs: number): void {
    this.#localTimeUs = localTimeUs
    this.slot = undefined
    this.#hasMarket = false
  }

  /** A new walk over the frame, which starts with what the one before knows. */
  clear(): void {
    this.isLate = false
    this.#hasBody = false
    this.#hasFull = false
  }

  /** Whether the last walk found all that there must be. */
  isWhole(kind: PushKind | ''): boolean {
    return this.#hasMarket && this.#hasBody && (kind !== 'book' || this.#hasFull)
  }

  /** Reads the object that is next. */
  read(kind: Exclude<PushKind, 'cold'>): void {
    // A second `data` replaces the first, as in JSON.
    this.#batch.clear()
    this.#hasBody = false
    this.#hasFull = false
    if (kind === 'bbo') this.#walkBbo()
    else this.#walkRows(kind)
  }

  #walkRows(kind: 'book' | 'trade'): void {
    const reader = this.#reader
    let book: BookUpdate | undefined
    reader.enterObject()
    for (let key = reader.nextKey(DATA_KEYS); key !== END; key = reader.nextKey(DATA_KEYS)) {
      if (key === MARKET) this.#readMarket()
      else if (key === IS_FULL && kind === 'book') this.#readFull()
      else if (key === DEPTH && kind === 'book') book = this.#readDepth()
      else if (key === DEAL_LIST && kind === 'trade') this.#readDeals()
      else reader.skipValue()
    }
    if (book !== undefined) book.isSnapshot = this.#isFull
  }

  #readMarket(): void {
    const reader = this.#reader
    if (!reader.isString()) {
      reader.skipValue()
      return
    }
    if (!reader.readString()) return
    this.#hasMarket = true
    this.slot = this.#table.find(this.#market, reader.bytes, reader.textStart, reader.textEnd)
  }

  #readFull(): void {
    if (!this.#reader.readBoolean()) return
    this.#isFull = this.#reader.boolean
    this.#hasFull = true
  }

  /** Whether values can be read now: of which instrument is known, or the next walk will know. */
  #isReadable(): boolean {
    this.#hasBody = true
    if (this.slot !== undefined) return true
    if (!this.#hasMarket) this.isLate = true
    this.#reader.skipValue()
    return false
  }

  #readDepth(): BookUpdate | undefined {
    if (!this.#isReadable()) return undefined
    this.#batch.clear()
    const book = this.#batch.book(this.slot!, BOOK_FEED, false, 0)
    // Written here: a double handed on to another call would be boxed.
    book.localTimeUs = this.#localTimeUs
    readBook(this.#reader, book, this.#batch)
    return book
  }

  /** Deals come newest first, and are read from their end. */
  #readDeals(): void {
    if (!this.#isReadable()) return
    const reader = this.#reader
    const batch = this.#batch
    const places = this.#places
    batch.clear()
    places.clear()
    places.note(reader)
    const end = reader.pos
    for (let i = places.count - 1; i >= 0 && reader.fault === ''; i -= 1) {
      reader.pos = places.at(i)
      const update = batch.trade(this.slot!, 0)
      update.localTimeUs = this.#localTimeUs
      readDeal(reader, update, batch)
    }
    if (reader.fault === '') reader.pos = end
  }

  /** A BBO's values stand beside its market; those before it are read in the next walk. */
  #walkBbo(): void {
    const reader = this.#reader
    const batch = this.#batch
    const start = reader.pos
    let update = this.#openBbo()
    let has = 0
    reader.enterObject()
    for (let key = reader.nextKey(DATA_KEYS); key !== END; key = reader.nextKey(DATA_KEYS)) {
      if (key === MARKET) {
        this.#readMarket()
        update ??= this.#openBbo()
        continue
      }
      if (update === undefined || key < UPDATED_AT) {
        if (key >= UPDATED_AT && !this.#hasMarket) this.isLate = true
        reader.skipValue()
        continue
      }
      const { levels } = update
      switch (key) {
        case UPDATED_AT:
          if (reader.readInteger()) update.venueUs = reader.integer * 1000
          break
        case BID_PRICE:
          has |= 1
          readPrice(reader, levels, 0, batch)
          break
        case BID_SIZE:
          has |= 2
          readSize(reader, levels, 0, batch)
          break
        case ASK_PRICE:
          has |= 4
          readPrice(reader, levels, 1, batch)
          break
        case ASK_SIZE:
          has |= 8
          readSize(reader, levels, 1, batch)
          break
      }
    }
    // Of an instrument that is not listed the values do not matter.
    this.#hasBody = update === undefined || has === HAS_BBO
    if (update === undefined || has !== HAS_BBO) return
    if (!closeSides(update)) reader.fail('wrongType', start)
  }

  #openBbo(): BboUpdate | undefined {
    if (this.slot === undefined) return undefined
    const update = this.#batch.bbo(this.slot, 0)
    update.localTimeUs = this.#localTimeUs
    return update
  }
}
