/**
 * @hotpath Ticks of a MetaTrader 5 bridge, one or a batch a message, into quotes and deals. One walk notes where values
 * stand and checks the syntax; then each value that is wanted is read in place, whatever the order of the keys. Messages
 * of other types go to decode-cold.ts. Allocation budget: 0 a frame; a copy of each frame that waits for a hole.
 * Layouts: docs/venues/mt5.md.
 */
import type {
  FrameDecoder,
  FrameFault,
  FrameOutcome,
  FrameSink,
  InstrumentSlot,
  InstrumentTable,
} from '../../core/index.ts'
import { END, JsonReader } from '../../wire/index.ts'
import { FrameBatch } from '../kit/frame-batch.ts'
import { FrameVerdict } from '../kit/frame-verdict.ts'
import { ColdDecoder } from './decode-cold.ts'
import {
  FIRST_VALUE,
  FLAGS,
  HISTORY_END,
  ID,
  KEYS,
  MANY_TICKS,
  NUMBER,
  ONE_TICK,
  ROWS,
  SYMBOL,
  TIME,
  TYPE,
  TYPES,
  VALUES,
} from './frame-keys.ts'
import { type Mt5Options, ServerClock } from './options.ts'
import { Hole, TickOrder } from './sequence.ts'
import { readDeal, readQuote, takerOf } from './tick-values.ts'

/** Flags of what changed; others may be set and say nothing that is told. */
const QUOTE_CHANGED = 2 | 4
const DEAL_CHANGED = 8 | 16
/** Ids of our requests for history, above those of subscriptions. */
const FIRST_HISTORY_ID = 1_000_000_000
const NOWHERE = -1
/** The year 2255. */
const LAST_TIME_MS = 9_000_000_000_000

/** Decodes the messages of one connection to a bridge. */
export class Mt5Decoder implements FrameDecoder {
  readonly #verdict = new FrameVerdict()
  readonly #table: InstrumentTable
  readonly #reader = new JsonReader()
  readonly #batch: FrameBatch
  readonly #clock: ServerClock
  readonly #cold: ColdDecoder
  readonly #orders: (TickOrder | undefined)[] = []
  readonly #at = new Int32Array(VALUES)
  #nextHistoryId = FIRST_HISTORY_ID
  #type = NOWHERE
  #slot: InstrumentSlot | undefined
  #number = Number.NaN
  #id = Number.NaN
  #rowsAt = NOWHERE
  #localTimeUs = 0
  // Where the ticks of a message leave the order, once it turns out whole.
  #lastTm = Number.NaN
  #taken = 0

  /** A decoder; symbols are looked up in `table`. */
  constructor(table: InstrumentTable, options: Mt5Options) {
    this.#table = table
    this.#batch = new FrameBatch(table)
    this.#clock = new ServerClock(options.pastOffsets)
    this.#cold = new ColdDecoder(table, options, this.#clock)
  }

  get ignoredReason(): string {
    return this.#verdict.ignoredReason
  }

  get fault(): FrameFault | undefined {
    return this.#verdict.fault
  }

