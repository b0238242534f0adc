/**
 * @hotpath CoinEx's books, BBOs and trades (`{"method":…,"data":{"market":…,…},"id":null}`) into updates. Each frame is
 * one gzip stream, unpacked first: that allocates, by the nature of the venue; what follows does not. One walk over the
 * bytes, keys in any order; where something comes before what is needed to read it, the frame is walked again.
 * Cold pushes go to decode-cold.ts. Allocation budget: 0 after unpacking. Layouts: docs/venues/coinex.md.
 */
import type {
  BboUpdate,
  BookUpdate,
  FrameDecoder,
  FrameFault,
  FrameOutcome,
  FrameSink,
  InstrumentSlot,
  InstrumentTable,
  Market,
} from '../../core/index.ts'
import { END, inflateFrame, JsonReader, readPrice, readSize } from '../../wire/index.ts'
import { FrameBatch } from '../kit/frame-batch.ts'
import { FrameVerdict } from '../kit/frame-verdict.ts'
import { ColdDecoder } from './decode-cold.ts'
import { closeSides, readBook, readDeal } from './decode-rows.ts'
import {
  ASK_PRICE,
  ASK_SIZE,
  BID_PRICE,
  BID_SIZE,
  CODE,
  DATA,
  DATA_KEYS,
  DEAL_LIST,
  DEPTH,
  ERROR,
  IS_FULL,
  KINDS,
  MARKET,
  MESSAGE_KEYS,
  METHOD,
  METHODS,
  PARAMS,
  type PushKind,
  RESULT,
  UPDATED_AT,
} from './frame-keys.ts'
import { BOOK_FEED } from './sequence.ts'

/** Parts of a BBO, as bits: all four must be there, whatever they say. */
const HAS_BBO = 15

/** Decodes the frames of one of CoinEx's sockets. */
export class CoinexDecoder implements FrameDecoder {
  readonly #verdict = new FrameVerdict()
  readonly #table: InstrumentTable
  readonly #market: Market
  readonly #reader = new JsonReader()
  readonly #batch: FrameBatch
  readonly #cold: ColdDecoder
  #localTimeUs = 0
  /** Where each item of a list starts: lists come newest first, and are read from their end. */
  #starts = new Int32Array(64)
  // What the walks have found so far; another walk starts with what the first one knows.
  #kind: PushKind | '' = ''
  #slot: InstrumentSlot | undefined
  #hasMarket = false
  #isFull = false
  #hasFull = false
  #hasBody = false
  #isLate = false
  #isAnswer = false
  #isOldApi = false

  /** A decoder of a socket of `market`; symbols are looked up in `table`. */
  constructor(table: InstrumentTable, market: Market) {
    this.#table = table
    this.#market = market
    this.#batch = new FrameBatch(table)
    this.#cold = new ColdDecoder(table, market)
  }

  get ignoredReason(): string {
    return this.#verdict.ignoredReason
  }

  get fault(): FrameFault | undefined {
    return this.#verdict.fault
  }

