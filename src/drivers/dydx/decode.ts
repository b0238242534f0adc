/**
 * @hotpath Tells dYdX's books and trades in the order of their messages: decode-message.ts reads one, message-order.ts
 * says whose turn it is, what comes too early is held back. Cold channels go to decode-cold.ts. Allocation budget: 0 a
 * frame whose turn it is. Bench: `bench/gate`. Layouts: docs/venues/dydx.md.
 */
import type {
  FrameDecoder,
  FrameFault,
  FrameOutcome,
  FrameSink,
  InstrumentTable,
} from '../../core/index.ts'
import { FrameBatch } from '../kit/frame-batch.ts'
import type { FrameLayout } from '../kit/frame-roles.ts'
import { FrameVerdict } from '../kit/frame-verdict.ts'
import { ShapedFrames } from '../kit/shaped-frames.ts'
import { bookLayout } from './book-layout.ts'
import { ColdDecoder } from './decode-cold.ts'
import { MessageReader } from './decode-message.ts'
import { BLOCK_HEIGHT, SUBSCRIBED, TRADES } from './frame-keys.ts'
import { type HeldMessage, MessageOrder } from './message-order.ts'

const MISSING = 'a message of the connection is missing'
/** A snapshot is fetched in tens of ms: for so long messages may wait as if the network had been slow. */
const HELD_UNTOLD_US = 250_000

/** Decodes the frames of dYdX's socket. */
export class DydxDecoder implements FrameDecoder {
  readonly #verdict = new FrameVerdict()
  readonly #batch: FrameBatch
  readonly #shaped: ShapedFrames
  readonly #layout: FrameLayout
  readonly #message: MessageReader
  readonly #cold: ColdDecoder
  readonly #order = new MessageOrder()
  #localTimeUs = 0
  /** Whether it was told that messages wait. */
  #isWaiting = false

  /** A decoder; symbols are looked up in `table`. */
  constructor(table: InstrumentTable) {
    this.#batch = new FrameBatch(table)
    this.#shaped = new ShapedFrames(this.#batch)
    this.#layout = bookLayout(table)
    this.#message = new MessageReader(table, this.#batch)
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
    if (!this.#isNextChange(frame, localTimeUs)) return this.#decodeByKeys(frame, localTimeUs, sink)
    this.#shaped.tell(sink)
    return 'event'
  }

  /** Whether the frame says a change of a book by its shape, and is the next message. */
  #isNextChange(frame: Uint8Array, localTimeUs: number): boolean {
    const order = this.#order
    if (order.heldCount > 0 || !this.#shaped.read(frame, localTimeUs)) return false
    order.number = this.#shaped.message
    order.localTimeUs = localTimeUs
    return order.isNext && order.take(false) === 'next'
  }

  #decodeByKeys(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    if (!this.#read(frame, localTimeUs)) return this.#tellUnread(frame, sink)
    if (this.#message.isOldApi) return this.#faultedAsOld()
    const order = this.#order
    if (Number.isNaN(order.number)) return this.#tell(frame, sink)
    switch (order.take(this.#message.isAnswer)) {
      case 'next': {
        if (order.heldCount === 0) return this.#tell(frame, sink)
        this.#goOn(sink)
        return this.#tellReleased(this.#tell(frame, sink), sink)
      }
      case 'early':
        return this.#hold(frame, sink)
      case 'passed':
        // What an answer says to the ledger stays true.
        if (this.#message.isAnswer) return 'control'
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
    const order = this.#order
    this.#localTimeUs = localTimeUs
    const isRead = this.#message.read(frame, localTimeUs)
    order.number = this.#message.number
    order.localTimeUs = localTimeUs
    return isRead
  }

  /** Cold: a message may say what was damaged in it, but not its place. What waited for one before it waits in vain. */
  #tellUnread(frame: Uint8Array, sink: FrameSink): FrameOutcome {
    const order = this.#order
    order.unread(this.#message.isAnswer)
    if (order.heldCount > 0) {
      this.#isWaiting = false
      this.#tellHeld(order.giveUp(), 'control', sink)
      this.#read(frame, this.#localTimeUs)
    }
    return this.#verdict.malformed(this.#message.json, this.#message.slot)
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

  #tell(frame: Uint8Array, sink: FrameSink): FrameOutcome {
    if (this.#message.type > SUBSCRIBED) return 'control'
    if (this.#message.channel === BLOCK_HEIGHT) return 'control'
    if (this.#message.type < 0 || this.#message.channel < 0) return this.#tellCold(frame, sink)
    // Trades of before the subscribe would be told again after every reconnect: they are the answer, and nothing else.
    if (this.#message.channel === TRADES && this.#message.type === SUBSCRIBED) return 'control'
    if (this.#message.slot === undefined) return this.#verdict.ignore('instrument is not listed')
    if (this.#batch.isEmpty()) return this.#verdict.ignore('message has no rows')
    this.#batch.flush(sink, this.#localTimeUs)
    this.#shaped.learn(frame, this.#layout)
    return 'event'
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

const IS_SUBSCRIBE = /"type"\s*:\s*"subscribe"/
