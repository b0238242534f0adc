/**
 * @hotpath Advanced Trade's books, trades and BBOs (`{"channel":…,"sequence_num":…,"events":[…]}`) into updates, several
 * events a frame. One walk over the bytes, keys in any order; what comes before what is needed to read it is returned to.
 * Every message is numbered over the whole connection: a hole is told before the message's own events. Cold channels go to
 * decode-cold.ts, frames of Coinbase Exchange (`{"type":…}`) to exchange/decode.ts. Allocation budget: 0 a frame.
 * Bench: `bench/gate`. Layouts: docs/venues/coinbase.md.
 */
import type {
  FrameDecoder,
  FrameFault,
  FrameOutcome,
  FrameSink,
  InstrumentTable,
} from '../../core/index.ts'
import { END, JsonReader, scanTimestampUs } from '../../wire/index.ts'
import { FrameBatch } from '../kit/frame-batch.ts'
import type { FrameLayout } from '../kit/frame-roles.ts'
import { FrameVerdict } from '../kit/frame-verdict.ts'
import { ShapedFrames } from '../kit/shaped-frames.ts'
import { Aliases } from './aliases.ts'
import { advancedLayout, exchangeLayout } from './book-layout.ts'
import { ColdDecoder } from './decode-cold.ts'
import { EventReader } from './decode-events.ts'
import { ExchangeDecoder } from './exchange/decode.ts'
import {
  CHANNEL,
  CHANNELS,
  EVENTS,
  type EventKind,
  KINDS,
  MESSAGE_KEYS,
  SEQUENCE,
  TIMESTAMP,
  TYPE,
} from './frame-keys.ts'
import { MessageOrder } from './sequence.ts'

const NOT_LISTED = 'instrument is not listed'

/** Decodes the frames of Coinbase's sockets, of both markets and both feeds. */
export class CoinbaseDecoder implements FrameDecoder {
  readonly #verdict = new FrameVerdict()
  readonly #reader = new JsonReader()
  readonly #batch: FrameBatch
  readonly #shaped: ShapedFrames
  readonly #advancedLayout: FrameLayout
  readonly #exchangeLayout: FrameLayout
  readonly #aliases: Aliases
  readonly #events: EventReader
  readonly #cold: ColdDecoder
  readonly #exchange: ExchangeDecoder
  readonly #order = new MessageOrder()
  #localTimeUs = 0
  #kind: EventKind | '' = ''
  #sequence: number = Number.NaN
  #hasType = false
  #eventsAt = -1
  #isRead = false

  /** A decoder; symbols are looked up in `table`. `isMakerSide`: whether `side` of `market_trades` is the maker's. */
  constructor(table: InstrumentTable, isMakerSide: boolean) {
    this.#batch = new FrameBatch(table)
    this.#aliases = new Aliases(table, this.#batch)
    this.#shaped = new ShapedFrames(this.#batch)
    this.#advancedLayout = advancedLayout(table, this.#aliases)
    this.#exchangeLayout = exchangeLayout(table, this.#aliases)
    const context = { reader: this.#reader, table, batch: this.#batch, aliases: this.#aliases }
    this.#events = new EventReader(context, isMakerSide)
    this.#cold = new ColdDecoder(table, this.#aliases)
    this.#exchange = new ExchangeDecoder(context, this.#verdict, this.#cold)
  }

  get ignoredReason(): string {
    return this.#verdict.ignoredReason
  }

  get fault(): FrameFault | undefined {
    return this.#verdict.fault
  }

  decode(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    this.#localTimeUs = localTimeUs
    if (this.#shaped.read(frame, localTimeUs)) return this.#tellChange(sink)
    if (beginsWithType(frame)) return this.#decodeExchange(frame, sink)
    return this.#decodeByKeys(frame, localTimeUs, sink)
  }

  /** Tells a change of a book that was read by its shape. */
  #tellChange(sink: FrameSink): FrameOutcome {
    this.#sequence = this.#shaped.message
    if (!this.#isTurn(sink)) return this.#passed()
    this.#shaped.tell(sink)
    if (this.#aliases.hasCopied) this.#batch.flush(sink, this.#localTimeUs)
    return 'event'
  }

  #decodeExchange(frame: Uint8Array, sink: FrameSink): FrameOutcome {
    const outcome = this.#exchange.decode(frame, this.#localTimeUs, sink)
    if (outcome === 'event') this.#shaped.learn(frame, this.#exchangeLayout)
    return outcome
  }

  #decodeByKeys(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    this.#events.begin(localTimeUs)
    this.#walkFrame(frame)
    if (this.#reader.fault !== '') return this.#verdict.malformed(this.#reader, this.#events.slot)
    if (this.#kind === '') return this.#withoutChannel(frame, sink)
    if (!this.#isTurn(sink)) return this.#passed()
    return this.#told(frame, sink)
  }

  /** Whether the message is newer than the one before; tells the sink where some between them are missing. */
  #isTurn(sink: FrameSink): boolean {
    const place = Number.isNaN(this.#sequence) ? 'next' : this.#order.judge(this.#sequence)
    if (place === 'hole') sink.lost('messages of the connection are missing')
    return place !== 'passed'
  }

  #passed(): FrameOutcome {
    return this.#verdict.ignore('message is not newer than the one before')
  }

  #told(frame: Uint8Array, sink: FrameSink): FrameOutcome {
    switch (this.#kind) {
      case 'control':
        return 'control'
      case 'book':
      case 'trade':
        if (this.#batch.isEmpty()) {
          return this.#verdict.ignore(
            this.#events.isUnlisted ? NOT_LISTED : 'message has no events',
          )
        }
        this.#batch.flush(sink, this.#localTimeUs)
        this.#shaped.learn(frame, this.#advancedLayout)
        return 'event'
      case 'ticker':
      case 'cold':
      case '':
      default:
        return this.#verdict.cold(
          this.#cold.decode(frame, this.#localTimeUs),
          this.#batch,
          sink,
          this.#localTimeUs,
        )
    }
  }

