/**
 * @hotpath MEXC's futures frames (`{"symbol":…,"data":…,"channel":…,"ts":…}`) into book and trade updates. Changes of books
 * are read by their shape, others key by key. What the data are is told behind them: the channel is looked for at the
 * frame's end, where the venue writes it, and the frame is walked once; where it stands elsewhere, twice. Cold channels go
 * to decode-cold.ts. Allocation budget: 0 a frame. Bench: `bench/gate`. Layouts: docs/venues/mexc.md.
 */
import type {
  BookUpdate,
  FrameDecoder,
  FrameFault,
  FrameOutcome,
  FrameSink,
  InstrumentSlot,
  InstrumentTable,
} from '../../../core/index.ts'
import { END, JsonReader } from '../../../wire/index.ts'
import { FrameBatch } from '../../kit/frame-batch.ts'
import type { FrameLayout } from '../../kit/frame-roles.ts'
import { FrameVerdict } from '../../kit/frame-verdict.ts'
import { ShapedFrames } from '../../kit/shaped-frames.ts'
import { bookLayout } from './book-layout.ts'
import { ColdDecoder } from './decode-cold.ts'
import { readBook, readDeal } from './decode-rows.ts'
import {
  CHANNEL,
  CHANNELS,
  DATA,
  DEAL,
  DEPTH_FULL,
  MESSAGE_KEYS,
  PUSH_TIME,
  SYMBOL,
} from './frame-keys.ts'

/** The channel is none of those read hot. */
const COLD = -1
/** `"channel":"push.depth.full","ts":1789498322169}` is shorter. */
const TAIL_BYTES = 64
const QUOTE = 34
const LETTER_C = 99

const NAMED_AT_END: readonly Uint8Array[] = CHANNELS.keys.map((channel) =>
  new TextEncoder().encode(`channel":"${channel}"`),
)

/** Decodes the frames of MEXC's futures socket. */
export class FuturesDecoder implements FrameDecoder {
  readonly #verdict = new FrameVerdict()
  readonly #table: InstrumentTable
  readonly #reader = new JsonReader()
  readonly #batch: FrameBatch
  readonly #shaped: ShapedFrames
  readonly #layout: FrameLayout
  readonly #cold: ColdDecoder
  #localTimeUs = 0
  #slot: InstrumentSlot | undefined
  // What one walk has found.
  #channel = COLD
  #book: BookUpdate | undefined
  #pushTimeMs: number = Number.NaN
  #isRead = false

