/**
 * @hotpath OKX's books, BBOs and trades (`{"arg":{…},"action":…,"data":[…]}`) into updates, several rows a frame.
 * One walk over the bytes, keys in any order; where `data` comes before what is needed to read it, the frame is walked a
 * second time. Cold channels go to decode-cold.ts. Allocation budget: 0 a frame. Bench: `bench/gate`.
 * Layouts: docs/venues/okx.md.
 */
import type {
  FrameDecoder,
  FrameFault,
  FrameOutcome,
  FrameSink,
  InstrumentSlot,
  InstrumentTable,
} from '../../core/index.ts'
import { END, JsonReader } from '../../wire/index.ts'
import { FrameBatch } from '../kit/frame-batch.ts'
import { FrameVerdict } from '../kit/frame-verdict.ts'
import { ShapedFrames } from '../kit/shaped-frames.ts'
import { ColdDecoder } from './decode-cold.ts'
import { readBbo, readBook, readTrade } from './decode-rows.ts'
import {
  ACTION,
  ARGUMENT,
  CHANNEL,
  CHANNELS,
  DATA,
  EVENT,
  INSTRUMENT,
  MESSAGE_KEYS,
  ROWS,
  type RowKind,
  TABLE,
} from './frame-keys.ts'
import { type FrameLayouts, frameLayouts } from './frame-layouts.ts'
import { kindOfSymbol } from './symbols.ts'

/** Decodes the frames of OKX's sockets, of both markets. */
export class OkxDecoder implements FrameDecoder {
  readonly #verdict = new FrameVerdict()
  readonly #table: InstrumentTable
  readonly #reader = new JsonReader()
  readonly #batch: FrameBatch
  readonly #shaped: ShapedFrames
  readonly #layouts: FrameLayouts
  readonly #cold: ColdDecoder
  #localTimeUs = 0
  // What the walks have found so far; a second walk starts with what the first one knows.
  #kind: RowKind | '' = ''
  #feed = ''
  #slot: InstrumentSlot | undefined
  #action: 'snapshot' | 'update' | '' = ''
  #isSecondWalk = false
  #isLate = false
  #isControl = false
  #isOldApi = false
  #isOption = false

  /** A decoder; symbols are looked up in `table`. */
  constructor(table: InstrumentTable) {
    this.#table = table
    this.#batch = new FrameBatch(table)
    this.#shaped = new ShapedFrames(this.#batch)
    this.#layouts = frameLayouts(table)
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
    if (isPong(frame)) return 'control'
    this.#localTimeUs = localTimeUs
    this.#kind = ''
    this.#feed = ''
    this.#slot = undefined
    this.#action = ''
    this.#isOption = false
    this.#isSecondWalk = false
    this.#walkFrame(frame)
    if (this.#isLate && this.#reader.fault === '') {
      this.#isSecondWalk = true
      this.#walkFrame(frame)
    }
    if (this.#reader.fault !== '') return this.#verdict.malformed(this.#reader, this.#slot)
    if (this.#isOldApi) return this.#faultedAsOld()
    if (this.#isControl) return 'control'
    if (this.#isOption) return this.#verdict.ignore('options are out of scope')
    if (this.#isCold()) return this.#decodeCold(frame, sink)
    if (this.#slot === undefined) return this.#verdict.ignore('instrument is not listed')
    if (this.#batch.isEmpty()) return this.#verdict.ignore('message has no rows')
    this.#batch.flush(sink, localTimeUs)
    this.#learn(frame, this.#kind)
    return 'event'
  }

  #learn(frame: Uint8Array, kind: RowKind | ''): void {
    if (kind !== '' && kind !== 'cold') this.#shaped.learn(frame, this.#layouts[kind])
  }

  /** A call, so that the compiler does not think the kind is still what `decode` set. */
  #isCold(): boolean {
    return this.#kind === '' || this.#kind === 'cold'
  }

  #walkFrame(frame: Uint8Array): void {
    this.#batch.clear()
    this.#isLate = false
    this.#isControl = false
    this.#isOldApi = false
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
        case ARGUMENT:
          if (reader.isObject()) this.#walkArgument()
          else reader.skipValue()
          break
        case ACTION:
          this.#readAction()
          break
        case DATA:
          this.#readData()
          break
        case EVENT:
          this.#isControl = true
          reader.skipValue()
          break
        case TABLE:
          this.#isOldApi = true
          reader.skipValue()
          break
        default:
          reader.skipValue()
      }
    }
  }

  #walkArgument(): void {
    const reader = this.#reader
    reader.enterObject()
    for (let key = reader.nextKey(MESSAGE_KEYS); key !== END; key = reader.nextKey(MESSAGE_KEYS)) {
      if (key === CHANNEL && reader.isString()) this.#readChannel()
      else if (key === INSTRUMENT && reader.isString()) this.#readInstrument()
      else reader.skipValue()
    }
  }

  #readChannel(): void {
    const reader = this.#reader
    if (!reader.readString()) return
    const id = reader.textIn(CHANNELS)
    this.#kind = id < 0 ? 'cold' : ROWS[id]!
    this.#feed = id < 0 ? '' : CHANNELS.keys[id]!
  }