  decode(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    this.#batch.clear()
    this.#localTimeUs = localTimeUs
    this.#walk(frame)
    const reader = this.#reader
    if (reader.fault !== '') return this.#verdict.malformed(reader, this.#slot)
    if (this.#type < 0) return this.#decodeCold(frame, sink)
    if (!this.#cold.isTrusted) return this.#verdict.ignore('the bridge has not shown the token')
    if (this.#type === HISTORY_END) return this.#endHistory(sink)
    const slot = this.#slot
    if (slot === undefined) return this.#verdict.ignore('instrument is not listed')
    const order = (this.#orders[slot.index] ??= new TickOrder())
    return Number.isNaN(this.#id)
      ? this.#takeLive(frame, slot, order, sink)
      : this.#takeHistory(slot, order, sink)
  }

  /** Notes where everything stands. */
  #walk(frame: Uint8Array): void {
    const reader = this.#reader
    this.#type = NOWHERE
    this.#slot = undefined
    this.#number = this.#id = Number.NaN
    this.#rowsAt = NOWHERE
    this.#at.fill(NOWHERE)
    reader.reset(frame)
    if (!reader.isObject()) {
      reader.skipValue()
      reader.finish()
      return
    }
    reader.enterObject()
    for (let key = reader.nextKey(KEYS); key !== END; key = reader.nextKey(KEYS)) {
      if (key === TYPE && reader.isString()) {
        if (reader.readString()) this.#type = reader.textIn(TYPES)
      } else if (key === SYMBOL && reader.isString()) this.#readSymbol()
      else if ((key === NUMBER || key === ID) && !reader.isString() && !reader.isArray()) {
        if (reader.takeNull() || !reader.readInteger()) continue
        if (key === NUMBER) this.#number = reader.integer
        else this.#id = reader.integer
      } else {
        reader.peek()
        // A key that comes again replaces the first, as in JSON.
        if (key === TYPE) this.#type = NOWHERE
        else if (key === SYMBOL) this.#slot = undefined
        else if (key === ROWS) this.#rowsAt = reader.pos
        else if (key >= FIRST_VALUE) this.#at[key - FIRST_VALUE] = reader.pos
        reader.skipValue()
      }
    }
    reader.finish()
  }

  #readSymbol(): void {
    const reader = this.#reader
    if (!reader.readString()) return
    const { bytes, textStart, textEnd } = reader
    // Symbols are the broker's own words and may need escapes; such a text is made, the others are looked up by bytes.
    this.#slot = reader.textIsEscaped
      ? this.#table.bySymbol('spot', reader.text())
      : this.#table.find('spot', bytes, textStart, textEnd)
  }

  #takeLive(
    frame: Uint8Array,
    slot: InstrumentSlot,
    order: TickOrder,
    sink: FrameSink,
  ): FrameOutcome {
    if (Number.isNaN(this.#number)) return this.#unreadable(0)
    if (order.hole !== undefined) {
      if (!order.hole.isOverdue(this.#localTimeUs)) {
        order.hole.held.push({ bytes: frame.slice(), localTimeUs: this.#localTimeUs })
        return this.#verdict.ignore('it is held until the ticks before it have come')
      }
      const localTimeUs = this.#localTimeUs
      this.#release(slot, order, sink, 'the bridge did not send them')
      return this.decode(frame, localTimeUs, sink)
    }
    const first = this.#number
    const missing = first - order.next
    if (missing > 0) {
      if (sink.ask !== undefined && !Number.isNaN(order.lastTm)) {
        if (!this.#askFor(missing, slot, order, sink)) return this.#unreadable(0)
        order.hole!.held.push({ bytes: frame.slice(), localTimeUs: this.#localTimeUs })
        return this.#verdict.ignore('it is held until the ticks before it have come')
      }
      sink.lost(`${missing} ticks of ${slot.instrument.symbol}`)
    }
    this.#lastTm = order.lastTm
    this.#taken = order.taken
    const skip = missing < 0 ? -missing : 0
    const count = this.#readTicks(slot, skip, Number.POSITIVE_INFINITY, undefined)
    if (this.#reader.fault !== '') return this.#verdict.malformed(this.#reader, slot)
    if (first + count <= order.next) return this.#verdict.ignore('its ticks were seen before')
    order.next = first + count
    return this.#flush(order, sink)
  }

  /** Rows for one of our requests: those that we have are left out, and those beyond the hole. */
  #takeHistory(slot: InstrumentSlot, order: TickOrder, sink: FrameSink): FrameOutcome {
    const hole = order.hole
    if (hole?.id !== this.#id) return this.#verdict.ignore('nobody waits for this history')
    this.#lastTm = order.lastTm
    this.#taken = order.taken
    const { repeats, missing } = hole
    this.#readTicks(slot, 0, hole.missing, hole)
    if (this.#reader.fault !== '') {
      hole.repeats = repeats
      hole.missing = missing
      return this.#verdict.malformed(this.#reader, slot)
    }
    return this.#flush(order, sink)
  }

  #flush(order: TickOrder, sink: FrameSink): FrameOutcome {
    order.lastTm = this.#lastTm
    order.taken = this.#taken
    if (this.#batch.isEmpty()) return this.#verdict.ignore('no quote changed, and no deal was made')
    this.#batch.flush(sink, this.#localTimeUs)
    return 'event'
  }

  /** Reads the ticks of the message but the first `skip`, at most `most`. Returns how many the message has. */
  #readTicks(slot: InstrumentSlot, skip: number, most: number, hole: Hole | undefined): number {
    const reader = this.#reader
    if (this.#type === ONE_TICK) {
      if (skip < 1 && most > 0) this.#take(slot, hole)
      return 1
    }
    if (this.#rowsAt < 0) {
      reader.fail('wrongType', 0)
      return 0
    }
    reader.pos = this.#rowsAt
    if (!reader.enterArray()) return 0
    let count = 0
    let left = most
    while (reader.nextItem()) {
      if (!this.#walkRow()) return count
      const end = reader.pos
      if (count >= skip && left > 0 && this.#take(slot, hole)) left -= 1
      if (reader.fault !== '') return count
      reader.pos = end
      count += 1
    }
    return count
  }

  #walkRow(): boolean {
    const reader = this.#reader
    if (!reader.enterArray()) return false
    let count = 0
    while (reader.nextItem()) {
      reader.peek()
      if (count < VALUES) this.#at[count] = reader.pos
      count += 1
      if (!reader.skipValue()) return false
    }
    return count >= VALUES || reader.fail('wrongType', reader.pos - 1)
  }

  /** Takes the tick whose values are noted; `false` where the hole has no place for it. */
  #take(slot: InstrumentSlot, hole: Hole | undefined): boolean {
    const at = this.#at
    const tm = this.#integerAt(TIME)
    const flags = this.#integerAt(FLAGS)
    const reader = this.#reader
    // As µs it must still be exact.
    if (tm > LAST_TIME_MS) reader.fail('badNumber', at[TIME]!)
    if (reader.fault !== '') return false
    if (hole !== undefined) {
      if (tm === hole.fromTm && hole.repeats > 0) {
        hole.repeats -= 1
        return false
      }
      hole.missing -= 1
    }
    this.#taken = tm === this.#lastTm ? this.#taken + 1 : 1
    this.#lastTm = tm
    const venueUs = this.#clock.toUtcUs(tm)
    if ((flags & QUOTE_CHANGED) !== 0) {
      const update = this.#batch.bbo(slot, this.#localTimeUs)
      update.venueUs = venueUs
      readQuote(reader, update.levels, at, this.#batch)
    }
    if ((flags & DEAL_CHANGED) !== 0) {
      const taker = takerOf(reader, at, flags)
      if (taker === undefined) return true
      const update = this.#batch.trade(slot, this.#localTimeUs)
      update.venueUs = venueUs
      update.takerSide = taker
      readDeal(reader, update.level, at, this.#batch)
    }
    return true
  }

  #integerAt(value: number): number {
    const reader = this.#reader
    const at = this.#at[value]!
    if (at < 0) {
      reader.fail('wrongType', 0)
      return Number.NaN
    }
    reader.pos = at
    return reader.readInteger() ? reader.integer : Number.NaN
  }

  /** Asks for the ticks before this message. Cold. `false` where its own first time cannot be read. */
  #askFor(missing: number, slot: InstrumentSlot, order: TickOrder, sink: FrameSink): boolean {
    const reader = this.#reader
    if (this.#type === MANY_TICKS) {
      reader.pos = Math.max(0, this.#rowsAt)
      if (this.#rowsAt < 0 || !reader.enterArray() || !reader.nextItem() || !this.#walkRow()) {
        return false
      }
    }
    const to = this.#integerAt(TIME)
    if (Number.isNaN(to)) return false
    const id = this.#nextHistoryId
    this.#nextHistoryId += 1
    const { lastTm, taken } = order
    const { symbol } = slot.instrument
    order.hole = new Hole({
      id,
      fromTm: lastTm,
      sinceUs: this.#localTimeUs,
      repeats: taken,
      missing,
    })
    sink.ask?.(JSON.stringify({ t: 'hist', id, s: symbol, from: lastTm, to, mode: 'all' }))
    return true
  }

  #endHistory(sink: FrameSink): FrameOutcome {
    const id = this.#id
    const index = this.#orders.findIndex((order) => order?.hole?.id === id)
    const order = this.#orders[index]
    if (order === undefined) return this.#verdict.ignore('nobody waits for this history')
    return this.#release(this.#table.slots()[index]!, order, sink, 'history does not have them')
  }

  /** Ends a hole, filled or not, and reads what was held. Cold. */
  #release(slot: InstrumentSlot, order: TickOrder, sink: FrameSink, why: string): FrameOutcome {
    const { hole } = order
    if (hole === undefined) return this.#verdict.ignore('nobody waits for this history')
    if (hole.missing > 0) {
      sink.lost(`${hole.missing} ticks of ${slot.instrument.symbol}: ${why}`)
    }
    order.hole = undefined
    // Whatever number comes first now, the ticks before it were told or given up.
    order.next = Number.NaN
    let isEvent = false
    for (const { bytes, localTimeUs } of hole.held) {
      if (this.decode(bytes, localTimeUs, sink) === 'event') isEvent = true
    }
    return isEvent ? 'event' : this.#verdict.ignore('it ends a history')
  }

  /** Cold messages; those that end a wait end it here. */
  #decodeCold(frame: Uint8Array, sink: FrameSink): FrameOutcome {
    const id = this.#id
    const localTimeUs = this.#localTimeUs
    const result = this.#cold.decode(frame, localTimeUs)
    if (result.outcome !== 'control') {
      return this.#verdict.cold(result, this.#batch, sink, localTimeUs)
    }
    let isEvent = false
    this.#orders.forEach((order, index) => {
      if (order?.hole === undefined) return
      if (order.hole.id !== id && !order.hole.isOverdue(localTimeUs)) return
      const slot = this.#table.slots()[index]!
      if (this.#release(slot, order, sink, 'the bridge has no history') === 'event') isEvent = true
    })
    return isEvent ? 'event' : 'control'
  }

  #unreadable(offset: number): FrameOutcome {
    this.#reader.fail('wrongType', offset)
    return this.#verdict.malformed(this.#reader, this.#slot)
  }
}
