/**
 * @hotpath dYdX's books and trades (`{"type":…,"message_id":…,"channel":…,"id":…,"contents":…}`) into updates. One walk
 * over the bytes, keys in any order; where `contents` comes before what is needed to read it, the frame is walked a second
 * time. Cold channels go to decode-cold.ts; the order of messages to message-order.ts. Allocation budget: 0 a frame.
 * Bench: `bench/gate`. Layouts: docs/venues/dydx.md.
 */
import type {
  FrameDecoder,
  FrameFault,
  FrameOutcome,
  FrameSink,
  InstrumentSlot,
  InstrumentTable,
  TradeUpdate,
} from '../../core/index.ts'
import { END, JsonReader, UNKNOWN } from '../../wire/index.ts'
import { FrameBatch } from '../kit/frame-batch.ts'
import { FrameVerdict } from '../kit/frame-verdict.ts'
import { ColdDecoder, liquidationOf } from './decode-cold.ts'
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
import { type HeldMessage, MessageOrder } from './message-order.ts'
import { BOOK_FEED } from './topics.ts'

/** Not read yet. */
const NONE = -2
const MISSING = 'a message of the connection is missing'
/** A snapshot is fetched in tens of ms: for so long messages may wait as if the network had been slow. */
const HELD_UNTOLD_US = 250_000

/** Decodes the frames of dYdX's socket. */
export class DydxDecoder implements FrameDecoder {
  readonly #verdict = new FrameVerdict()
  readonly #table: InstrumentTable
  readonly #reader = new JsonReader()
  readonly #batch: FrameBatch
  readonly #cold: ColdDecoder
  readonly #order = new MessageOrder()
  #localTimeUs = 0
  // What the walks have found so far; a second walk starts with what the first one knows.
  #type: number = NONE
  #channel: number = NONE
  #slot: InstrumentSlot | undefined
  #idStart = 0
  #idEnd = 0
  #isSecondWalk = false
  #isLate = false
  #isOldApi = false
  /** Whether it was told that messages wait. */
  #isWaiting = false
  /** Whether there was a word that the venue does not have: a later version's, or a damaged one. */
  #isOdd = false

  /** A decoder; symbols are looked up in `table`. */
  constructor(table: InstrumentTable) {
    this.#table = table
    this.#batch = new FrameBatch(table)
    this.#cold = new ColdDecoder(table)
  }

  get ignoredReason(): string {
    return this.#verdict.ignoredReason
  }

  get fault(): FrameFault | undefined {
    return this.#verdict.fault
  }

  sent(frame: string | Uint8Array): void {
    const text = typeof frame === 'string' ? frame : new TextDecoder().decode(frame)
    this.#order.sent(IS_SUBSCRIBE.test(text))
  }

