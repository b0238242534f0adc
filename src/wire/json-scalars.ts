/**
 * @hotpath The values of a JSON message that hold no others (strings, numbers, words): read, or skipped and checked, once per
 * value; allocates nothing but in `text`. How faults and results stand is said in json-reader.ts. Bench: `bench/gate`.
 */
import { escapeLength, isDigit, utf8 } from './json-text.ts'
import { HASH_START, hashStep, type KeySet } from './key-set.ts'

/** What is wrong with a message. */
export type WireFault =
  | 'truncated'
  | 'unexpectedByte'
  | 'badNumber'
  | 'badString'
  | 'tooDeep'
  | 'wrongType'
  | 'trailingBytes'

const QUOTE = 34
const MINUS = 45
const POINT = 46
const ZERO = 48
const BACKSLASH = 92

const EMPTY = new Uint8Array(0)

/** Where reading stands, what was read last, and the first fault. Abstract, so that all have one shape: the reader's. */
export abstract class JsonScalars {
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

  /** Whether the next value is a string. */
  isString(): boolean {
    return this.peek() === QUOTE
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

  /** The id in `keys` of the text that `readString` found; -1 where it is not in the set. */
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
    return this.literal(this.boolean ? 'true' : 'false')
  }

  /** Consumes `null` where it is next; `false`, consuming nothing, where it is not. */
  takeNull(): boolean {
    return this.peek() === 110 && this.literal('null')
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
}
