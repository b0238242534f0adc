/**
 * @hotpath KuCoin's books, BBOs and trades of both generations into updates: unified (`{"T":…,"d":{…}}`, JSON in binary
 * frames) and classic (`{"topic":…,"data":{…}}`, text frames). One walk over the bytes, keys in any order; where the
 * payload comes before what is needed to read it, it is read afterwards. Cold channels go to decode-cold.ts. Allocation
 * budget: 0 a frame. Bench: `bench/gate`. Layouts: docs/venues/kucoin.md.
 */
import type {
  FrameDecoder,
  FrameFault,
  FrameOutcome,
  FrameSink,
  InstrumentSlot,
  InstrumentTable,
  Market,
} from '../../core/index.ts'
import { END, JsonReader } from '../../wire/index.ts'
import { FrameBatch } from '../kit/frame-batch.ts'
import type { FrameLayout } from '../kit/frame-roles.ts'
import { FrameVerdict } from '../kit/frame-verdict.ts'
import { ShapedFrames } from '../kit/shaped-frames.ts'
import { classicLayout, unifiedLayout } from './book-layout.ts'
import { ClassicPayload } from './classic/decode-data.ts'
import { type ClassicTopic, TOPIC_OF, TOPICS } from './classic/frame-keys.ts'
import { ColdDecoder } from './decode-cold.ts'
import { UnifiedPayload } from './decode-unified.ts'
import {
  CHANNEL,
  CHANNEL_OF,
  CHANNELS,
  CLASSIC_PAYLOAD,
  DEPTH,
  DEPTH_OF,
  DEPTHS,
  FIRST_CONTROL,
  KIND,
  MESSAGE_KEYS,
  TOPIC,
  UNIFIED_PAYLOAD,
  type UnifiedChannel,
  type UnifiedDepth,
} from './frame-keys.ts'

const COLON = 58

/** Decodes the frames of KuCoin's sockets, of both generations and both markets: the channel says which. */
export class KucoinDecoder implements FrameDecoder {
  readonly #verdict = new FrameVerdict()
  readonly #table: InstrumentTable
  readonly #reader = new JsonReader()
  readonly #batch: FrameBatch
  readonly #shaped: ShapedFrames
  readonly #unifiedLayouts: Readonly<Record<Market, FrameLayout>>
  readonly #classicLayout: FrameLayout
  readonly #unified: UnifiedPayload
  readonly #classic: ClassicPayload
  readonly #cold: ColdDecoder
  #localTimeUs = 0
  // What the walk has found so far.
  #isData = false
  #isControl = false
  #channel: UnifiedChannel | undefined
  #depth: UnifiedDepth | undefined
  #kind: 'snapshot' | 'delta' | '' = ''
  #topic: ClassicTopic | undefined
  #slot: InstrumentSlot | undefined
  #isRead = false
  #unifiedAt = -1
  #classicAt = -1

