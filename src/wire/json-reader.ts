/**
 * @hotpath A pull reader for JSON over bytes: once per frame, allocates nothing.
 *
 * The caller walks the message and asks for what it wants; everything else is skipped, but checked: what JSON.parse
 * refuses, this reader refuses too. Nothing throws. The first fault is kept with its byte offset, and from then on
 * every call answers "no more": a decoder checks `fault` once, at the end.
 *
 * Results stand in fields (`integer`, `textStart`, …) because a double returned by a call that V8 does not inline is
 * boxed, 16 bytes each time; a double field is written in place. Plain methods, not `#private`: a private call
 * costs a brand check per byte range here. Bench: `bench/gate`.
 */
import { escapeLength, isDigit, utf8 } from './json-text.ts'
import { HASH_START, hashStep, KeySet } from './key-set.ts'

/** What is wrong with a message. */
export type WireFault =
  | 'truncated'
  | 'unexpectedByte'
  | 'badNumber'
  | 'badString'
  | 'tooDeep'
  | 'wrongType'
  | 'trailingBytes'

/** {@link JsonReader.nextKey}: the object has ended, or the reader is at fault. */
export const END = -2
/** {@link JsonReader.nextKey}: a key that the set does not have; its value is still to be skipped. */
export const UNKNOWN = -1

const MAX_DEPTH = 64
const QUOTE = 34
const COMMA = 44
const MINUS = 45
const POINT = 46
const ZERO = 48
const COLON = 58
const OPEN_ARRAY = 91
const BACKSLASH = 92
const CLOSE_ARRAY = 93
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125

const EMPTY = new Uint8Array(0)

/** See the head of this file. Reused: `reset` starts a new message. */
export class JsonReader {
  /** The message. */
  bytes: Uint8Array = EMPTY
  /** Next byte to read. */
  pos = 0
  /** What is wrong, or `''`. */
  fault: WireFault | '' = ''
  /** Byte at which the fault was found. */
  faultOffset = 0
  /** Result of `readInteger`. */
  integer: number = Number.NaN
  /** Result of `readString`: first byte of the text. */
  textStart = 0
  /** Result of `readString`: byte after the text. */
  textEnd = 0
  /** Whether the text has escapes; only `text()` reads such a text right. */
  textIsEscaped = false
  /** Result of `readBoolean`. */
  boolean = false
  /** Result of the decimal scanner: the scaled integer. */
  scaled: number = Number.NaN
  /** Result of the decimal scanner: fraction digits as written, trailing zeros included. */
  fractionDigits = 0
  /** @internal */
  keyStart = 0
  /** @internal */
  depth = 0
  /** @internal */
  isFresh = false

  /** Starts a new message. */
  reset(bytes: Uint8Array): void {
    this.bytes = bytes
    this.pos = 0
    this.fault = ''
    this.faultOffset = 0
    this.depth = 0
    this.isFresh = false
  }

  /** Keeps the first fault and ends the message. Always `false`. */
  fail(fault: WireFault, offset: number): false {
    if (this.fault === '') {
      this.fault = offset >= this.bytes.length ? 'truncated' : fault
      this.faultOffset = Math.min(offset, this.bytes.length)
    }
    this.pos = this.bytes.length
    return false
  }

  /** The next byte that is not white space, not consumed; `undefined` at the end. */
  peek(): number | undefined {
    const bytes = this.bytes
    let byte = bytes[this.pos]
    while (byte === 32 || byte === 10 || byte === 13 || byte === 9) {
      this.pos += 1
      byte = bytes[this.pos]
    }
    return byte
  }

  /** Steps into an object; `wrongType` where the next value is not one. */
  enterObject(): boolean {
    return this.enter(OPEN_OBJECT)
  }

  /** Steps into an array; `wrongType` where the next value is not one. */
  enterArray(): boolean {
    return this.enter(OPEN_ARRAY)
  }

  /** Whether the next value is an object. */
  isObject(): boolean {
    return this.peek() === OPEN_OBJECT
  }

  /** Whether the next value is an array. */
  isArray(): boolean {
    return this.peek() === OPEN_ARRAY
  }

  /** Whether the next value is a string. */
  isString(): boolean {
    return this.peek() === QUOTE
  }

  /** @internal */
  enter(open: number): boolean {
    if (this.peek() !== open) return this.fail('wrongType', this.pos)
    if (this.depth >= MAX_DEPTH) return this.fail('tooDeep', this.pos)
    this.depth += 1
    this.pos += 1
    this.isFresh = true
    return true
  }

