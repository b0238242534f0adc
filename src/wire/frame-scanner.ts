/**
 * @hotpath Reads values at known places of a frame, four bytes at a time. The frame is copied into a buffer of its own
 * first (10 to 25 ns): so there is a DataView over it without making one per frame, and reading a few bytes past the
 * end is harmless. A zero byte, which no JSON text has, stands behind the frame and stops every scan.
 *
 * A method returns the place behind what it read, or {@link ODD}: then nothing is wrong yet, and the JsonReader has to
 * read the frame. Results stand in fields: a returned double would be boxed. No allocation once the buffer has grown.
 * Bench: `bench/gate`.
 */
/** The place that says: not as expected. */
export const ODD = -1

const QUOTE = 34
const POINT = 46
const ZERO = 48

/** Bytes read past the end at most. */
const PAST_END = 16

/** Powers of ten, exact as doubles. */
const POWER: Float64Array = /* @__PURE__ */ Float64Array.from({ length: 16 }, (_, i) => 10 ** i)

const UNITS: Int32Array = /* @__PURE__ */ Int32Array.from({ length: 9 }, (_, i) => 10 ** i)
/** Their inverses; multiplying takes a third of the time of dividing. */
const TENTHS: Float64Array = /* @__PURE__ */ Float64Array.from({ length: 9 }, (_, i) => 1 / 10 ** i)

/** See the head of this file. */
export class FrameScanner {
  /** The frame, and anything behind its end. */
  bytes: Uint8Array = new Uint8Array(0)
  /** The same bytes. */
  view: DataView = new DataView(this.bytes.buffer)
  /** The same bytes, four to a word. */
  words: Int32Array = new Int32Array(this.bytes.buffer)
  /** Bytes of the frame. */
  length = 0
  /** Where reading goes on; the caller's. */
  at = 0
  /** Result of `decimal`: the scaled integer. */
  scaled: number = Number.NaN
  /** Result of `decimal`: fraction digits as written. */
  fractionDigits = 0
  /** Result of `integer`. */
  value: number = Number.NaN

  /** Takes a frame in. */
  load(frame: Uint8Array): void {
    const { length } = frame
    if (length + PAST_END > this.bytes.length) this.#grow(length)
    this.bytes.set(frame)
    // The whole word behind the frame, so that frames are compared word by word.
    this.bytes[length] =
      this.bytes[length + 1] =
      this.bytes[length + 2] =
      this.bytes[length + 3] =
        0
    this.length = length
  }

  /** Reads digits, up to 15, that do not start with a zero unless it is the only one. */
  integer(at: number): number {
    const { bytes, view } = this
    const first = bytes[at]! - ZERO
    let digit = first
    let i = at
    let high = 0
    const four = view.getInt32(at, true)
    const next = view.getInt32(at + 4, true)
    if (areDigits(four) && areDigits(next)) {
      high = Math.imul(fourDigits(four), 10_000) + fourDigits(next)
      i += 8
      digit = bytes[i]! - ZERO
    }
    const start = i
    let low = 0
    while (digit >= 0 && digit <= 9 && i < start + 7) {
      low = (Math.imul(low, 10) + digit) | 0
      i += 1
      digit = bytes[i]! - ZERO
    }
    if (i === at || (digit >= 0 && digit <= 9) || (first === 0 && i > at + 1)) return ODD
    this.value = high * POWER[i - start]! + low
    return i
  }

