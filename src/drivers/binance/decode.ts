/**
 * @hotpath Binance's market-data frames, combined (`{"stream":…,"data":…}`) or raw, into book, BBO and trade updates.
 * A frame shaped like one before it is read by its shape (../kit/shaped-frames.ts), any other key by key
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
import { ShapedFrames } from '../kit/shaped-frames.ts'
import { decodeCold } from './decode-cold.ts'
import { MessageReader } from './decode-message.ts'
import { type FrameLayouts, frameLayouts } from './frame-layouts.ts'
import { FrameSubject } from './frame-subject.ts'
import { KnownStreams } from './known-streams.ts'
import { isSbe } from './sbe.ts'

/** Decodes the frames of one market. */
export class BinanceDecoder implements FrameDecoder {
  readonly #verdict = new FrameVerdict()
  readonly #table: InstrumentTable
  readonly #market: Market
  readonly #batch: FrameBatch
  readonly #shaped: ShapedFrames
  readonly #layouts: FrameLayouts
  readonly #subject: FrameSubject
  readonly #message: MessageReader

  /** A decoder of one market's frames. */
  constructor(table: InstrumentTable, market: Market) {
    this.#table = table
    this.#market = market
    this.#batch = new FrameBatch(table)
    this.#shaped = new ShapedFrames(this.#batch)
    this.#layouts = frameLayouts(table, market)
    this.#subject = new FrameSubject(table, market, new KnownStreams(table, market))
    this.#message = new MessageReader(this.#subject, this.#batch)
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
    this.#learn(frame, subject.kind)
    return 'event'
  }

  #learn(frame: Uint8Array, kind: FrameSubject['kind']): void {
    if (kind === '' || kind === 'cold') return
    const isOfMany = this.#subject.stream?.isForMany === true
    this.#shaped.learn(frame, this.#layouts[isOfMany ? 'ofMany' : kind])
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
