/**
 * @hotpath Binance's market-data frames, combined (`{"stream":…,"data":…}`) or raw, into book, BBO and trade updates.
 * A frame shaped like the one before it in its stream is read by its shape (shaped-frame.ts), any other key by key
 * (decode-message.ts). Cold kinds go to decode-cold.ts. Allocation budget: 0 a frame. Bench: `bench/gate`. Layouts:
 * docs/venues/binance.md.
 */
import type {
  FrameDecoder,
  FrameFault,
  FrameOutcome,
  FrameSink,
  InstrumentTable,
  Market,
} from '../../core/index.ts'
import { FrameBatch } from '../kit/frame-batch.ts'
import { FrameVerdict } from '../kit/frame-verdict.ts'
import { bookLayout } from './book-layout.ts'
import { decodeCold } from './decode-cold.ts'
import { MessageReader } from './decode-message.ts'
import { FrameSubject } from './frame-subject.ts'
import { KnownStreams } from './known-streams.ts'
import { isSbe } from './sbe.ts'
import { ShapedFrame } from './shaped-frame.ts'

/** Decodes the frames of one market. */
export class BinanceDecoder implements FrameDecoder {
  readonly #verdict = new FrameVerdict()
  readonly #table: InstrumentTable
  readonly #market: Market
  readonly #batch: FrameBatch
  readonly #shaped: ShapedFrame
  readonly #subject: FrameSubject
  readonly #message: MessageReader

  /** A decoder of one market's frames. */
  constructor(table: InstrumentTable, market: Market) {
    const streams = new KnownStreams(table, market)
    this.#table = table
    this.#market = market
    this.#batch = new FrameBatch(table)
    this.#shaped = new ShapedFrame(streams, this.#batch, bookLayout(table, market))
    this.#subject = new FrameSubject(table, market, streams)
    this.#message = new MessageReader(this.#subject, this.#batch)
  }

  get ignoredReason(): string {
    return this.#verdict.ignoredReason
  }

  get fault(): FrameFault | undefined {
    return this.#verdict.fault
  }

  decode(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    if (this.#shaped.tell(frame, localTimeUs, sink)) return 'event'
    return this.#decodeByKeys(frame, localTimeUs, sink)
  }

  #decodeByKeys(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    const message = this.#message
    const subject = this.#subject
    message.begin(localTimeUs)
    message.walk(frame)
    if (this.#isFaulty()) {
      return isSbe(frame) ? this.#verdict.ignore('frame is SBE (binary)') : this.#malformed()
    }
    if (message.isControl) return 'control'
    if (subject.kind === 'cold') return this.#cold(frame, localTimeUs, sink)
    if (subject.isUnlisted) return this.#verdict.ignore('instrument is not listed')
    if (message.isLate) {
      // The symbol or the kind stood behind a price: both are known now.
      message.walk(frame)
      if (this.#isFaulty()) return this.#malformed()
      if (this.#isLate() || subject.slot === undefined) return this.#cold(frame, localTimeUs, sink)
    }
    if (subject.isSkippedPrint) return this.#verdict.ignore('print is not a market trade')
    if (this.#batch.isEmpty()) return this.#cold(frame, localTimeUs, sink)
    if (!message.isComplete()) {
      message.json.fail('wrongType', 0)
      return this.#malformed()
    }
    this.#batch.flush(sink, localTimeUs)
    this.#shaped.learn(frame, subject.stream, subject.kind)
    return 'event'
  }

  // Calls, so that the compiler does not think that fields are still what `decode` saw.

  #isFaulty(): boolean {
    return this.#message.json.fault !== ''
  }

  #isLate(): boolean {
    return this.#message.isLate
  }

  #malformed(): FrameOutcome {
    return this.#verdict.malformed(this.#message.json, this.#subject.slot)
  }

  #cold(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    this.#batch.clear()
    const result = decodeCold(frame, this.#table, this.#market, localTimeUs)
    return this.#verdict.cold(result, this.#batch, sink, localTimeUs)
  }
}