  /** Frames of the other feed may have their `type` behind other keys. */
  #withoutChannel(frame: Uint8Array, sink: FrameSink): FrameOutcome {
    if (this.#hasType) return this.#decodeExchange(frame, sink)
    return this.#verdict.ignore('message names no channel')
  }

  #walkFrame(frame: Uint8Array): void {
    this.#batch.clear()
    this.#kind = ''
    this.#sequence = Number.NaN
    this.#hasType = false
    this.#eventsAt = -1
    this.#isRead = false
    const reader = this.#reader
    reader.reset(frame)
    if (reader.isObject()) this.#walkMessage()
    else reader.skipValue()
    if (!this.#isRead && this.#eventsAt >= 0 && reader.fault === '') this.#returnToEvents()
    reader.finish()
  }

  #walkMessage(): void {
    const reader = this.#reader
    reader.enterObject()
    for (let key = reader.nextKey(MESSAGE_KEYS); key !== END; key = reader.nextKey(MESSAGE_KEYS)) {
      switch (key) {
        case CHANNEL:
          this.#readChannel()
          break
        case TIMESTAMP:
          this.#readTime()
          break
        case SEQUENCE:
          if (reader.readInteger()) this.#sequence = reader.integer
          break
        case EVENTS:
          reader.peek()
          this.#eventsAt = reader.pos
          // What is needed to read them may still come: then they are returned to.
          this.#isRead = this.#kind !== '' && !Number.isNaN(this.#events.timeUs)
          if (this.#isRead) this.#events.read(this.#kind)
          else reader.skipValue()
          break
        case TYPE:
          this.#hasType = reader.isString()
          reader.skipValue()
          break
        default:
          reader.skipValue()
      }
    }
  }

  #readChannel(): void {
    const reader = this.#reader
    this.#isRead = false
    this.#kind = ''
    if (!reader.isString()) {
      reader.skipValue()
      return
    }
    if (!reader.readString()) return
    const id = reader.textIn(CHANNELS)
    this.#kind = id < 0 ? 'cold' : KINDS[id]!
  }

  #readTime(): void {
    const reader = this.#reader
    this.#isRead = false
    this.#events.timeUs = Number.NaN
    if (!reader.isString()) {
      reader.skipValue()
      return
    }
    if (!reader.readString()) return
    scanTimestampUs(reader, reader.bytes, reader.textStart, reader.textEnd)
    if (reader.scaled > 0) this.#events.timeUs = reader.scaled
  }

  #returnToEvents(): void {
    const reader = this.#reader
    const end = reader.pos
    reader.pos = this.#eventsAt
    this.#events.read(this.#kind)
    if (reader.fault === '') reader.pos = end
  }
}

const TYPE_HEAD = Uint8Array.from('{"type":', (letter) => letter.charCodeAt(0))

/** How every frame of the other feed begins today. */
function beginsWithType(frame: Uint8Array): boolean {
  for (let i = 0; i < TYPE_HEAD.length; i += 1) if (frame[i] !== TYPE_HEAD[i]) return false
  return true
}