  /** Reads a plain decimal: up to nine digits, a point, digits that fit the scale but for zeros. */
  decimal(at: number, scale: number): number {
    const { bytes, view } = this
    const four = view.getInt32(at, true)
    let i = at
    let whole = 0
    const length = digitsBeforePoint(four)
    if (length > 0 && length < 4) {
      // Digits move up to the end of the word, zeros fill it.
      const digits = (four << (32 - 8 * length)) | (DIGITS >>> (8 * length))
      if (!areDigits(digits)) return ODD
      whole = fourDigits(digits)
      i += length
    } else {
      if (areDigits(four)) {
        whole = fourDigits(four)
        i += 4
      }
      let digit = bytes[i]! - ZERO
      while (digit >= 0 && digit <= 9) {
        whole = (Math.imul(whole, 10) + digit) | 0
        i += 1
        digit = bytes[i]! - ZERO
      }
      if (i === at || i - at > 9) return ODD
    }
    if (bytes[i] !== POINT) {
      this.scaled = whole * POWER[scale]!
      this.fractionDigits = 0
      // Not `> … ? ODD`: beyond the table of powers the product is NaN.
      return this.scaled <= Number.MAX_SAFE_INTEGER ? i : ODD
    }
    i += 1
    const high = view.getInt32(i, true)
    const low = view.getInt32(i + 4, true)
    if (bytes[i + 8] !== QUOTE || scale > 8 || !areDigits(high) || !areDigits(low)) {
      return this.#fraction(i, whole, scale)
    }
    // Eight digits, as spot writes every number. What the scale does not hold must be zeros. The product is rounded,
    // its nearest integer is not.
    const all = (Math.imul(fourDigits(high), 10_000) + fourDigits(low)) | 0
    const fraction = (all * TENTHS[8 - scale]! + 0.5) | 0
    if (Math.imul(fraction, UNITS[8 - scale]!) !== all) return ODD
    const scaled = whole * POWER[scale]! + fraction
    if (!(scaled <= Number.MAX_SAFE_INTEGER)) return ODD
    this.scaled = scaled
    this.fractionDigits = 8
    return i + 8
  }

  /** The digits behind the point, one by one. */
  #fraction(point: number, whole: number, scale: number): number {
    const { bytes } = this
    let i = point
    let left = scale
    let fraction = 0
    let digit = bytes[i]! - ZERO
    while (digit >= 0 && digit <= 9 && left > 0) {
      fraction = (Math.imul(fraction, 10) + digit) | 0
      left -= 1
      i += 1
      digit = bytes[i]! - ZERO
    }
    while (digit === 0) {
      i += 1
      digit = bytes[i]! - ZERO
    }
    if ((digit > 0 && digit <= 9) || i === point || scale - left > 9) return ODD
    const scaled = whole * POWER[scale]! + fraction * POWER[left]!
    if (!(scaled <= Number.MAX_SAFE_INTEGER)) return ODD
    this.scaled = scaled
    this.fractionDigits = i - point
    return i
  }

  #grow(length: number): void {
    this.bytes = new Uint8Array(Math.max(4096, (2 * length + PAST_END + 3) & ~3))
    this.view = new DataView(this.bytes.buffer)
    this.words = new Int32Array(this.bytes.buffer)
  }
}

const HIGH = 0xf0f0f0f0 | 0
const DIGITS = 0x30303030
const SIXES = 0x06060606
const POINTS = 0x2e2e2e2e
const ONES = 0x01010101
const TOPS = 0x80808080 | 0

/** Whether all four bytes are ASCII digits. */
function areDigits(four: number): boolean {
  // 0x30 to 0x39: the upper half is 3, and is so still when 6 is added.
  return ((((four & HIGH) ^ DIGITS) | (((four + SIXES) & HIGH) ^ DIGITS)) & HIGH) === 0
}

/** The number that four digits write, the first one in the lowest byte. */
function fourDigits(four: number): number {
  const digits = four & 0x0f0f0f0f
  const pairs = (Math.imul(digits, 10) + (digits >>> 8)) & 0x00ff00ff
  return (Math.imul(pairs & 0xff, 100) + (pairs >>> 16)) | 0
}

/** How many bytes stand before the first point, 4 where there is none. */
function digitsBeforePoint(four: number): number {
  const zeroAtPoint = four ^ POINTS
  const found = (zeroAtPoint - ONES) & ~zeroAtPoint & TOPS
  return found === 0 ? 4 : (31 - Math.clz32(found & -found)) >> 3
}