  /** A decoder; symbols are looked up in `table`. */
  constructor(table: InstrumentTable) {
    this.#table = table
    this.#batch = new FrameBatch(table)
    this.#shaped = new ShapedFrames(this.#batch)
    this.#layout = bookLayout(table)
    this.#cold = new ColdDecoder(table)
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
    const reader = this.#reader
    this.#localTimeUs = localTimeUs
    this.#slot = undefined
    this.#walkAsNeeded(frame)
    if (reader.fault !== '') return this.#verdict.malformed(reader, this.#slot)
    if (this.#channel === COLD) {
      const result = this.#cold.decode(frame, localTimeUs)
      return this.#verdict.cold(result, this.#batch, sink, localTimeUs)
    }
    if (this.#slot === undefined) return this.#verdict.ignore('instrument is not listed')
    if (this.#batch.isEmpty()) return this.#verdict.ignore('message has no rows')
    this.#batch.flush(sink, localTimeUs)
    this.#shaped.learn(frame, this.#layout)
    return 'event'
  }

  /** Once, where the end tells the channel and the symbol comes before the data; else once more for each. */
  #walkAsNeeded(frame: Uint8Array): void {
    const reader = this.#reader
    const hint = channelAtEnd(frame)
    this.#walkFrame(frame, hint)
    if (reader.fault === '' && this.#channel === hint && (this.#isRead || hint === COLD)) return
    // A fault may come of reading the data as what they are not: only the channel itself says what they are.
    if (reader.fault !== '' || hint !== COLD) this.#walkFrame(frame, COLD)
    if (reader.fault === '' && this.#channel !== COLD) this.#walkFrame(frame, this.#channel)
  }

  /** Reads the data as those of a channel, or skips them. */
  #walkFrame(frame: Uint8Array, expected: number): void {
    this.#batch.clear()
    this.#channel = COLD
    this.#book = undefined
    this.#pushTimeMs = Number.NaN
    this.#isRead = false
    const reader = this.#reader
    reader.reset(frame)
    if (!reader.isObject()) reader.skipValue()
    else this.#walkMessage(expected)
    reader.finish()
    // Books of before 2026-06-18 have no time of the engine.
    const book = this.#book as BookUpdate | undefined
    if (book !== undefined && Number.isNaN(book.venueUs)) book.venueUs = this.#pushTimeMs * 1000
  }

  #walkMessage(expected: number): void {
    const reader = this.#reader
    reader.enterObject()
    for (let key = reader.nextKey(MESSAGE_KEYS); key !== END; key = reader.nextKey(MESSAGE_KEYS)) {
      switch (key) {
        case SYMBOL:
          if (reader.isString()) this.#readSymbol()
          else reader.skipValue()
          break
        case DATA:
          this.#readData(expected)
          break
        case CHANNEL:
          if (!reader.isString()) reader.skipValue()
          else if (reader.readString()) this.#channel = reader.textIn(CHANNELS)
          break
        case PUSH_TIME:
          this.#readPushTime()
          break
        default:
          reader.skipValue()
      }
    }
  }

  #readSymbol(): void {
    const reader = this.#reader
    if (!reader.readString()) return
    const { bytes, textStart, textEnd } = reader
    this.#slot = this.#table.find('futures', bytes, textStart, textEnd)
  }

  /** A number; text in some answers. */
  #readPushTime(): void {
    const reader = this.#reader
    if (reader.takeNull()) return
    if (reader.readInteger()) this.#pushTimeMs = reader.integer
  }

  #readData(expected: number): void {
    const reader = this.#reader
    const slot = this.#slot
    // A second `data` replaces the first, as in JSON.
    this.#batch.clear()
    this.#book = undefined
    this.#isRead = slot !== undefined
    if (slot === undefined || expected === COLD) {
      reader.skipValue()
    } else if (expected !== DEAL) {
      this.#readBook(slot, expected === DEPTH_FULL)
    } else if (!reader.isArray()) {
      // One object until 2025, several since.
      this.#readDeal(slot)
    } else if (reader.enterArray()) {
      while (reader.nextItem()) this.#readDeal(slot)
    }
  }

  #readBook(slot: InstrumentSlot, isWhole: boolean): void {
    const feed = isWhole ? 'depth.full' : 'depth'
    this.#book = this.#batch.book(slot, feed, isWhole, this.#localTimeUs)
    readBook(this.#reader, this.#book, this.#batch)
  }

  #readDeal(slot: InstrumentSlot): void {
    readDeal(this.#reader, this.#batch.trade(slot, this.#localTimeUs), this.#batch)
  }
}

/** The hot channel that the frame's end names; {@link COLD} where it names none. A hint: the walk has the last word. */
function channelAtEnd(frame: Uint8Array): number {
  const first = frame.length > TAIL_BYTES ? frame.length - TAIL_BYTES : 1
  for (let i = frame.length - 1; i >= first; i -= 1) {
    if (frame[i] !== LETTER_C || frame[i - 1] !== QUOTE) continue
    for (let id = 0; id < NAMED_AT_END.length; id += 1)
      if (startsAt(frame, i, NAMED_AT_END[id]!)) return id
  }
  return COLD
}

function startsAt(frame: Uint8Array, start: number, word: Uint8Array): boolean {
  for (let i = 0; i < word.length; i += 1) if (frame[start + i] !== word[i]) return false
  return true
}
