/**
 * @hotpath A pull reader for JSON over bytes: once per frame, allocates nothing.
 *
 * The caller walks the message and asks for what it wants; everything else is skipped, but checked: what JSON.parse
 * refuses, this reader refuses too. Nothing throws. The first fault is kept with its byte offset, and from then on
 * every call answers "no more": a decoder checks `fault` once, at the end.
 *
 * Results stand in fields (`integer`, `textStart`, …) because a double returned by a call that V8 does not inline is
 * boxed, 16 bytes each time; a double field is written in place. Plain methods, not `#private`: a private call
 * costs a brand check per byte range here. Objects and arrays are walked here, what they hold is read in
 * {@link JsonScalars}. Bench: `bench/gate`.
 */
import { JsonScalars } from './json-scalars.ts'
import { utf8 } from './json-text.ts'
import { HASH_START, hashStep, KeySet } from './key-set.ts'

/** {@link JsonReader.nextKey}: the object has ended, or the reader is at fault. */
export const END = -2
/** {@link JsonReader.nextKey}: a key that the set does not have; its value is still to be skipped. */
export const UNKNOWN = -1

const MAX_DEPTH = 64
const QUOTE = 34
const COMMA = 44
const COLON = 58
const OPEN_ARRAY = 91
const BACKSLASH = 92
const CLOSE_ARRAY = 93
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125

const NO_KEYS: KeySet = new KeySet([])

/** See the head of this file. Reused: `reset` starts a new message. */
export class JsonReader extends JsonScalars {
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

  /** @internal */
  enter(open: number): boolean {
    if (this.peek() !== open) return this.fail('wrongType', this.pos)
    if (this.depth >= MAX_DEPTH) return this.fail('tooDeep', this.pos)
    this.depth += 1
    this.pos += 1
    this.isFresh = true
    return true
  }

  /** @internal */
  leave(): number {
    this.pos += 1
    this.depth -= 1
    this.isFresh = false
    return END
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

  /** Checks that the message is over: nothing but white space is left, and every object and array was left. */
  finish(): boolean {
    if (this.fault !== '') return false
    if (this.depth !== 0) return this.fail('truncated', this.bytes.length)
    return this.peek() === undefined || this.fail('trailingBytes', this.pos)
  }
}
