/**
 * @hotpath Frames of Kraken's Derivatives WebSocket v1 into book and trade updates; shut down on 2027-03-01. A frame is one
 * message, of one level or one trade, flat: decode-message.ts reads it. Cold feeds go to decode-cold.ts. Allocation
 * budget: 0 a frame of `book`. Bench: `bench/gate`.
 */
import type {
  FrameDecoder,
  FrameFault,
  FrameOutcome,
  FrameSink,
  InstrumentTable,
} from '../../../core/index.ts'
import { FrameBatch } from '../../kit/frame-batch.ts'
import type { FrameLayout } from '../../kit/frame-roles.ts'
import { FrameVerdict } from '../../kit/frame-verdict.ts'
import { ShapedFrames } from '../../kit/shaped-frames.ts'
import { bookLayout } from './book-layout.ts'
import { decodeCold } from './decode-cold.ts'
import { MessageReader } from './decode-message.ts'
import { HEARTBEAT, TRADE, TRADE_SNAPSHOT } from './frame-keys.ts'

/** Decodes the frames of one connection. */
export class LegacyFuturesDecoder implements FrameDecoder {
  readonly #verdict = new FrameVerdict()
  readonly #table: InstrumentTable
  readonly #batch: FrameBatch
  readonly #message: MessageReader
  readonly #shaped: ShapedFrames
  readonly #layout: FrameLayout

  /** A decoder whose instruments stand in `table`. */
  constructor(table: InstrumentTable) {
    this.#table = table
    this.#batch = new FrameBatch(table)
    this.#message = new MessageReader(table, this.#batch)
    this.#shaped = new ShapedFrames(this.#batch)
    this.#layout = bookLayout(table)
  }

  get ignoredReason(): string {
    return this.#verdict.ignoredReason
  }

  get fault(): FrameFault | undefined {
    return this.#verdict.fault
  }

  decode(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    if (!this.#shaped.read(frame, localTimeUs)) return this.#decodeByKeys(frame, localTimeUs, sink)
    this.#shaped.tell(sink)
    return 'event'
  }

  #decodeByKeys(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    const message = this.#message
    message.read(frame, localTimeUs)
    if (message.json.fault !== '') return this.#verdict.malformed(message.json, message.slot)
    if (message.isAnswer || message.feed < 0) return this.#cold(frame, localTimeUs, sink)
    if (message.feed === HEARTBEAT) return 'control'
    if (message.isUnlisted) return this.#verdict.ignore('instrument is not listed')
    if (message.feed === TRADE_SNAPSHOT) message.readTrades()
    else message.close()
    if (this.#isFaulty()) return this.#verdict.malformed(message.json, message.slot)
    if (this.#batch.isEmpty()) return this.#verdict.ignore(this.#whyNothing())
    this.#batch.flush(sink, localTimeUs)
    this.#shaped.learn(frame, this.#layout)
    return 'event'
  }

  /** A call, so that the compiler does not think the fault is still what `decode` saw. */
  #isFaulty(): boolean {
    return this.#message.json.fault !== ''
  }

  #whyNothing(): string {
    const { trades, feed } = this.#message
    return trades.count > 0 || feed === TRADE ? 'print is not a trade on the book' : 'no trades'
  }

  #cold(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    this.#batch.clear()
    const result = decodeCold(frame, this.#table, localTimeUs)
    return this.#verdict.cold(result, this.#batch, sink, localTimeUs)
  }
}