  decode(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    const payload = inflateFrame(frame)
    if (payload === undefined) return this.#notPacked()
    this.#localTimeUs = localTimeUs
    this.#kind = ''
    this.#slot = undefined
    this.#hasMarket = false
    this.#walkFrame(payload)
    // Once for the method, once for the market, where they come last.
    if (this.#mustRepeat()) this.#walkFrame(payload)
    if (this.#mustRepeat()) this.#walkFrame(payload)
    if (this.#reader.fault !== '') return this.#verdict.malformed(this.#reader, this.#slot)
    if (this.#isOldApi) return this.#faultedAsOld()
    if (this.#isCold()) {
      if (this.#isAnswer) return 'control'
      const result = this.#cold.decode(payload, localTimeUs)
      return this.#verdict.cold(result, this.#batch, sink, localTimeUs)
    }
    if (!this.#isWhole()) return this.#missing()
    if (this.#slot === undefined) return this.#verdict.ignore('instrument is not listed')
    if (this.#batch.isEmpty()) return this.#verdict.ignore('message has no rows')
    this.#batch.flush(sink, localTimeUs)
    return 'event'
  }

  /** A call, so that the compiler does not think the kind is still what `decode` set. */
  #isCold(): boolean {
    return this.#kind === '' || this.#kind === 'cold'
  }

  #isWhole(): boolean {
    return this.#hasMarket && this.#hasBody && (this.#kind !== 'book' || this.#hasFull)
  }

  #mustRepeat(): boolean {
    return this.#isLate && this.#reader.fault === ''
  }

  #walkFrame(payload: Uint8Array): void {
    this.#batch.clear()
    this.#isLate = false
    this.#isAnswer = false
    this.#isOldApi = false
    this.#hasBody = false
    this.#hasFull = false
    const reader = this.#reader
    reader.reset(payload)
    if (reader.isArray()) reader.skipValue()
    else this.#walkMessage()
    reader.finish()
  }

  #walkMessage(): void {
    const reader = this.#reader
    if (!reader.enterObject()) return
    for (let key = reader.nextKey(MESSAGE_KEYS); key !== END; key = reader.nextKey(MESSAGE_KEYS)) {
      switch (key) {
        case METHOD:
          this.#readMethod()
          break
        case DATA:
          if (reader.isObject()) this.#walkData()
          else reader.skipValue()
          break
        case CODE:
          this.#isAnswer = true
          reader.skipValue()
          break
        case PARAMS:
        case RESULT:
        case ERROR:
          this.#isOldApi = true
          reader.skipValue()
          break
        default:
          reader.skipValue()
      }
    }
  }

  #readMethod(): void {
    const reader = this.#reader
    if (!reader.isString()) {
      reader.skipValue()
      return
    }
    if (!reader.readString()) return
    const id = reader.textIn(METHODS)
    this.#kind = id < 0 ? 'cold' : KINDS[id]!
  }

  #walkData(): void {
    const kind = this.#kind
    if (kind === '' || kind === 'cold') {
      // The method may still come; then the data is read in the next walk.
      if (kind === '') this.#isLate = true
      this.#reader.skipValue()
      return
    }
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
    this.#slot = this.#table.find(this.#market, reader.bytes, reader.textStart, reader.textEnd)
  }

  #readFull(): void {
    if (!this.#reader.readBoolean()) return
    this.#isFull = this.#reader.boolean
    this.#hasFull = true
  }

  /** Whether values can be read now: of which instrument is known, or the next walk will know. */
  #isReadable(): boolean {
    this.#hasBody = true
    if (this.#slot !== undefined) return true
    if (!this.#hasMarket) this.#isLate = true
    this.#reader.skipValue()
    return false
  }

  #readDepth(): BookUpdate | undefined {
    if (!this.#isReadable()) return undefined
    this.#batch.clear()
    const book = this.#batch.book(this.#slot!, BOOK_FEED, false, this.#localTimeUs)
    readBook(this.#reader, book, this.#batch)
    return book
  }

  #readDeals(): void {
    if (!this.#isReadable()) return
    const reader = this.#reader
    const batch = this.#batch
    batch.clear()
    const count = this.#findItems()
    if (reader.fault !== '') return
    const end = reader.pos
    for (let i = count - 1; i >= 0; i -= 1) {
      reader.pos = this.#starts[i]!
      readDeal(reader, batch.trade(this.#slot!, this.#localTimeUs), batch)
      if (reader.fault !== '') return
    }
    reader.pos = end
    reader.isFresh = false
  }

  /** Steps over a list and notes where its items start. Returns how many there are. */
  #findItems(): number {
    const reader = this.#reader
    let count = 0
    if (!reader.enterArray()) return 0
    while (reader.nextItem()) {
      reader.peek()
      if (count === this.#starts.length) {
        const larger = new Int32Array(count * 2)
        larger.set(this.#starts)
        this.#starts = larger
      }
      this.#starts[count] = reader.pos
      count += 1
      reader.skipValue()
    }
    return count
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
        if (key >= UPDATED_AT && !this.#hasMarket) this.#isLate = true
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
    const slot = this.#slot
    return slot === undefined ? undefined : this.#batch.bbo(slot, this.#localTimeUs)
  }

  #notPacked(): FrameOutcome {
    const message = 'Reading a frame: expected gzip or JSON text, was neither'
    this.#verdict.fault = { code: 'MALFORMED_FRAME', message, offsetBytes: 0 }
    return 'fault'
  }

  #missing(): FrameOutcome {
    const { pos } = this.#reader
    const message = `Reading a frame: a part of a ${this.#kind} push is missing`
    const slot = this.#slot === undefined ? {} : { slot: this.#slot }
    this.#verdict.fault = { code: 'MALFORMED_FRAME', message, offsetBytes: pos, ...slot }
    return 'fault'
  }

  #faultedAsOld(): FrameOutcome {
    return this.#verdict.legacy(
      'it is of API v1 ("params", "result"); expected v2 ("data", "code")',
    )
  }
}
