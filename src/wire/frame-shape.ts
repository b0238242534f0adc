/**
 * @hotpath The bytes that every frame of a stream has in common, and what stands between them.
 *
 *     {"stream":"btcusdt@bookTicker","data":{"u":   50093239212   ,"s":"BTCUSDT","b":"   61837.63000000   …
 *     \__________________ same ____________________/ \_ value _/ \______ same ______/    \__ value __/
 *
 * A venue writes the frames of one stream by one program: same keys, same order. So the keys of a frame need no
 * reading: where its bytes equal those of a frame that the {@link JsonReader} accepted, and legal values stand between
 * them, it is legal JSON of the same structure. Anything else is no fault: it is read by the reader, key by key.
 * Per frame: one comparison per four common bytes, no hash, no look-up. No allocation. Bench: `bench/gate`.
 */
import { type FrameScanner, ODD } from './frame-scanner.ts'
import { END, JsonReader } from './json-reader.ts'
import { isDigit } from './json-text.ts'
import type { KeySet } from './key-set.ts'

const QUOTE = 34
const MINUS = 45

/** What a key's values are to whoever reads the frames. */
export type KeyRole =
  /** Differ from frame to frame, and are wanted. */
  | 'value'
  /** Likewise, and a number among them is in quotes. */
  | 'quoted'
  /** An object whose keys are looked at too. */
  | 'inside'
  /** Numbers may differ and are skipped; all else is the same in every frame. */
  | 'other'

/** {@link FrameShape.keys}: a number that nobody wants. */
export const SKIPPED_NUMBER = -1

/** See the head of this file. */
export class FrameShape {
  /** For each value the id of its key, or {@link SKIPPED_NUMBER}. */
  readonly keys: Int16Array
  /** The common bytes, four to a word; those before a value start a word of their own. */
  readonly #words: Int32Array
  /** For each value, and for the rest, the last word. */
  readonly #lastWords: Int32Array
  /** How many bytes of that word are meant. */
  readonly #lastBytes: Int32Array
  /** The bits of those bytes. */
  readonly #lastBits: Int32Array

  /** Makes the shape of the bytes before each value and behind the last one. */
  constructor(parts: readonly Uint8Array[], keys: readonly number[]) {
    const words: number[] = []
    const rests = parts.map((part) => part.length - 4 * Math.max(0, Math.ceil(part.length / 4) - 1))
    this.#lastWords = Int32Array.from(parts, (part) => {
      for (let i = 0; i === 0 || i < part.length; i += 4) words.push(word(part.subarray(i, i + 4)))
      return words.length - 1
    })
    this.#words = Int32Array.from(words)
    this.#lastBytes = Int32Array.from(rests)
    this.#lastBits = Int32Array.from(rests, (rest) => (rest === 4 ? -1 : (1 << (8 * rest)) - 1))
    this.keys = Int16Array.from(keys)
  }

  /**
   * Compares the bytes before value `n`, or behind the last value, with the scanner's at `at`. Returns the place behind
   * them, {@link ODD} where they differ.
   */
  match(n: number, scanner: FrameScanner, at: number): number {
    const { view } = scanner
    const words = this.#words
    const last = this.#lastWords[n]!
    for (let i = n === 0 ? 0 : this.#lastWords[n - 1]! + 1; i < last; i += 1) {
      if (view.getInt32(at, true) !== words[i]) return ODD
      at += 4
    }
    if (((view.getInt32(at, true) ^ words[last]!) & this.#lastBits[n]!) !== 0) return ODD
    return at + this.#lastBytes[n]!
  }
}

/** Up to four bytes as one number, the first in the lowest place. */
function word(bytes: Uint8Array): number {
  return bytes.reduceRight((sum, byte) => (sum << 8) | byte, 0)
}

/** Takes the shape of a frame; `undefined` where the reader refuses it, or it is not as the roles say. Cold. */
export function shapeOf(
  frame: Uint8Array,
  keys: KeySet,
  roleOf: (key: number) => KeyRole,
): FrameShape | undefined {
  const reader = new JsonReader()
  reader.reset(frame)
  const parts: Uint8Array[] = []
  const values: number[] = []
  let copied = 0
  let hasBareNumber = false
  const value = (key: number, start: number, end: number): void => {
    parts.push(frame.slice(copied, start))
    values.push(key)
    copied = end
  }
  const walk = (): void => {
    if (!reader.enterObject()) return
    for (let key = reader.nextKey(keys); key !== END; key = reader.nextKey(keys)) {
      const role = key < 0 ? 'other' : roleOf(key)
      reader.peek()
      const start = reader.pos
      const isText = frame[start] === QUOTE
      const isNumber = isDigit(frame[start]) || frame[start] === MINUS
      if (role === 'inside' && reader.isObject()) walk()
      else {
        hasBareNumber ||= role === 'quoted' && isNumber
        reader.skipValue()
        // The quotes of a text are the same in every frame.
        if (role === 'value' || role === 'quoted')
          value(key, isText ? start + 1 : start, isText ? reader.pos - 1 : reader.pos)
        else if (isNumber) value(SKIPPED_NUMBER, start, reader.pos)
      }
    }
  }
  walk()
  if (!reader.finish() || hasBareNumber) return undefined
  parts.push(frame.slice(copied))
  return new FrameShape(parts, values)
}