  decode(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    if (!this.#read(frame, localTimeUs)) return this.#tellUnread(frame, sink)
    if (this.#isOldApi) return this.#faultedAsOld()
    const order = this.#order
    if (Number.isNaN(order.number)) return this.#tell(frame, sink)
    switch (order.take(this.#isAnswer())) {
      case 'next': {
        if (order.heldCount === 0) return this.#tell(frame, sink)
        this.#goOn(sink)
        return this.#tellReleased(this.#tell(frame, sink), sink)
      }
      case 'early':
        return this.#hold(frame, sink)
      case 'passed':
        // What an answer says to the ledger stays true.
        if (this.#isAnswer()) return 'control'
        return this.#verdict.ignore('message came twice, or after it was given up')
      case 'lost':
        this.#isWaiting = false
        if (order.heldCount === 0) {
          sink.lost(MISSING)
          return this.#tell(frame, sink)
        }
        order.hold(frame)
        return this.#tellHeld(order.giveUp(), 'control', sink)
    }
  }

  /** Reads a frame into the batch; whether it could be read. */
  #read(frame: Uint8Array, localTimeUs: number): boolean {
    this.#localTimeUs = localTimeUs
    this.#type = NONE
    this.#channel = NONE
    this.#slot = undefined
    this.#order.number = Number.NaN
    this.#order.localTimeUs = localTimeUs
    this.#idStart = this.#idEnd = 0
    this.#isOldApi = false
    this.#isOdd = false
    this.#isSecondWalk = false
    this.#walkFrame(frame)
    if (this.#isLate && this.#reader.fault === '') {
      this.#isSecondWalk = true
      this.#walkFrame(frame)
    }
    if (this.#reader.fault === '' && this.#isDamaged(frame)) this.#reader.fail('badString', 0)
    return this.#reader.fault === ''
  }

  /**
   * Books have no numbers of their own: where a name is damaged, nothing else would show that a change of one was left out.
   */
  #isDamaged(frame: Uint8Array): boolean {
    const isHot = this.#channel >= 0 && this.#channel !== BLOCK_HEIGHT && this.#type <= SUBSCRIBED
    const isOdd = this.#isOdd || this.#type < 0 || (isHot && this.#slot === undefined)
    return isOdd && !isUtf8(frame)
  }

  /** Cold: a message may say what was damaged in it, but not its place. What waited for one before it waits in vain. */
  #tellUnread(frame: Uint8Array, sink: FrameSink): FrameOutcome {
    const order = this.#order
    order.unread(this.#isAnswer())
    if (order.heldCount > 0) {
      this.#isWaiting = false
      this.#tellHeld(order.giveUp(), 'control', sink)
      this.#read(frame, this.#localTimeUs)
    }
    return this.#verdict.malformed(this.#reader, this.#slot)
  }

  /** One before it has not come yet. It may be an answer itself: the ledger is to hear of it now. Cold. */
  #hold(frame: Uint8Array, sink: FrameSink): FrameOutcome {
    this.#order.hold(frame)
    if (!this.#isWaiting && this.#order.heldForUs > HELD_UNTOLD_US) {
      this.#isWaiting = true
      sink.waits?.('messages wait for one before them')
    }
    return 'control'
  }

  /** Cold. */
  #goOn(sink: FrameSink): void {
    if (!this.#isWaiting) return
    this.#isWaiting = false
    sink.goesOn?.()
  }

  /** Tells what waited for a message that was told. Cold. */
  #tellReleased(outcome: FrameOutcome, sink: FrameSink): FrameOutcome {
    const messages: HeldMessage[] = []
    for (let next = this.#order.release(); next !== undefined; next = this.#order.release())
      messages.push(next)
    return this.#tellHeld(messages, outcome, sink)
  }

  /** The outcome of all together: what was told, or could not be, matters more than what was not. Cold. */
  #tellHeld(
    messages: readonly HeldMessage[],
    outcome: FrameOutcome,
    sink: FrameSink,
  ): FrameOutcome {
    let worst = outcome
    for (const { frame, localTimeUs, isBehindHole } of messages) {
      if (isBehindHole) sink.lost(MISSING)
      this.#read(frame, localTimeUs)
      const told = this.#tell(frame, sink)
      if (told === 'fault' || (told === 'event' && worst !== 'fault')) worst = told
    }
    return worst
  }

  /** Of a subscribe: what there is, or why there is nothing. */
  #isAnswer(): boolean {
    return this.#type === SUBSCRIBED || this.#type === ERROR
  }