  /**
   * Moves to the next key of the object entered last. Returns the key's id in `keys`, {@link UNKNOWN}, or {@link END}
   * when the object is over; the value of every other answer must be consumed before the next call.
   */
  nextKey(keys: KeySet): number {
    let byte = this.peek()
    if (byte === CLOSE_OBJECT) return this.leave()
    if (!this.isFresh) {
      if (byte !== COMMA || this.fault !== '') return this.stop()
      this.pos += 1
      byte = this.peek()
    }
    this.isFresh = false
    if (byte !== QUOTE || this.fault !== '') return this.stop()
    const bytes = this.bytes
    const start = this.pos + 1
    let i = start
    let hash = HASH_START
    for (byte = bytes[i]; byte !== QUOTE; byte = bytes[i]) {
      // Escaped keys are legal JSON that no venue sends: such a key counts as unknown.
      if (byte! < 32 || byte === BACKSLASH || byte === undefined) return this.oddKey(start)
      hash = hashStep(hash, byte!)
      i += 1
    }
    this.keyStart = start
    this.pos = i + 1
    if (bytes[this.pos] === COLON) this.pos += 1
    else if (!this.colon()) return END
    return keys.find(hash, bytes, start, i)
  }

  /** The key that `nextKey` moved to last. Allocates. */
  keyText(): string {
    let end = this.keyStart
    for (let byte = this.bytes[end]; byte !== QUOTE && byte !== undefined; byte = this.bytes[end]) {
      end += byte === BACKSLASH ? 2 : 1
    }
    return JSON.parse(utf8(this.bytes, this.keyStart - 1, end + 1)) as string
  }

  /** @internal */
  oddKey(start: number): number {
    this.keyStart = start
    this.pos = start - 1
    return this.skipString() && this.colon() ? UNKNOWN : END
  }

  /** @internal */
  colon(): boolean {
    if (this.peek() !== COLON) return this.fail('unexpectedByte', this.pos)
    this.pos += 1
    return true
  }

  /** @internal */
  leave(): number {
    this.pos += 1
    this.depth -= 1
    this.isFresh = false
    return END
  }

  /** @internal */
  stop(): number {
    this.fail('unexpectedByte', this.pos)
    return END
  }

  /** Whether the array entered last has another item, which must then be consumed. */
  nextItem(): boolean {
    const byte = this.peek()
    if (byte === CLOSE_ARRAY) {
      this.leave()
      return false
    }
    if (this.isFresh) {
      this.isFresh = false
      return byte === undefined ? this.fail('truncated', this.pos) : true
    }
    if (byte !== COMMA) return this.fail('unexpectedByte', this.pos)
    this.pos += 1
    return true
  }

  /** Reads a string; its bytes stand at `textStart..textEnd`. */
  readString(): boolean {
    if (this.peek() !== QUOTE) return this.fail('wrongType', this.pos)
    this.textStart = this.pos + 1
    if (!this.skipString()) return false
    this.textEnd = this.pos - 1
    return true
  }

  /** The text that `readString` found. Allocates. */
  text(): string {
    const { bytes, textStart, textEnd } = this
    if (this.textIsEscaped) return JSON.parse(utf8(bytes, textStart - 1, textEnd + 1)) as string
    return utf8(bytes, textStart, textEnd)
  }

  /** Whether the text that `readString` found is this ASCII word. */
  textIs(word: string): boolean {
    const length = word.length
    if (this.textEnd - this.textStart !== length) return false
    for (let i = 0; i < length; i += 1) {
      if (this.bytes[this.textStart + i] !== word.charCodeAt(i)) return false
    }
    return true
  }

  /** The id in `keys` of the text that `readString` found; {@link UNKNOWN} where it is not in the set. */
  textIn(keys: KeySet): number {
    const { bytes, textStart, textEnd } = this
    let hash = HASH_START
    for (let i = textStart; i < textEnd; i += 1) hash = hashStep(hash, bytes[i]!)
    return keys.find(hash, bytes, textStart, textEnd)
  }

  /** Reads `true` or `false` into `boolean`. */
  readBoolean(): boolean {
    const byte = this.peek()
    if (byte !== 116 && byte !== 102) return this.fail('wrongType', this.pos)
    this.boolean = byte === 116
    return this.skipValue()
  }

  /** Consumes `null` where it is next; `false`, consuming nothing, where it is not. */
  takeNull(): boolean {
    return this.peek() === 110 && this.skipValue()
  }

