/**
 * @hotpath The wrapper that every protobuf frame of MEXC is: its channel, its symbol, when it was sent, and where its body
 * stands, whatever their order. Allocates nothing. Bench: `bench/gate`. Layouts: docs/venues/mexc.md §Protobuf.
 */
import type { InstrumentSlot, InstrumentTable } from '../../core/index.ts'
import { ProtoReader } from '../../wire/index.ts'
import { CHANNEL, CREATE_TIME, FIRST_BODY, SEND_TIME, SYMBOL } from './proto-fields.ts'

const AT_SIGN = 64
const ZERO = 48
const NINE = 57

/** The wrapper has no body. */
export const NO_BODY = 0

/** Reads wrappers one after the other; what stands here is of the last one. */
export class WrapperReader {
  /** Reads the frame; what stopped it, where it cannot be read. */
  readonly proto: ProtoReader = new ProtoReader()
  /** The instrument; absent where it is not listed. */
  slot: InstrumentSlot | undefined
  /** Whether it names an instrument. */
  hasSymbol = false
  /** First byte of the channel. */
  channelStart = 0
  /** Byte after the channel. */
  channelEnd = 0
  /** When it was sent, else when it was made, epoch µs. */
  venueUs: number = Number.NaN
  /** Which body it has: its field. */
  body: number = NO_BODY
  #bodyStart = 0
  #bodyEnd = 0
  readonly #table: InstrumentTable

  /** Symbols are looked up in `table`. */
  constructor(table: InstrumentTable) {
    this.#table = table
  }

  /** Reads a frame but for its body. */
  read(frame: Uint8Array): void {
    const reader = this.proto
    reader.reset(frame)
    this.slot = undefined
    this.hasSymbol = false
    this.channelStart = this.channelEnd = 0
    this.body = NO_BODY
    let createMs: number = Number.NaN
    let sendMs: number = Number.NaN
    for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
      switch (field) {
        case CHANNEL:
          if (!reader.readText()) break
          this.channelStart = reader.textStart
          this.channelEnd = reader.textEnd
          break
        case SYMBOL:
          if (reader.readText()) this.#findSlot()
          break
        case CREATE_TIME:
          if (reader.readInteger()) createMs = reader.integer
          break
        case SEND_TIME:
          if (reader.readInteger()) sendMs = reader.integer
          break
        default:
          if (field > FIRST_BODY) this.#keepBody(field)
          else reader.skip()
      }
    }
    this.venueUs = (Number.isNaN(sendMs) ? createMs : sendMs) * 1000
  }

  #findSlot(): void {
    const { bytes, textStart, textEnd } = this.proto
    this.hasSymbol = textEnd > textStart
    this.slot = this.hasSymbol ? this.#table.find('spot', bytes, textStart, textEnd) : undefined
  }

  #keepBody(field: number): void {
    const reader = this.proto
    // Which of two bodies is meant nobody says; the venue sends one.
    if (this.body !== NO_BODY) reader.fail('repeated', reader.tagStart)
    else if (reader.readText()) {
      this.body = field
      this.#bodyStart = reader.textStart
      this.#bodyEnd = reader.textEnd
    }
  }

  /** Goes to the body, and ends where it ends. */
  enterBody(): void {
    this.proto.pos = this.#bodyStart
    this.proto.limit = this.#bodyEnd
  }

  /** The number behind the channel's last `@`; 0 where there is none. */
  channelNumber(): number {
    const { bytes } = this.proto
    let value = 0
    let place = 1
    for (let i = this.channelEnd - 1; i > this.channelStart; i -= 1) {
      const byte = bytes[i]!
      if (byte === AT_SIGN) return value
      if (byte < ZERO || byte > NINE || place > 1000) return 0
      value += (byte - ZERO) * place
      place *= 10
    }
    return 0
  }

  /** Zones other than `24H` count from a midnight. Cold. */
  isOfRollingDay(): boolean {
    const { bytes } = this.proto
    const end = this.channelEnd
    const tail = String.fromCharCode(...bytes.subarray(Math.max(this.channelStart, end - 4), end))
    return tail === '@24H'
  }
}
