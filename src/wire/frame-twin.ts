/**
 * @hotpath The frame before this one in its stream: where its values stand and what they were. Of a best-price frame
 * little changes (of recorded ones each price in 5 of 100, each size in half), and what has not changed is not
 * read again. Both frames lie in word-aligned buffers, so that a comparison is one load and one XOR per four bytes.
 *
 *     …,"b":"61837.63000000","B":"3.78826000",…        words       … 1837 .630 0000 00"," …
 *            \____ value ___/     \_ value _/          owners      … b    b    b    b     …
 *                                                      common        none none none   ^^ of these bytes
 *
 * A frame that differs in bytes that all frames have in common, or in length, is no fault: it is read anew, and becomes
 * the next one's twin. No allocation. Bench: `bench/gate`.
 */
import { type FrameScanner, ODD } from './frame-scanner.ts'

/** Longer frames have many changes and no twin. */
const MAX_BYTES = 512
/** One bit for each value. */
const MAX_VALUES = 31

/** Bits of the bytes of a word before one of them, the first byte being the lowest. */
const BEFORE: Int32Array = /* @__PURE__ */ Int32Array.of(0, 0xff, 0xffff, 0xffffff, -1)
const IS_LITTLE_ENDIAN = /* @__PURE__ */ isLittleEndian()

/** See the head of this file. */
export class FrameTwin {
  /** First byte of each value. The reader's to write before {@link remember}. */
  readonly starts: Int32Array
  /** Byte after each value. Likewise. */
  readonly ends: Int32Array
  #length = 0
  readonly #words = new Int32Array(MAX_BYTES / 4)
  /** Bits of the bytes that are no value's. */
  readonly #common = new Int32Array(MAX_BYTES / 4)
  /** The values that have a byte in a word, one bit each. */
  readonly #owners = new Int32Array(MAX_BYTES / 4)

  /** A twin for frames of so many values, none remembered yet. */
  constructor(values: number) {
    this.starts = new Int32Array(values)
    this.ends = new Int32Array(values)
  }

  /** Whether frames of so many values can have a twin. */
  static suits(values: number): boolean {
    return values <= MAX_VALUES && IS_LITTLE_ENDIAN
  }

  /**
   * Which values of the scanner's frame differ from those remembered, one bit each; {@link ODD} where more than values
   * differs. What differs is remembered at once: the caller has to
   * read those values, or {@link forget}.
   */
  changes(scanner: FrameScanner): number {
    const length = this.#length
    if (scanner.length !== length) return ODD
    const theirs = scanner.words
    const own = this.#words
    const words = (length + 3) >> 2
    let changed = 0
    for (let i = 0; i < words; i += 4) {
      const isSame =
        ((theirs[i]! ^ own[i]!) |
          (theirs[i + 1]! ^ own[i + 1]!) |
          (theirs[i + 2]! ^ own[i + 2]!) |
          (theirs[i + 3]! ^ own[i + 3]!)) ===
        0
      if (isSame) continue
      for (let at = i; at < i + 4 && at < words; at += 1) {
        const word = theirs[at]!
        const difference = word ^ own[at]!
        if (difference === 0) continue
        if ((difference & this.#common[at]!) !== 0) {
          if (changed !== 0) this.#length = 0
          return ODD
        }
        changed |= this.#owners[at]!
        own[at] = word
      }
    }
    return changed
  }

  /** Forgets the frame. */
  forget(): void {
    this.#length = 0
  }

  /** Remembers the scanner's frame, whose places the caller has written. */
  remember(scanner: FrameScanner): void {
    const { length } = scanner
    this.#length = 0
    if (length > MAX_BYTES) return
    this.#length = length
    const words = (length + 3) >> 2
    const theirs = scanner.words
    const own = this.#words
    const owners = this.#owners
    const common = this.#common
    for (let i = 0; i < words; i += 1) {
      own[i] = theirs[i]!
      owners[i] = 0
      common[i] = -1
    }
    const { starts, ends } = this
    for (let n = 0; n < starts.length; n += 1) {
      const start = starts[n]!
      const end = ends[n]!
      const first = start >> 2
      const last = (end - 1) >> 2
      for (let i = first; i <= last; i += 1) {
        owners[i]! |= 1 << n
        const before = i === first ? BEFORE[start & 3]! : 0
        common[i]! &= before | (i === last ? ~BEFORE[((end - 1) & 3) + 1]! : 0)
      }
    }
  }
}

function isLittleEndian(): boolean {
  return new Int8Array(Int32Array.of(1).buffer)[0] === 1
}
