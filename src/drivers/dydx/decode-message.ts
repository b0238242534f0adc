/**
 * @hotpath One message of dYdX (`{"type":…,"message_id":…,"channel":…,"id":…,"contents":…}`) into the batch. One walk over
 * the bytes, keys in any order; where `contents` comes before what is needed to read it, the frame is walked a second
 * time. Allocation budget: 0 a frame. Bench: `bench/gate`. Layouts: docs/venues/dydx.md.
 */
import type { InstrumentSlot, InstrumentTable, TradeUpdate } from '../../core/index.ts'
import { END, JsonReader, UNKNOWN } from '../../wire/index.ts'
import type { FrameBatch } from '../kit/frame-batch.ts'
import { liquidationOf } from './decode-cold.ts'
import { readSides, readTrade } from './decode-rows.ts'
import {
  BATCH,
  BLOCK_HEIGHT,
  CHANNEL,
  CHANNELS,
  CONTENTS,
  CONTENTS_KEYS,
  DATA,
  ERROR,
  ID,
  MESSAGE_KEYS,
  NUMBER,
  ORDERBOOK,
  SUBSCRIBED,
  TRADE_LIST,
  TRADES,
  TYPE,
  TYPES,
} from './frame-keys.ts'
import { BOOK_FEED } from './topics.ts'

/** Not read yet. */
const NONE = -2

/** Reads messages one after the other; what stands here is of the last one. */
export class MessageReader {
  /** What stopped it, where a message cannot be read. */
  readonly json: JsonReader = new JsonReader()
  /** Place in {@link TYPES}; negative where there is none. */
  type: number = NONE
  /** Place in {@link CHANNELS}; negative where there is none. */
  channel: number = NONE
  /** The instrument of a book or of trades; absent where it is not listed. */
  slot: InstrumentSlot | undefined
  /** Number of the message on its connection; NaN where it has none. */
  number: number = Number.NaN
  /** Whether it is of the API before this one. */
  isOldApi = false
  readonly #table: InstrumentTable
  readonly #batch: FrameBatch
  #localTimeUs = 0
  // What the walks have found so far; a second walk starts with what the first one knows.
  #idStart = 0
  #idEnd = 0
  #isSecondWalk = false
  #isLate = false
  /** Whether there was a word that the venue does not have: a later version's, or a damaged one. */
  #isOdd = false

  /** Fills `batch`; symbols are looked up in `table`. */
  constructor(table: InstrumentTable, batch: FrameBatch) {
    this.#table = table
    this.#batch = batch
  }

  /** Reads a frame into the batch; whether it could be read. */
  read(frame: Uint8Array, localTimeUs: number): boolean {
    this.#localTimeUs = localTimeUs
    this.type = NONE
    this.channel = NONE
    this.slot = undefined
    this.number = Number.NaN
    this.#idStart = this.#idEnd = 0
    this.isOldApi = false
    this.#isOdd = false
    this.#isSecondWalk = false
    this.#walkFrame(frame)
    if (this.#isLate && this.json.fault === '') {
      this.#isSecondWalk = true
      this.#walkFrame(frame)
    }
    if (this.json.fault === '' && this.#isDamaged(frame)) this.json.fail('badString', 0)
    return this.json.fault === ''
  }

  /**
   * Books have no numbers of their own: where a name is damaged, nothing else would show that a change of one was left out.
   */
  #isDamaged(frame: Uint8Array): boolean {
    const isHot = this.channel >= 0 && this.channel !== BLOCK_HEIGHT && this.type <= SUBSCRIBED
    const isOdd = this.#isOdd || this.type < 0 || (isHot && this.slot === undefined)
    return isOdd && !isUtf8(frame)
  }

  /** Of a subscribe: what there is, or why there is nothing. */
  get isAnswer(): boolean {
    return this.type === SUBSCRIBED || this.type === ERROR
  }

