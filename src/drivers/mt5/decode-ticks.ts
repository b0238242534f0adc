/**
 * @hotpath The ticks of a message into quotes and deals, and where they leave the order of their symbol. Allocates nothing.
 * Layouts: docs/venues/mt5.md.
 */
import type { InstrumentSlot } from '../../core/index.ts'
import type { FrameBatch } from '../kit/frame-batch.ts'
import type { MessageReader } from './decode-message.ts'
import { FLAGS, ONE_TICK, TIME } from './frame-keys.ts'
import type { ServerClock } from './options.ts'
import type { Hole, TickOrder } from './sequence.ts'
import { readDeal, readQuote, takerOf } from './tick-values.ts'

/** Flags of what changed; others may be set and say nothing that is told. */
const QUOTE_CHANGED = 2 | 4
const DEAL_CHANGED = 8 | 16
/** The year 2255. */
const LAST_TIME_MS = 9_000_000_000_000

/** Reads the ticks of one message after the other. */
export class TickReader {
  /** When the message arrived, epoch µs. */
  localTimeUs = 0
  readonly #message: MessageReader
  readonly #batch: FrameBatch
  readonly #clock: ServerClock
  // Where the ticks of a message leave the order, once it turns out whole.
  #lastTm: number = Number.NaN
  #taken = 0

  /** A reader of the message at hand into `batch`. */
  constructor(message: MessageReader, batch: FrameBatch, clock: ServerClock) {
    this.#message = message
    this.#batch = batch
    this.#clock = clock
  }

  /** A new message of a symbol whose ticks stand at `order`. */
  begin(order: TickOrder): void {
    this.#lastTm = order.lastTm
    this.#taken = order.taken
  }

  /** Moves the order on: the message was whole. */
  close(order: TickOrder): void {
    order.lastTm = this.#lastTm
    order.taken = this.#taken
  }

  /** Reads the ticks of the message but the first `skip`, at most `most`. Returns how many the message has. */
  read(slot: InstrumentSlot, skip: number, most: number, hole: Hole | undefined): number {
    const message = this.#message
    const reader = message.json
    if (message.type === ONE_TICK) {
      if (skip < 1 && most > 0) this.#take(slot, hole)
      return 1
    }
    if (!message.enterRows()) return 0
    let count = 0
    let left = most
    while (reader.nextItem()) {
      if (!message.walkRow()) return count
      const end = reader.pos
      if (count >= skip && left > 0 && this.#take(slot, hole)) left -= 1
      if (reader.fault !== '') return count
      reader.pos = end
      count += 1
    }
    return count
  }

  /** Takes the tick whose values are noted; `false` where the hole has no place for it. */
  #take(slot: InstrumentSlot, hole: Hole | undefined): boolean {
    const message = this.#message
    const { at, json: reader } = message
    const tm = message.integerAt(TIME)
    const flags = message.integerAt(FLAGS)
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
      const update = this.#batch.bbo(slot, 0)
      // Written here: a double handed on to another call would be boxed.
      update.localTimeUs = this.localTimeUs
      update.venueUs = venueUs
      readQuote(reader, update.levels, at, this.#batch)
    }
    if ((flags & DEAL_CHANGED) !== 0) {
      const taker = takerOf(reader, at, flags)
      if (taker === undefined) return true
      const update = this.#batch.trade(slot, 0)
      update.localTimeUs = this.localTimeUs
      update.venueUs = venueUs
      update.takerSide = taker
      readDeal(reader, update.level, at, this.#batch)
    }
    return true
  }
}