  /** A decoder; symbols are looked up in `table`. */
  constructor(table: InstrumentTable) {
    this.#table = table
    this.#batch = new FrameBatch(table)
    this.#shaped = new ShapedFrames(this.#batch)
    this.#unifiedLayouts = {
      spot: unifiedLayout(table, 'spot'),
      futures: unifiedLayout(table, 'futures'),
    }
    this.#classicLayout = classicLayout(table)
    this.#unified = new UnifiedPayload(this.#reader, this.#batch, table)
    this.#classic = new ClassicPayload(this.#reader, this.#batch)
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
    this.#localTimeUs = localTimeUs
    this.#begin()
    const reader = this.#reader
    reader.reset(frame)
    if (reader.isObject()) this.#walkMessage()
    else reader.skipValue()
    if (reader.finish() && !this.#isRead) this.#readLate()
    if (reader.fault !== '') return this.#verdict.malformed(reader, this.#slot)
    if (!this.#isHot()) {
      return this.#isControl && !this.#isData ? 'control' : this.#decodeCold(frame, sink)
    }
    if ((this.#topic === undefined ? this.#unifiedAt : this.#classicAt) < 0)
      return this.#verdict.ignore('message has no payload')
    if (this.#slot === undefined) return this.#verdict.ignore('instrument is not listed')
    this.#batch.flush(sink, localTimeUs)
    this.#learn(frame)
    return 'event'
  }

  #learn(frame: Uint8Array): void {
    const topic = this.#topic
    const channel = this.#channel
    if (topic === undefined) {
      if (channel !== undefined) this.#shaped.learn(frame, this.#unifiedLayouts[channel.market])
    } else if (topic.form === 'changes') this.#shaped.learn(frame, this.#classicLayout)
  }

  #begin(): void {
    this.#batch.clear()
    this.#isData = false
    this.#isControl = false
    this.#channel = undefined
    this.#depth = undefined
    this.#kind = ''
    this.#topic = undefined
    this.#slot = undefined
    this.#isRead = false
    this.#unifiedAt = -1
    this.#classicAt = -1
  }

  /** Whether the frame is of a channel read here: a book of a depth that is not known is none. */
  #isHot(): boolean {
    if (this.#topic !== undefined) return true
    const channel = this.#channel
    return channel !== undefined && (channel.kind === 'trade' || this.#depth !== undefined)
  }

  #walkMessage(): void {
    const reader = this.#reader
    reader.enterObject()
    for (let key = reader.nextKey(MESSAGE_KEYS); key !== END; key = reader.nextKey(MESSAGE_KEYS)) {
      switch (key) {
        case CHANNEL:
          this.#isData = true
          this.#readChannel()
          break
        case DEPTH:
          if (this.#takeText()) this.#depth = DEPTH_OF[reader.textIn(DEPTHS)]
          break
        case KIND:
          if (this.#takeText()) this.#readKind()
          break
        case TOPIC:
          this.#isData = true
          this.#readTopic()
          break
        case UNIFIED_PAYLOAD:
          this.#unifiedAt = reader.pos
          this.#readUnified()
          break
        case CLASSIC_PAYLOAD:
          this.#classicAt = reader.pos
          this.#readClassic()
          break
        default:
          if (key >= FIRST_CONTROL) this.#isControl = true
          reader.skipValue()
      }
    }
  }

  /** Reads a text; a value of another kind is skipped. */
  #takeText(): boolean {
    const reader = this.#reader
    if (reader.isString()) return reader.readString()
    reader.skipValue()
    return false
  }

  #readChannel(): void {
    this.#channel = undefined
    if (this.#takeText()) this.#channel = CHANNEL_OF[this.#reader.textIn(CHANNELS)]
  }

  #readKind(): void {
    const reader = this.#reader
    this.#kind = reader.textIs('snapshot') ? 'snapshot' : reader.textIs('delta') ? 'delta' : ''
  }

  /** `/market/level2:BTC-USDT`: what stands before the colon is a channel, after it the symbol. */
  #readTopic(): void {
    const reader = this.#reader
    this.#topic = undefined
    this.#slot = undefined
    if (!this.#takeText()) return
    const { bytes, textStart, textEnd } = reader
    const colon = bytes.indexOf(COLON, textStart)
    if (colon < 0 || colon >= textEnd) return
    reader.textEnd = colon
    const topic = TOPIC_OF[reader.textIn(TOPICS)]
    reader.textEnd = textEnd
    if (topic === undefined) return
    this.#topic = topic
    this.#slot = this.#table.find(topic.market, bytes, colon + 1, textEnd)
  }

  /** What the payload is must be known before it is read: the channel, and of books their depth and kind. */
  #readUnified(): void {
    const channel = this.#channel
    const isKnown =
      channel !== undefined &&
      (channel.kind === 'trade' ||
        (this.#depth !== undefined && (this.#depth.form !== 'chain' || this.#kind !== '')))
    // A payload that comes twice is read as the last one, as in JSON.
    this.#isRead = isKnown
    if (!isKnown || channel === undefined) return void this.#reader.skipValue()
    this.#readUnifiedOf(channel)
  }

  #readUnifiedOf(channel: UnifiedChannel): void {
    const depth = this.#depth
    if (channel.kind === 'trade') this.#unified.readTrade(channel.market, this.#localTimeUs)
    else if (depth !== undefined) {
      const isSnapshot = this.#kind === 'snapshot'
      this.#unified.readBook(depth, isSnapshot, channel.market, this.#localTimeUs)
    }
    this.#slot = this.#unified.slot
  }

  #readClassic(): void {
    this.#isRead = this.#topic !== undefined
    if (this.#topic === undefined || this.#slot === undefined) this.#reader.skipValue()
    else this.#classic.read(this.#topic, this.#slot, this.#localTimeUs)
  }

  /** Reads a payload that came before its channel. The frame was found whole already. */
  #readLate(): void {
    const reader = this.#reader
    if (this.#topic !== undefined) {
      if (this.#classicAt < 0 || this.#slot === undefined) return
      this.#resume(this.#classicAt)
      this.#classic.read(this.#topic, this.#slot, this.#localTimeUs)
    } else if (this.#channel !== undefined && this.#unifiedAt >= 0 && this.#isHot()) {
      this.#resume(this.#unifiedAt)
      // Of a change and a snapshot nobody can tell which a frame without its kind is.
      if (this.#depth?.form === 'chain' && this.#kind === '') reader.fail('wrongType', reader.pos)
      else this.#readUnifiedOf(this.#channel)
    }
  }

  #resume(at: number): void {
    this.#reader.pos = at
    this.#reader.depth = 1
    this.#reader.isFresh = false
  }

  #decodeCold(frame: Uint8Array, sink: FrameSink): FrameOutcome {
    const result = this.#cold.decode(frame, this.#localTimeUs)
    return this.#verdict.cold(result, this.#batch, sink, this.#localTimeUs)
  }
}