  #walkFrame(frame: Uint8Array): void {
    this.#batch.clear()
    this.#isLate = false
    const reader = this.json
    reader.reset(frame)
    if (reader.isObject()) this.#walkMessage()
    else reader.skipValue()
    reader.finish()
  }

  #walkMessage(): void {
    const reader = this.json
    reader.enterObject()
    for (let key = reader.nextKey(MESSAGE_KEYS); key !== END; key = reader.nextKey(MESSAGE_KEYS)) {
      switch (key) {
        case TYPE:
          if (reader.isString() && reader.readString()) this.type = reader.textIn(TYPES)
          else reader.skipValue()
          break
        case NUMBER:
          if (reader.readInteger()) this.number = reader.integer
          break
        case ID:
          this.#readId()
          break
        case CHANNEL:
          this.#readChannel()
          break
        case CONTENTS:
          this.#readContents()
          break
        case UNKNOWN:
          this.#isOdd = true
          reader.skipValue()
          break
        default:
          reader.skipValue()
      }
    }
  }

  /** What the id names depends on the channel, which may come later. */
  #readId(): void {
    const reader = this.json
    this.#idStart = this.#idEnd = 0
    if (!reader.isString()) {
      reader.skipValue()
      return
    }
    if (!reader.readString() || reader.textIsEscaped) return
    this.#idStart = reader.textStart
    this.#idEnd = reader.textEnd
  }

  #readChannel(): void {
    const reader = this.json
    if (!reader.isString()) {
      reader.skipValue()
      return
    }
    if (!reader.readString()) return
    this.channel = reader.textIn(CHANNELS)
    if (this.channel < 0) this.#isOdd = true
    const { bytes, textStart } = reader
    // v3_
    this.isOldApi =
      bytes[textStart] === 118 && bytes[textStart + 1] === 51 && bytes[textStart + 2] === 95
  }

  #readContents(): void {
    const reader = this.json
    const isUnknown = this.type === NONE || this.channel === NONE || this.#idEnd === 0
    this.#isLate = isUnknown && !this.#isSecondWalk
    if (isUnknown || !this.#isHot()) {
      // Books and trades always say whose they are.
      if (this.#isSecondWalk && this.#isHot()) reader.fail('wrongType', reader.pos)
      reader.skipValue()
      return
    }
    this.slot = this.#table.find('futures', reader.bytes, this.#idStart, this.#idEnd)
    // A second `contents` replaces the first, as in JSON.
    this.#batch.clear()
    if (this.slot === undefined) reader.skipValue()
    else if (this.channel === ORDERBOOK) this.#readBook(this.slot)
    else this.#readTrades(this.slot)
  }

  /** Whether there is anything for this decoder in the contents. */
  #isHot(): boolean {
    const type = this.type
    if (this.channel === ORDERBOOK) return type === DATA || type === BATCH || type === SUBSCRIBED
    return this.channel === TRADES && (type === DATA || type === BATCH)
  }

  #readBook(slot: InstrumentSlot): void {
    const reader = this.json
    const batch = this.#batch
    const isSnapshot = this.type === SUBSCRIBED
    const update = batch.book(slot, BOOK_FEED, isSnapshot, this.#localTimeUs)
    if (this.type !== BATCH) {
      if (!readSides(reader, update, batch)) this.#isOdd = true
      return
    }
    // Several changes in order: sizes are absolute, and the last one of a price stands.
    if (!reader.enterArray()) return
    while (reader.nextItem()) if (!readSides(reader, update, batch)) this.#isOdd = true
  }

  #readTrades(slot: InstrumentSlot): void {
    const reader = this.json
    if (this.type !== BATCH) {
      this.#readTradeList(slot)
      return
    }
    if (!reader.enterArray()) return
    while (reader.nextItem()) this.#readTradeList(slot)
  }

  #readTradeList(slot: InstrumentSlot): void {
    const reader = this.json
    const start = reader.pos
    if (!reader.enterObject()) return
    let hasList = false
    for (
      let key = reader.nextKey(CONTENTS_KEYS);
      key !== END;
      key = reader.nextKey(CONTENTS_KEYS)
    ) {
      if (key !== TRADE_LIST) {
        reader.skipValue()
        continue
      }
      if (hasList) reader.fail('wrongType', start)
      hasList = true
      if (!reader.enterArray()) return
      while (reader.nextItem()) this.#readTrade(slot)
    }
    if (!hasList) reader.fail('wrongType', start)
  }

  #readTrade(slot: InstrumentSlot): void {
    const reader = this.json
    const update = this.#batch.trade(slot, this.#localTimeUs)
    if (readTrade(reader, update, this.#batch)) this.#addLiquidation(update)
  }

  /** Cold: forced orders are rare. */
  #addLiquidation(update: TradeUpdate): void {
    if (this.json.fault === '') this.#batch.event(liquidationOf(update))
  }
}

const STRICT = new TextDecoder('utf-8', { fatal: true })

function isUtf8(frame: Uint8Array): boolean {
  try {
    STRICT.decode(frame)
    return true
  } catch {
    // That it throws is the answer.
    return false
  }
}
