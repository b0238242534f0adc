/**
 * @hotpath Gate's books, BBOs and trades (`{"channel":…,"event":…,"result":…}`) into updates. One walk over the bytes, keys
 * in any order; where `result` comes before what is needed to read it, the frame is walked a second time. Cold
 * channels go to decode-cold.ts. Allocation budget: 0 a frame. Bench: `bench/gate`. Layouts: docs/venues/gate.md.
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
import { ColdDecoder } from './decode-cold.ts'
import { ResultReader } from './decode-result.ts'
import {
  CHANNEL,
  CHANNELS,
  ERROR,
  EVENT,
  FIRST_CONTRACT_CHANNEL,
  KINDS,
  type Kind,
  MESSAGE_KEYS,
  METHOD,
  RESULT,
} from './frame-keys.ts'

/** Decodes the frames of one of Gate's endpoints. */
export class GateDecoder implements FrameDecoder {
  readonly #verdict = new FrameVerdict()
  readonly #market: Market
  readonly #reader = new JsonReader()
  readonly #batch: FrameBatch
  readonly #shaped: ShapedFrames
  readonly #layouts: Partial<Record<Kind | '', FrameLayout>>
  readonly #results: ResultReader
  readonly #cold: ColdDecoder
  // What the walks have found so far; a second walk starts with what the first one knows.
  #kind: Kind | '' = ''
  #isOfMarket = true
  #event: 'data' | 'control' | '' = ''
  #isSecondWalk = false
  #isLate = false
  #isError = false
  #hasMethod = false

  /** A decoder; symbols are looked up in `table`, as of `market`. */
  constructor(table: InstrumentTable, market: Market) {
    this.#market = market
    this.#batch = new FrameBatch(table)
    this.#shaped = new ShapedFrames(this.#batch)
    this.#layouts = {
      chain: bookLayout(table, market, true),
      diff: bookLayout(table, market, false),
    }
    this.#results = new ResultReader(table, market, this.#reader, this.#batch)
    this.#cold = new ColdDecoder(table, market)
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
    this.#kind = ''
    this.#isOfMarket = true
    this.#event = ''
    this.#isSecondWalk = false
    this.#results.begin(localTimeUs)
    this.#walkFrame(frame)
    if (this.#isLate && this.#reader.fault === '') {
      this.#isSecondWalk = true
      this.#walkFrame(frame)
    }
    if (this.#reader.fault !== '') return this.#verdict.malformed(this.#reader, this.#results.slot)
    if (this.#kind === '' && this.#hasMethod) return this.#faultedAsOld()
    if (this.#isControl()) return 'control'
    if (!this.#isOfMarket) return this.#verdict.ignore('channel is of the other market')
    if (this.#isCold()) return this.#decodeCold(frame, localTimeUs, sink)
    if (this.#batch.isEmpty()) return this.#verdict.ignore(this.#results.reason)
    this.#batch.flush(sink, localTimeUs)
    const layout = this.#layouts[this.#kind]
    if (layout !== undefined) this.#shaped.learn(frame, layout)
    return 'event'
  }

  // Calls, so that the compiler does not think that fields are still what `decode` set.

  #isCold(): boolean {
    return this.#kind === '' || this.#kind === 'cold'
  }

  #isControl(): boolean {
    return this.#isError || this.#event === 'control'
  }

  #walkFrame(frame: Uint8Array): void {
    this.#batch.clear()
    this.#isLate = false
    this.#isError = false
    this.#hasMethod = false
    const reader = this.#reader
    reader.reset(frame)
    if (reader.isArray()) reader.skipValue()
    else this.#walkMessage()
    reader.finish()
  }

  #walkMessage(): void {
    const reader = this.#reader
    if (!reader.enterObject()) return
    for (let key = reader.nextKey(MESSAGE_KEYS); key !== END; key = reader.nextKey(MESSAGE_KEYS)) {
      switch (key) {
        case CHANNEL:
          this.#readChannel()
          break
        case EVENT:
          this.#readEvent()
          break
        case RESULT:
          this.#readResult()
          break
        case ERROR:
          this.#isError = reader.isObject()
          reader.skipValue()
          break
        case METHOD:
          this.#hasMethod = true
          reader.skipValue()
          break
        default:
          reader.skipValue()
      }
    }
  }

  #readChannel(): void {
    const reader = this.#reader
    if (!reader.isString()) {
      reader.skipValue()
      return
    }
    if (!reader.readString()) return
    const id = reader.textIn(CHANNELS)
    this.#kind = id < 0 ? 'cold' : KINDS[id]!
    if (id < 0) return
    const isOfContracts = id >= FIRST_CONTRACT_CHANNEL
    this.#isOfMarket = isOfContracts === (this.#market === 'futures')
  }

  /** `update` and, on whole books of contracts, `all` bring data; answers to requests and pongs do not. */
  #readEvent(): void {
    const reader = this.#reader
    if (!reader.isString()) {
      reader.skipValue()
      return
    }
    if (!reader.readString()) return
    const isControl =
      reader.textIs('subscribe') || reader.textIs('unsubscribe') || reader.textIs('')
    this.#event = isControl ? 'control' : 'data'
  }

  #readResult(): void {
    const reader = this.#reader
    const kind = this.#kind
    // The channel or the event may still come: then the result is read in the second walk.
    if (!this.#isSecondWalk) this.#isLate = kind === '' || this.#event === ''
    if (
      this.#isLate ||
      kind === '' ||
      kind === 'cold' ||
      this.#event !== 'data' ||
      !this.#isOfMarket
    ) {
      reader.skipValue()
      return
    }
    // A second `result` replaces the first, as in JSON.
    this.#batch.clear()
    this.#results.read(kind)
  }

  #decodeCold(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    const result = this.#cold.decode(frame, localTimeUs)
    return this.#verdict.cold(result, this.#batch, sink, localTimeUs)
  }

  #faultedAsOld(): FrameOutcome {
    return this.#verdict.legacy(
      'it is of WebSocket v3 ("method"), which v4 has replaced; expected "channel" and "event"',
    )
  }
}
