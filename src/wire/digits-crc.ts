/**
 * @hotpath CRC-32 (IEEE 802.3, reflected, 0xEDB88320) of digits that never become text: a checksum over a book's best
 * levels makes no string. The digits stand in one buffer that is reused, and are summed four at a time. Ten levels a
 * side, sizes at random: 0.72 µs and no garbage; strings and zlib: 1.05 µs and 1.2 kB (2026-11-21, on a busy machine).
 * Allocation budget: none. Bench: `bench/gate`.
 */

const POLYNOMIAL = 0xedb88320
const ZERO = 48
/** Eight decimal digits: what 32-bit division takes off a safe integer. */
const HALF = 100_000_000
const INITIAL_BYTES = 2048
/** Bytes that a safe integer may take. */
const SPARE_BYTES = 16

/** The digits of 0 to 9999 as four bytes each. */
const FOURS: Uint8Array = /* @__PURE__ */ Uint8Array.from(
  { length: 40_000 },
  (_, i) => ZERO + (Math.floor(Math.floor(i / 4) / 10 ** (3 - (i & 3))) % 10),
)

/** Four tables of 256: the sum of a byte that 0, 1, 2 or 3 more bytes follow. */
const TABLES: Int32Array = /* @__PURE__ */ makeTables()

function makeTables(): Int32Array {
  const tables = new Int32Array(1024)
  for (let byte = 0; byte < 256; byte += 1) {
    let sum = byte
    for (let bit = 0; bit < 8; bit += 1)
      sum = (sum & 1) === 1 ? (sum >>> 1) ^ POLYNOMIAL : sum >>> 1
    tables[byte] = sum
  }
  for (let i = 256; i < 1024; i += 1) {
    const sum = tables[i - 256]!
    tables[i] = tables[sum & 255]! ^ (sum >>> 8)
  }
  return tables
}

/** Powers of ten below 2^31, for counting digits. */
const POWERS: Int32Array = /* @__PURE__ */ Int32Array.from({ length: 10 }, (_, i) => 10 ** i)

/**
 * See the head of this file. Reused: {@link DigitsCrc.begin} starts a new sum.
 *
 * Numbers are put before each other, the last one first: each writes all its places, leading zeros too, and what comes
 * next overwrites those. Numbers of seven to nine digits in no order would else cost a mispredicted branch each.
 */
export class DigitsCrc {
  text: Uint8Array = new Uint8Array(INITIAL_BYTES)
  start: number = INITIAL_BYTES

  /** Forgets what was put in. */
  begin(): void {
    this.start = this.text.length
  }

  /**
   * Puts the decimal digits of a safe integer, 0 or more, and `zeros` times the digit 0 after them, before all else. Zero
   * itself has no digits: text of zeros without its leading zeros is empty.
   */
  putInteger(value: number, zeros: number): void {
    if (this.start < zeros + SPARE_BYTES) this.grow(zeros + SPARE_BYTES)
    const text = this.text
    let at = this.start
    if (value > 0) for (let i = 0; i < zeros; i += 1) text[--at] = ZERO
    let low = value
    let high = 0
    if (value >= HALF) {
      high = Math.floor(value / HALF)
      low = value - high * HALF
    }
    putEight(text, at - 8, low | 0)
    if (high === 0) {
      this.start = at - countDigits(low | 0)
      return
    }
    putEight(text, at - 16, high | 0)
    this.start = at - 8 - countDigits(high | 0)
  }

  /**
   * Puts decimal text written out to `fractionDigits`, without its point and its leading zeros, before all else: `0.5`
   * with 8 is `50000000`. For values beyond 2^53. Cold.
   */
  putDecimal(decimal: string, fractionDigits: number): void {
    const point = decimal.indexOf('.')
    const missing = fractionDigits - (point < 0 ? 0 : decimal.length - point - 1)
    const digits = decimal.replace('.', '').replace(/^0+/, '') + '0'.repeat(Math.max(0, missing))
    if (this.start < digits.length) this.grow(digits.length)
    this.start -= digits.length
    for (let i = 0; i < digits.length; i += 1) this.text[this.start + i] = digits.charCodeAt(i)
  }

  /** The checksum of all that was put in, unsigned. */
  end(): number {
    const { text } = this
    const tables = TABLES
    const last = text.length - 4
    let sum = -1
    let i = this.start
    for (; i <= last; i += 4) {
      sum ^= text[i]! | (text[i + 1]! << 8) | (text[i + 2]! << 16) | (text[i + 3]! << 24)
      sum =
        tables[768 + (sum & 255)]! ^
        tables[512 + ((sum >>> 8) & 255)]! ^
        tables[256 + ((sum >>> 16) & 255)]! ^
        tables[sum >>> 24]!
    }
    for (; i < text.length; i += 1) sum = tables[(sum ^ text[i]!) & 255]! ^ (sum >>> 8)
    return ~sum >>> 0
  }

  grow(by: number): void {
    const held = this.text.length - this.start
    const larger = new Uint8Array(this.text.length * 2 + by)
    larger.set(this.text.subarray(this.start), larger.length - held)
    this.text = larger
    this.start = larger.length - held
  }
}

/** Writes eight digits of an integer below 10^8. */
function putEight(text: Uint8Array, at: number, value: number): void {
  const head = (value / 10_000) | 0
  const first = head << 2
  const second = (value - head * 10_000) << 2
  text[at] = FOURS[first]!
  text[at + 1] = FOURS[first + 1]!
  text[at + 2] = FOURS[first + 2]!
  text[at + 3] = FOURS[first + 3]!
  text[at + 4] = FOURS[second]!
  text[at + 5] = FOURS[second + 1]!
  text[at + 6] = FOURS[second + 2]!
  text[at + 7] = FOURS[second + 3]!
}

/** Digits of an integer below 10^9, none for 0: 1233 / 4096 is the logarithm of 2 to the base 10. */
function countDigits(value: number): number {
  const digits = ((32 - Math.clz32(value)) * 1233) >> 12
  // 1 where the power is not above the value: the sign of a difference, without a branch.
  return digits + 1 + ((value - POWERS[digits]!) >> 31)
}
