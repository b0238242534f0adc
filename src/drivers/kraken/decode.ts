/**
 * @hotpath Frames of Kraken's WebSocket v2 (spot) and of the Unified WebSocket (derivatives, same messages) into book,
 * BBO and trade updates. One walk over the bytes, keys in any order: where `data` comes before the channel the frame is
 * walked again. Cold channels go to decode-cold.ts. WebSocket v1, frozen, is recognised and refused. Allocation budget: 0
 * a frame of `book` and `trade`. Bench: `bench/gate`.
 */
import type {
  FrameDecoder,
  FrameFault,
  FrameOutcome,
  FrameSink,
  InstrumentTable,
  Market,
} from '../../core/index.ts'
import { END, JsonReader } from '../../wire/index.ts'
import { FrameBatch } from '../kit/frame-batch.ts'
import type { FrameLayout } from '../kit/frame-roles.ts'
import { FrameVerdict } from '../kit/frame-verdict.ts'
import { ShapedFrames } from '../kit/shaped-frames.ts'
import { bookLayout } from './book-layout.ts'
import { Confirmed } from './confirmed.ts'
import { decodeAnswer, decodeCold } from './decode-cold.ts'
import { ItemReader } from './decode-item.ts'
import {
  BOOK,
  CHANNEL,
  CHANNELS,
  DATA,
  EVENT,
  FEED,
  HEARTBEAT,
  KEYS,
  METHOD,
  NO_CHANNEL,
  RATE_ERROR,
  TYPE,
} from './frame-keys.ts'

/** Decodes the frames of one connection. */
export class KrakenDecoder implements FrameDecoder {
  readonly #verdict = new FrameVerdict()
  readonly #table: InstrumentTable
  readonly #market: Market
  readonly #reader = new JsonReader()
  readonly #batch: FrameBatch
  readonly #items: ItemReader
  readonly #shaped: ShapedFrames
  readonly #layout: FrameLayout
  readonly #confirmed = new Confirmed()
  // What the walk has found of the frame.
  #channel = NO_CHANNEL
  #isSnapshot = false
  #isTyped = false
  #isLate = false
  #isAnswer = false
  #isLegacy = false

  /** A decoder of one market's frames. */
  constructor(table: InstrumentTable, market: Market) {
    this.#table = table
    this.#market = market
    this.#batch = new FrameBatch(table)
    this.#items = new ItemReader(table, market, this.#reader, this.#batch, this.#confirmed)
    this.#shaped = new ShapedFrames(this.#batch)
    this.#layout = bookLayout(table, market, this.#confirmed)
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
    this.#channel = NO_CHANNEL
    this.#isSnapshot = false
    this.#isTyped = false
    this.#items.begin(localTimeUs)
    this.#walkFrame(frame)
    if (this.#isLate && this.#reader.fault === '') {
      // `data` stood before `channel` or `type`: both are known now, or there are none.
      this.#walkFrame(frame)
      if (this.#isLate && this.#isChannel(BOOK)) this.#reader.fail('wrongType', 0)
    }
    if (this.#reader.fault !== '') return this.#verdict.malformed(this.#reader, this.#items.slot)
    if (this.#isLegacy) return this.#refuse()
    if (this.#isAnswer) return this.#answer(frame)
    if (this.#isChannel(HEARTBEAT)) return 'control'
    if (this.#items.hasTicker || this.#channel < 0) return this.#cold(frame, localTimeUs, sink)
    if (this.#batch.isEmpty()) {
      return this.#verdict.ignore(
        this.#items.hasUnlisted ? 'instrument is not listed' : 'message is empty',
      )
    }
    this.#batch.flush(sink, localTimeUs)
    this.#shaped.learn(frame, this.#layout)
    return 'event'
  }

  /** A call, so that the compiler does not think the channel is still what `decode` set. */
  #isChannel(channel: number): boolean {
    return this.#channel === channel
  }

  #walkFrame(frame: Uint8Array): void {
    this.#batch.clear()
    this.#isLate = false
    this.#isAnswer = false
    this.#isLegacy = false
    this.#items.clear()
    const reader = this.#reader
    reader.reset(frame)
    if (reader.isArray()) {
      this.#isLegacy = true
      reader.skipValue()
    } else this.#walkObject()
    reader.finish()
  }

  #walkObject(): void {
    const reader = this.#reader
    if (!reader.enterObject()) return
    for (let key = reader.nextKey(KEYS); key !== END; key = reader.nextKey(KEYS)) {
      switch (key) {
        case CHANNEL:
          if (reader.readString()) this.#channel = reader.textIn(CHANNELS)
          break
        case TYPE:
          if (reader.readString()) {
            this.#isSnapshot = reader.textIs('snapshot')
            this.#isTyped = true
          }
          break
        case DATA:
          this.#readData()
          break
        case METHOD:
        case RATE_ERROR:
          this.#isAnswer = true
          reader.skipValue()
          break
        case EVENT:
          this.#readLegacyEvent()
          break
        case FEED:
          this.#isLegacy = true
          reader.skipValue()
          break
        default:
          reader.skipValue()
      }
    }
  }

  /** v1 says `event` where v2 says `channel`; its heartbeats and pongs carry nothing that could be misread. */
  #readLegacyEvent(): void {
    const reader = this.#reader
    if (!reader.isString()) {
      this.#isLegacy = reader.skipValue()
      return
    }
    reader.readString()
    if (reader.textIs('heartbeat') || reader.textIs('pong')) this.#channel = HEARTBEAT
    else this.#isLegacy = true
  }

  #readData(): void {
    const reader = this.#reader
    const channel = this.#channel
    if (channel === NO_CHANNEL || (channel === BOOK && !this.#isTyped)) this.#isLate = true
    if (this.#isLate || channel < 0 || channel === HEARTBEAT) {
      reader.skipValue()
      return
    }
    if (!reader.enterArray()) return
    while (reader.nextItem()) this.#items.read(channel, this.#isSnapshot)
  }

  /** Rows of a cold channel, and tickers; what the walk put into the batch is told with them. */
  #cold(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    const result = decodeCold(frame, this.#table, this.#market, localTimeUs)
    return this.#verdict.cold(result, this.#batch, sink, localTimeUs)
  }

  #answer(frame: Uint8Array): FrameOutcome {
    const result = decodeAnswer(frame, this.#confirmed, (symbol) =>
      this.#table.bySymbol(this.#market, symbol),
    )
    if (result.outcome === 'ignored') return this.#verdict.ignore(result.reason)
    return result.outcome
  }

  #refuse(): FrameOutcome {
    const expected = this.#market === 'spot' ? 'WebSocket v2' : 'the Unified WebSocket'
    return this.#verdict.legacy(
      `expected ${expected}, was WebSocket v1; connect to the endpoint of today`,
    )
  }
}