  /** Reads an integer, bare or quoted, into `integer`; a fraction or a value beyond 2^53 is `badNumber`. */
  readInteger(): boolean {
    const bytes = this.bytes
    let i = this.pos
    let byte = bytes[i]
    if (byte! <= 32) {
      byte = this.peek()
      i = this.pos
    }
    const isQuoted = byte === QUOTE
    if (isQuoted) byte = bytes[++i]
    const isNegative = byte === MINUS
    if (isNegative) byte = bytes[++i]
    if (!isDigit(byte)) return this.fail(isQuoted || isNegative ? 'badNumber' : 'wrongType', i)
    const start = i
    let value = 0
    for (; isDigit(byte); byte = bytes[++i]) value = value * 10 + (byte! - ZERO)
    if (value > Number.MAX_SAFE_INTEGER) return this.fail('badNumber', this.pos)
    if (isQuoted) {
      if (byte !== QUOTE) return this.fail('badNumber', i)
      i += 1
    } else if (byte === POINT || byte === 101 || byte === 69) return this.fail('badNumber', i)
    else if (bytes[start] === ZERO && i > start + 1) return this.fail('badNumber', start)
    this.integer = isNegative ? -value : value
    this.pos = i
    return true
  }

  /** Consumes one value of any kind, checking it. */
  skipValue(): boolean {
    const byte = this.peek()
    switch (byte) {
      case undefined:
        return this.fail('truncated', this.pos)
      case QUOTE:
        return this.skipString()
      case OPEN_OBJECT:
        return this.skipObject()
      case OPEN_ARRAY:
        return this.skipArray()
      case 116:
        return this.literal('true')
      case 102:
        return this.literal('false')
      case 110:
        return this.literal('null')
      default:
        return this.skipNumber()
    }
  }

  /** @internal */
  skipString(): boolean {
    const bytes = this.bytes
    let i = this.pos + 1
    this.textIsEscaped = false
    for (let byte = bytes[i]; byte !== QUOTE; byte = bytes[i]) {
      if (byte === BACKSLASH) {
        const length = escapeLength(bytes, i)
        if (length <= 0) return this.fail('badString', length < 0 ? bytes.length : i)
        this.textIsEscaped = true
        i += length
      } else if (byte! >= 32) i += 1
      else return this.fail('badString', i)
    }
    this.pos = i + 1
    return true
  }

  /** @internal */
  skipObject(): boolean {
    if (!this.enter(OPEN_OBJECT)) return false
    while (this.nextKey(NO_KEYS) !== END) if (!this.skipValue()) return false
    return this.fault === ''
  }

  /** @internal */
  skipArray(): boolean {
    if (!this.enter(OPEN_ARRAY)) return false
    while (this.nextItem()) if (!this.skipValue()) return false
    return this.fault === ''
  }

  /** @internal */
  skipNumber(): boolean {
    const bytes = this.bytes
    let i = this.pos
    if (bytes[i] === MINUS) i += 1
    if (!isDigit(bytes[i])) return this.fail(i === this.pos ? 'unexpectedByte' : 'badNumber', i)
    if (bytes[i] === ZERO) i += 1
    else while (isDigit(bytes[i])) i += 1
    if (bytes[i] === POINT) {
      i += 1
      if (!isDigit(bytes[i])) return this.fail('badNumber', i)
      while (isDigit(bytes[i])) i += 1
    }
    if (bytes[i] === 101 || bytes[i] === 69) {
      i += 1
      if (bytes[i] === 43 || bytes[i] === MINUS) i += 1
      if (!isDigit(bytes[i])) return this.fail('badNumber', i)
      while (isDigit(bytes[i])) i += 1
    }
    this.pos = i
    return true
  }

  /** @internal */
  literal(word: string): boolean {
    for (let i = 0; i < word.length; i += 1) {
      if (this.bytes[this.pos + i] !== word.charCodeAt(i)) {
        return this.fail('unexpectedByte', this.pos + i)
      }
    }
    this.pos += word.length
    return true
  }

  /** Checks that the message is over: nothing but white space is left, and every object and array was left. */
  finish(): boolean {
    if (this.fault !== '') return false
    if (this.depth !== 0) return this.fail('truncated', this.bytes.length)
    return this.peek() === undefined || this.fail('trailingBytes', this.pos)
  }
}

const NO_KEYS: KeySet = new KeySet([])