  #tell(frame: Uint8Array, sink: FrameSink): FrameOutcome {
    if (this.#type > SUBSCRIBED) return 'control'
    if (this.#channel === BLOCK_HEIGHT) return 'control'
    if (this.#type < 0 || this.#channel < 0) return this.#tellCold(frame, sink)
    // Trades of before the subscribe would be told again after every reconnect: they are the answer, and nothing else.
    if (this.#channel === TRADES && this.#type === SUBSCRIBED) return 'control'
    if (this.#slot === undefined) return this.#verdict.ignore('instrument is not listed')
    if (this.#batch.isEmpty()) return this.#verdict.ignore('message has no rows')
    this.#batch.flush(sink, this.#localTimeUs)
    return 'event'
  }

  #walkFrame(frame: Uint8Array): void {
    this.#batch.clear()
    this.#isLate = false
    const reader = this.#reader
    reader.reset(frame)
    if (reader.isObject()) this.#walkMessage()
    else reader.skipValue()
    reader.finish()
  }

  #walkMessage(): void {
    const reader = this.#reader
    reader.enterObject()
    for (let key = reader.nextKey(MESSAGE_KEYS); key !== END; key = reader.nextKey(MESSAGE_KEYS)) {
      switch (key) {
        case TYPE:
          if (reader.isString() && reader.readString()) this.#type = reader.textIn(TYPES)
          else reader.skipValue()
          break
        case NUMBER:
          if (reader.readInteger()) this.#order.number = reader.integer
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
    const reader = this.#reader
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
    const reader = this.#reader
    if (!reader.isString()) {
      reader.skipValue()
      return
    }
    if (!reader.readString()) return
    this.#channel = reader.textIn(CHANNELS)
    if (this.#channel < 0) this.#isOdd = true
    const { bytes, textStart } = reader
    // v3_
    this.#isOldApi =
      bytes[textStart] === 118 && bytes[textStart + 1] === 51 && bytes[textStart + 2] === 95
  }

  #readContents(): void {
    const reader = this.#reader
    const isUnknown = this.#type === NONE || this.#channel === NONE || this.#idEnd === 0
    this.#isLate = isUnknown && !this.#isSecondWalk
    if (isUnknown || !this.#isHot()) {
      // Books and trades always say whose they are.
      if (this.#isSecondWalk && this.#isHot()) reader.fail('wrongType', reader.pos)
      reader.skipValue()
      return
    }
    this.#slot = this.#table.find('futures', reader.bytes, this.#idStart, this.#idEnd)
    // A second `contents` replaces the first, as in JSON.
    this.#batch.clear()
    if (this.#slot === undefined) reader.skipValue()
    else if (this.#channel === ORDERBOOK) this.#readBook(this.#slot)
    else this.#readTrades(this.#slot)
  }

  /** Whether there is anything for this decoder in the contents. */
  #isHot(): boolean {
    const type = this.#type
    if (this.#channel === ORDERBOOK) return type === DATA || type === BATCH || type === SUBSCRIBED
    return this.#channel === TRADES && (type === DATA || type === BATCH)
  }

  #readBook(slot: InstrumentSlot): void {
    const reader = this.#reader
    const batch = this.#batch
    const isSnapshot = this.#type === SUBSCRIBED
    const update = batch.book(slot, BOOK_FEED, isSnapshot, this.#localTimeUs)
    if (this.#type !== BATCH) {
      if (!readSides(reader, update, batch)) this.#isOdd = true
      return
    }
    // Several changes in order: sizes are absolute, and the last one of a price stands.
    if (!reader.enterArray()) return
    while (reader.nextItem()) if (!readSides(reader, update, batch)) this.#isOdd = true
  }

  #readTrades(slot: InstrumentSlot): void {
    const reader = this.#reader
    if (this.#type !== BATCH) {
      this.#readTradeList(slot)
      return
    }
    if (!reader.enterArray()) return
    while (reader.nextItem()) this.#readTradeList(slot)
  }

  #readTradeList(slot: InstrumentSlot): void {
    const reader = this.#reader
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
    const reader = this.#reader
    const update = this.#batch.trade(slot, this.#localTimeUs)
    if (readTrade(reader, update, this.#batch)) this.#addLiquidation(update)
  }

  /** Cold: forced orders are rare. */
  #addLiquidation(update: TradeUpdate): void {
    if (this.#reader.fault === '') this.#batch.event(liquidationOf(update))
  }

  #tellCold(frame: Uint8Array, sink: FrameSink): FrameOutcome {
    const result = this.#cold.decode(frame, this.#localTimeUs)
    // An answer that tells nothing is an answer all the same.
    if (result.outcome === 'ignored' && result.isAnswer === true) return 'control'
    return this.#verdict.cold(result, this.#batch, sink, this.#localTimeUs)
  }

  #faultedAsOld(): FrameOutcome {
    return this.#verdict.legacy(
      'it is of API v3 ("v3_…"), which is switched off; expected v4 ("v4_…")',
    )
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

const IS_SUBSCRIBE = /"type"\s*:\s*"subscribe"/