  #readInstrument(): void {
    const reader = this.#reader
    if (!reader.readString()) return
    const { bytes, textStart, textEnd } = reader
    const market = kindOfSymbol(bytes, textStart, textEnd)
    this.#isOption = market === 'option'
    this.#slot =
      market === 'spot' || market === 'futures'
        ? this.#table.find(market, bytes, textStart, textEnd)
        : undefined
  }

  #readAction(): void {
    const reader = this.#reader
    if (!reader.isString()) {
      reader.skipValue()
      return
    }
    if (!reader.readString()) return
    this.#action = reader.textIs('snapshot') ? 'snapshot' : reader.textIs('update') ? 'update' : ''
  }

  #readData(): void {
    const reader = this.#reader
    const kind = this.#kind
    if (!this.#isSecondWalk) {
      // The channel, the instrument or the action may still come: then the rows are read in the second walk.
      this.#isLate =
        kind === '' ||
        (kind !== 'cold' && this.#slot === undefined) ||
        (kind === 'chain' && this.#action === '')
    }
    if (this.#isLate || kind === '' || kind === 'cold' || this.#slot === undefined) {
      reader.skipValue()
      return
    }
    // A second `data` replaces the first, as in JSON.
    this.#batch.clear()
    if (!reader.enterArray()) return
    while (reader.nextItem()) this.#readRow(kind, this.#slot)
  }

  #readRow(kind: RowKind, slot: InstrumentSlot): void {
    const reader = this.#reader
    const batch = this.#batch
    if (kind === 'trade') readTrade(reader, batch.trade(slot, this.#localTimeUs), batch)
    else if (kind === 'bbo') readBbo(reader, batch.bbo(slot, this.#localTimeUs), batch)
    else {
      const isSnapshot = kind === 'whole' || this.#action === 'snapshot'
      const update = batch.book(slot, this.#feed, isSnapshot, this.#localTimeUs)
      readBook(reader, update, batch, kind === 'chain', this.#action !== '')
    }
  }

  #decodeCold(frame: Uint8Array, sink: FrameSink): FrameOutcome {
    const result = this.#cold.decode(frame, this.#localTimeUs)
    return this.#verdict.cold(result, this.#batch, sink, this.#localTimeUs)
  }

  #faultedAsOld(): FrameOutcome {
    return this.#verdict.legacy(
      'it is of API v3 ("table"), which the venue closed in 2022; expected v5 ("arg")',
    )
  }
}

/** The literal `pong`, the answer to our `ping`. */
function isPong(frame: Uint8Array): boolean {
  return (
    frame.length === 4 &&
    frame[0] === 112 &&
    frame[1] === 111 &&
    frame[2] === 110 &&
    frame[3] === 103
  )
}
