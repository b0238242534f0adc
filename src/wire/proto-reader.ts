/**
 * @hotpath A pull reader for protobuf (proto3) over bytes: allocates nothing, throws nothing.
 *
 * The caller walks a message field by field and takes what it knows; everything else is skipped, but checked. The first
 * fault is kept with its byte offset, and from then on every call answers "no more": a decoder checks `fault` once, at
 * the end. A message inside a message is entered with its bounds: nothing inside can read beyond them, whatever its
 * lengths say.
 *
 * ```
 *   tag            value
 *   field << 3 | 0 varint, 7 bits a byte, lowest first, the high bit says "more"
 *              | 1 8 bytes
 *              | 2 length as a varint, then so many bytes: text, bytes, or a message
 *              | 5 4 bytes
 * ```
 * Groups (3, 4) are not of proto3. Results stand in fields, as in `JsonReader`, whose head says why. Bench: `bench/gate`.
 */
import { utf8 } from './json-text.ts'

/** What is wrong with a message. */
type ProtoFault =
  /** The frame ends inside a value. */
  | 'truncated'
  /** A value reaches beyond the message that it is in. */
  | 'overrun'
  | 'badVarint'
  | 'badTag'
  | 'badNumber'
  | 'badText'
  /** A field has another wire type than its documentation says. */
  | 'wrongType'
  /** A field that occurs at most once is there twice. */
  | 'repeated'
  /** A field that must be there is not. */
  | 'missing'

const VARINT = 0
const FIXED64 = 1
const LENGTH = 2
const FIXED32 = 5

/** A 64-bit integer takes at most so many bytes. */
const MAX_VARINT_BYTES = 10
/** Powers of 128 for the bytes of a varint. */
const PLACE: Float64Array = /* @__PURE__ */ Float64Array.from(
  { length: MAX_VARINT_BYTES },
  (_, i) => 128 ** i,
)
/** Largest tag there is: field numbers have 29 bits. */
const MAX_TAG = 0xffffffff
const ZERO = 48
const NINE = 57

const EMPTY = new Uint8Array(0)

/** See the head of this file. Reused: `reset` starts a new message. */
export class ProtoReader {
  /** The frame. */
  bytes: Uint8Array = EMPTY
  /** Next byte to read. */
  pos = 0
  /** Byte after the message that is being walked. */
  limit = 0
  /** What is wrong, or `''`. */
  fault: ProtoFault | '' = ''
  /** Byte at which the fault was found. */
  faultOffset = 0
  /** Result of `readInteger` and `textInteger`. */
  integer: number = Number.NaN
  /** Result of `readText`: first byte. */
  textStart = 0
  /** Result of `readText`: byte after the last. */
  textEnd = 0
  wireType = 0
  tagStart = 0

  /** Starts a new message. */
  reset(bytes: Uint8Array): void {
    this.bytes = bytes
    this.pos = 0
    this.limit = bytes.length
    this.fault = ''
    this.faultOffset = 0
  }

  /** Keeps the first fault and ends the message. Always `false`. */
  fail(fault: ProtoFault, offset: number): false {
    if (this.fault === '') {
      this.fault = fault
      this.faultOffset = offset
    }
    this.pos = this.limit
    return false
  }

  /**
   * Moves to the next field of the message and returns its number; 0 where the message is over, or the reader at fault.
   * The value must be consumed before the next call.
   */
  nextField(): number {
    if (this.fault !== '' || this.pos >= this.limit) return 0
    this.tagStart = this.pos
    const first = this.bytes[this.pos]!
    let tag = first
    if (first < 128) this.pos += 1
    else {
      if (!this.varint()) return 0
      tag = this.integer
    }
    this.wireType = tag % 8
    const field = (tag - this.wireType) / 8
    if (field === 0 || tag > MAX_TAG) {
      this.fail('badTag', this.tagStart)
      return 0
    }
    return field
  }

  /** Reads a varint into `integer`; a value beyond 2^53, as a negative one is, is `badNumber`. */
  readInteger(): boolean {
    if (this.wireType !== VARINT) return this.fail('wrongType', this.tagStart)
    const start = this.pos
    if (!this.varint()) return false
    return this.integer <= Number.MAX_SAFE_INTEGER || this.fail('badNumber', start)
  }

  /** Reads text; its bytes stand at `textStart..textEnd`. */
  readText(): boolean {
    if (this.wireType !== LENGTH) return this.fail('wrongType', this.tagStart)
    return this.range()
  }

  /** Steps into the message that the field is. Returns the bounds to hand to {@link ProtoReader.leave}. */
  enter(): number {
    const outer = this.limit
    if (this.readText()) {
      this.pos = this.textStart
      this.limit = this.textEnd
    }
    return outer
  }

  /** Steps back out, behind the message that was entered last. */
  leave(outer: number): void {
    this.pos = this.limit
    this.limit = outer
    // What is behind a fault is not read.
    if (this.fault !== '') this.pos = outer
  }

  /** Consumes the field's value, whatever it is. */
  skip(): boolean {
    switch (this.wireType) {
      case VARINT:
        return this.varint()
      case FIXED64:
        return this.advance(8)
      case LENGTH:
        return this.range()
      case FIXED32:
        return this.advance(4)
      default:
        return this.fail('badTag', this.tagStart)
    }
  }

  /** The text that `readText` found. Allocates. */
  text(): string {
    return utf8(this.bytes, this.textStart, this.textEnd)
  }

  /** Reads the text that `readText` found as digits, into `integer`; beyond 2^53, or anything else, is `badNumber`. */
  textInteger(): boolean {
    const { bytes, textStart, textEnd } = this
    let value = 0
    for (let i = textStart; i < textEnd; i += 1) {
      const byte = bytes[i]!
      if (byte < ZERO || byte > NINE) return this.fail('badNumber', i)
      value = value * 10 + (byte - ZERO)
    }
    this.integer = value
    const isGiven = textEnd > textStart && value <= Number.MAX_SAFE_INTEGER
    return isGiven || this.fail('badNumber', textStart)
  }

  /** Whether the text that `readText` found is printable ASCII, as ids are; else `badText`. */
  isAscii(): boolean {
    const { bytes, textStart, textEnd } = this
    for (let i = textStart; i < textEnd; i += 1) {
      const byte = bytes[i]!
      if (byte < 32 || byte > 126) return this.fail('badText', i)
    }
    return true
  }

  /** Reads a varint into `integer`; not exact beyond 2^53. */
  varint(): boolean {
    const { bytes, limit } = this
    let value = 0
    let i = this.pos
    for (let place = 0; place < MAX_VARINT_BYTES; place += 1) {
      if (i >= limit) return this.beyond()
      const byte = bytes[i]!
      i += 1
      value += (byte & 127) * PLACE[place]!
      if (byte < 128) {
        // The tenth byte holds the 64th bit alone.
        if (place === MAX_VARINT_BYTES - 1 && byte > 1) break
        this.integer = value
        this.pos = i
        return true
      }
    }
    return this.fail('badVarint', this.pos)
  }

  range(): boolean {
    if (!this.varint()) return false
    this.textStart = this.pos
    return this.advance(this.integer)
  }

  advance(count: number): boolean {
    const end = this.pos + count
    if (end > this.limit) return this.beyond()
    this.textEnd = end
    this.pos = end
    return true
  }

  beyond(): false {
    const isFrame = this.limit === this.bytes.length
    return this.fail(isFrame ? 'truncated' : 'overrun', this.limit)
  }
}
