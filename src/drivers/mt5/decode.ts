/**
 * @hotpath Ticks of a MetaTrader 5 bridge, one or a batch a message, told in their order: where some are missing they are
 * asked for, and what comes meanwhile is held. Messages of other types go to decode-cold.ts. Allocation budget: 0 a frame;
 * a copy of each frame that waits for a hole. Layouts: docs/venues/mt5.md.
 */
import type {
  FrameDecoder,
  FrameFault,
  FrameOutcome,
  FrameSink,
  InstrumentSlot,
  InstrumentTable,
} from '../../core/index.ts'
import { FrameBatch } from '../kit/frame-batch.ts'
import { FrameVerdict } from '../kit/frame-verdict.ts'
import { ColdDecoder } from './decode-cold.ts'
import { MessageReader } from './decode-message.ts'
import { TickReader } from './decode-ticks.ts'
import { HISTORY_END } from './frame-keys.ts'
import { type Mt5Options, ServerClock } from './options.ts'
import { Hole, TickOrder } from './sequence.ts'

/** Ids of our requests for history, above those of subscriptions. */
const FIRST_HISTORY_ID = 1_000_000_000

/** Decodes the messages of one connection to a bridge. */
export class Mt5Decoder implements FrameDecoder {
  readonly #verdict = new FrameVerdict()
  readonly #table: InstrumentTable
  readonly #message: MessageReader
  readonly #batch: FrameBatch
  readonly #ticks: TickReader
  readonly #cold: ColdDecoder
  readonly #orders: (TickOrder | undefined)[] = []
  #nextHistoryId = FIRST_HISTORY_ID
  #localTimeUs = 0

  /** A decoder; symbols are looked up in `table`. */
  constructor(table: InstrumentTable, options: Mt5Options) {
    this.#table = table
    const clock = new ServerClock(options.pastOffsets)
    this.#message = new MessageReader(table)
    this.#batch = new FrameBatch(table)
    this.#ticks = new TickReader(this.#message, this.#batch, clock)
    this.#cold = new ColdDecoder(table, options, clock)
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
    this.#ticks.localTimeUs = localTimeUs
    const message = this.#message
    message.read(frame)
    if (message.json.fault !== '') return this.#malformed()
    if (message.type < 0) return this.#decodeCold(frame, sink)
    if (!this.#cold.isTrusted) return this.#verdict.ignore('the bridge has not shown the token')
    if (message.type === HISTORY_END) return this.#endHistory(sink)
    const { slot } = message
    if (slot === undefined) return this.#verdict.ignore('instrument is not listed')
    const order = (this.#orders[slot.index] ??= new TickOrder())
    return Number.isNaN(message.id)
      ? this.#takeLive(frame, slot, order, sink)
      : this.#takeHistory(slot, order, sink)
  }

  #takeLive(
    frame: Uint8Array,
    slot: InstrumentSlot,
    order: TickOrder,
    sink: FrameSink,
  ): FrameOutcome {
    const first = this.#message.number
    if (Number.isNaN(first)) return this.#unreadable()
    if (order.hole !== undefined) {
      if (!order.hole.isOverdue(this.#localTimeUs)) {
        order.hole.held.push({ bytes: frame.slice(), localTimeUs: this.#localTimeUs })
        return this.#verdict.ignore('it is held until the ticks before it have come')
      }
      const localTimeUs = this.#localTimeUs
      this.#release(slot, order, sink, 'the bridge did not send them')
      return this.decode(frame, localTimeUs, sink)
    }
    const missing = first - order.next
    if (missing > 0) {
      if (sink.ask !== undefined && !Number.isNaN(order.lastTm)) {
        if (!this.#askFor(missing, slot, order, sink)) return this.#unreadable()
        order.hole!.held.push({ bytes: frame.slice(), localTimeUs: this.#localTimeUs })
        return this.#verdict.ignore('it is held until the ticks before it have come')
      }
      sink.lost(`${missing} ticks of ${slot.instrument.symbol}`)
    }
    this.#ticks.begin(order)
    const skip = missing < 0 ? -missing : 0
    const count = this.#ticks.read(slot, skip, Number.POSITIVE_INFINITY, undefined)
    if (this.#message.json.fault !== '') return this.#malformed()
    if (first + count <= order.next) return this.#verdict.ignore('its ticks were seen before')
    order.next = first + count
    return this.#flush(order, sink)
  }

  /** Rows for one of our requests: those that we have are left out, and those beyond the hole. */
  #takeHistory(slot: InstrumentSlot, order: TickOrder, sink: FrameSink): FrameOutcome {
    const hole = order.hole
    if (hole?.id !== this.#message.id) return this.#verdict.ignore('nobody waits for this history')
    this.#ticks.begin(order)
    const { repeats, missing } = hole
    this.#ticks.read(slot, 0, hole.missing, hole)
    if (this.#message.json.fault !== '') {
      hole.repeats = repeats
      hole.missing = missing
      return this.#malformed()
    }
    return this.#flush(order, sink)
  }

  #flush(order: TickOrder, sink: FrameSink): FrameOutcome {
    this.#ticks.close(order)
    if (this.#batch.isEmpty()) return this.#verdict.ignore('no quote changed, and no deal was made')
    this.#batch.flush(sink, this.#localTimeUs)
    return 'event'
  }

  /** Asks for the ticks before this message. Cold. `false` where its own first time cannot be read. */
  #askFor(missing: number, slot: InstrumentSlot, order: TickOrder, sink: FrameSink): boolean {
    const to = this.#message.firstTm()
    if (Number.isNaN(to)) return false
    const id = this.#nextHistoryId
    this.#nextHistoryId += 1
    const { lastTm, taken } = order
    const { symbol } = slot.instrument
    const sinceUs = this.#localTimeUs
    order.hole = new Hole({ id, fromTm: lastTm, sinceUs, repeats: taken, missing })
    sink.ask?.(JSON.stringify({ t: 'hist', id, s: symbol, from: lastTm, to, mode: 'all' }))
    return true
  }

  #endHistory(sink: FrameSink): FrameOutcome {
    const { id } = this.#message
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
    const { id } = this.#message
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

  #unreadable(): FrameOutcome {
    this.#message.json.fail('wrongType', 0)
    return this.#malformed()
  }

  #malformed(): FrameOutcome {
    return this.#verdict.malformed(this.#message.json, this.#message.slot)
  }
}
