/**
 * @hotpath CoinEx's books, BBOs and trades (`{"method":…,"data":{"market":…,…},"id":null}`) into updates. Each frame is
 * one gzip stream, unpacked first: that allocates, by the nature of the venue; what follows does not. One walk over the
 * bytes, keys in any order; where something comes before what is needed to read it, the frame is walked again.
 * Cold pushes go to decode-cold.ts. Allocation budget: 0 after unpacking. Layouts: docs/venues/coinex.md.
 */
import type {
  FrameDecoder,
  FrameFault,
  FrameOutcome,
  FrameSink,
  InstrumentTable,
  Market,
} from '../../core/index.ts'
import { END, inflateFrame, JsonReader } from '../../wire/index.ts'
import { FrameBatch } from '../kit/frame-batch.ts'
import { FrameVerdict } from '../kit/frame-verdict.ts'
import { ColdDecoder } from './decode-cold.ts'
import { DataReader } from './decode-data.ts'
import {
  CODE,
  DATA,
  ERROR,
  KINDS,
  MESSAGE_KEYS,
  METHOD,
  METHODS,
  PARAMS,
  type PushKind,
  RESULT,
} from './frame-keys.ts'

/** Decodes the frames of one of CoinEx's sockets. */
export class CoinexDecoder implements FrameDecoder {
  readonly #verdict = new FrameVerdict()
  readonly #reader = new JsonReader()
  readonly #batch: FrameBatch
  readonly #data: DataReader
  readonly #cold: ColdDecoder
  // What the walks have found so far; another walk starts with what the first one knows.
  #kind: PushKind | '' = ''
  #isLate = false
  #isAnswer = false
  #isOldApi = false

  /** A decoder of a socket of `market`; symbols are looked up in `table`. */
  constructor(table: InstrumentTable, market: Market) {
    this.#batch = new FrameBatch(table)
    this.#data = new DataReader(table, market, this.#reader, this.#batch)
    this.#cold = new ColdDecoder(table, market)
  }

  get ignoredReason(): string {
    return this.#verdict.ignoredReason
  }

  get fault(): FrameFault | undefined {
    return this.#verdict.fault
  }

  decode(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    const payload = inflateFrame(frame)
    if (payload === undefined) return this.#notPacked()
    this.#kind = ''
    this.#data.begin(localTimeUs)
    this.#walkFrame(payload)
    // Once for the method, once for the market, where they come last.
    if (this.#mustRepeat()) this.#walkFrame(payload)
    if (this.#mustRepeat()) this.#walkFrame(payload)
    if (this.#reader.fault !== '') return this.#verdict.malformed(this.#reader, this.#data.slot)
    if (this.#isOldApi) return this.#faultedAsOld()
    if (this.#isCold()) {
      if (this.#isAnswer) return 'control'
      const result = this.#cold.decode(payload, localTimeUs)
      return this.#verdict.cold(result, this.#batch, sink, localTimeUs)
    }
    if (!this.#data.isWhole(this.#kind)) return this.#missing()
    if (this.#data.slot === undefined) return this.#verdict.ignore('instrument is not listed')
    if (this.#batch.isEmpty()) return this.#verdict.ignore('message has no rows')
    this.#batch.flush(sink, localTimeUs)
    return 'event'
  }

  /** A call, so that the compiler does not think the kind is still what `decode` set. */
  #isCold(): boolean {
    return this.#kind === '' || this.#kind === 'cold'
  }

  #mustRepeat(): boolean {
    return (this.#isLate || this.#data.isLate) && this.#reader.fault === ''
  }

  #walkFrame(payload: Uint8Array): void {
    this.#batch.clear()
    this.#isLate = false
    this.#isAnswer = false
    this.#isOldApi = false
    this.#data.clear()
    const reader = this.#reader
    reader.reset(payload)
    if (reader.isArray()) reader.skipValue()
    else this.#walkMessage()
    reader.finish()
  }

  #walkMessage(): void {
    const reader = this.#reader
    if (!reader.enterObject()) return
    for (let key = reader.nextKey(MESSAGE_KEYS); key !== END; key = reader.nextKey(MESSAGE_KEYS)) {
      switch (key) {
        case METHOD:
          this.#readMethod()
          break
        case DATA:
          if (reader.isObject()) this.#readData()
          else reader.skipValue()
          break
        case CODE:
          this.#isAnswer = true
          reader.skipValue()
          break
        case PARAMS:
        case RESULT:
        case ERROR:
          this.#isOldApi = true
          reader.skipValue()
          break
        default:
          reader.skipValue()
      }
    }
  }

  #readMethod(): void {
    const reader = this.#reader
    if (!reader.isString()) {
      reader.skipValue()
      return
    }
    if (!reader.readString()) return
    const id = reader.textIn(METHODS)
    this.#kind = id < 0 ? 'cold' : KINDS[id]!
  }

  #readData(): void {
    const kind = this.#kind
    if (kind !== '' && kind !== 'cold') {
      this.#data.read(kind)
      return
    }
    // The method may still come; then the data is read in the next walk.
    if (kind === '') this.#isLate = true
    this.#reader.skipValue()
  }

  #notPacked(): FrameOutcome {
    const message = 'Reading a frame: expected gzip or JSON text, was neither'
    this.#verdict.fault = { code: 'MALFORMED_FRAME', message, offsetBytes: 0 }
    return 'fault'
  }

  #missing(): FrameOutcome {
    const { pos } = this.#reader
    const message = `Reading a frame: a part of a ${this.#kind} push is missing`
    const { slot } = this.#data
    const of = slot === undefined ? {} : { slot }
    this.#verdict.fault = { code: 'MALFORMED_FRAME', message, offsetBytes: pos, ...of }
    return 'fault'
  }

  #faultedAsOld(): FrameOutcome {
    return this.#verdict.legacy(
      'it is of API v1 ("params", "result"); expected v2 ("data", "code")',
    )
  }
}
