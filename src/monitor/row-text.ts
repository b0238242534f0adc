/**
 * @hotpath Writes JSON text as bytes into one buffer that is reused row after row: digits go straight from a scaled
 * integer to ASCII, no string is made. Odd-looking lines: integers are split at 10^9 so that the digit loops run on
 * small integers; `as number` stands where an index is within bounds by its loop. Allocation budget: none per row once the buffer has grown. Bench: `bench/monitor`.
 */
import { scaledText } from '../core/index.ts'

const FIRST_CAPACITY_BYTES = 4_096
const SPLIT = 1_000_000_000
const SPLIT_DIGITS = 9
const ZERO = 48
const POINT = 46
const MINUS = 45
const QUOTE = 34
const BACKSLASH = 92
const FIRST_PRINTABLE = 32
const NOT_ASCII = 128
const LONG_COPY_BYTES = 32
// 16 digits of a safe integer, or 31 where a scale of 30 pads it.
const MAX_DIGITS = 48
const HEX = '0123456789abcdef'
const encoder = new TextEncoder()

/** A growing buffer of JSON text. */
export class RowText {
  /** The text; only the first `length` bytes are meant. */
  bytes: Uint8Array = new Uint8Array(FIRST_CAPACITY_BYTES)
  /** Bytes written. */
  length = 0
  readonly #digits = new Uint8Array(MAX_DIGITS)

  /** Starts a new row. */
  clear(): void {
    this.length = 0
  }

  /** Makes room for `more` bytes; the writers below do it themselves. */
  reserve(more: number): void {
    const wanted = this.length + more
    if (wanted <= this.bytes.length) return
    const grown = new Uint8Array(Math.max(wanted, this.bytes.length * 2))
    grown.set(this.bytes.subarray(0, this.length))
    this.bytes = grown
  }

  /** Writes bytes made before. */
  raw(source: Uint8Array): void {
    const count = source.length
    this.reserve(count)
    const { bytes } = this
    const at = this.length
    // A call of `set` costs more than a short loop.
    if (count > LONG_COPY_BYTES) bytes.set(source, at)
    else for (let i = 0; i < count; i += 1) bytes[at + i] = source[i] as number
    this.length = at + count
  }

  /** Writes one ASCII character. */
  char(code: number): void {
    this.reserve(1)
    this.bytes[this.length] = code
    this.length += 1
  }

  /** Writes short ASCII text as it is: punctuation, key names, decimals. */
  ascii(text: string): void {
    this.reserve(text.length)
    const bytes = this.bytes
    let at = this.length
    for (let i = 0; i < text.length; i += 1) {
      bytes[at] = text.charCodeAt(i)
      at += 1
    }
    this.length = at
  }

  /** Writes a whole number; what is no safe integer, as JavaScript spells it. */
  integer(value: number): void {
    if (!Number.isSafeInteger(value)) {
      this.ascii(String(value))
      return
    }
    if (value < 0) this.char(MINUS)
    const digits = this.#digits
    this.reserve(MAX_DIGITS)
    const { bytes } = this
    let at = this.length
    for (let i = this.#writeDigits(Math.abs(value), 1); i < MAX_DIGITS; i += 1) {
      bytes[at] = digits[i] as number
      at += 1
    }
    this.length = at
  }

  /** Writes a scaled integer as exact decimal text without trailing zeros, as `scaledText` does. */
  scaled(value: number, scale: number): void {
    if (!Number.isSafeInteger(value)) {
      // Throws the error that says what a value must be; a frame that was decoded has no such value.
      this.ascii(scaledText(value, scale))
      return
    }
    if (value < 0) this.char(MINUS)
    const digits = this.#digits
    const start = this.#writeDigits(Math.abs(value), scale + 1)
    const point = MAX_DIGITS - scale
    let end = MAX_DIGITS
    while (end > point && digits[end - 1] === ZERO) end -= 1
    this.reserve(MAX_DIGITS + 1)
    const bytes = this.bytes
    let at = this.length
    for (let i = start; i < end; i += 1) {
      if (i === point) {
        bytes[at] = POINT
        at += 1
      }
      bytes[at] = digits[i] as number
      at += 1
    }
    this.length = at
  }

  /** Writes UTF-8 bytes as a JSON string, quotes included. */
  quoted(source: Uint8Array, start: number, end: number): void {
    this.reserve((end - start) * 6 + 2)
    const bytes = this.bytes
    let at = this.length
    bytes[at++] = QUOTE
    for (let i = start; i < end; i += 1) {
      const code = source[i] ?? 0
      if (code >= FIRST_PRINTABLE && code !== QUOTE && code !== BACKSLASH) bytes[at++] = code
      else if (code === QUOTE || code === BACKSLASH) {
        bytes[at++] = BACKSLASH
        bytes[at++] = code
      } else at = writeControl(bytes, at, code)
    }
    bytes[at++] = QUOTE
    this.length = at
  }

  /** Writes any text as a JSON string, quotes included. */
  json(text: string): void {
    this.raw(encoder.encode(JSON.stringify(text)))
  }

  /** The text so far, as a copy. */
  toString(): string {
    return new TextDecoder().decode(this.bytes.subarray(0, this.length))
  }

  /** Fills the digits from the right, padded to `least`; returns the first place used. */
  #writeDigits(value: number, least: number): number {
    const digits = this.#digits
    let at = MAX_DIGITS
    let rest = value | 0
    if (value >= SPLIT) {
      const high = Math.floor(value / SPLIT)
      let low = (value - high * SPLIT) | 0
      for (let i = 0; i < SPLIT_DIGITS; i += 1) {
        const next = (low / 10) | 0
        at -= 1
        digits[at] = ZERO + low - next * 10
        low = next
      }
      rest = high | 0
    }
    do {
      const next = (rest / 10) | 0
      at -= 1
      digits[at] = ZERO + rest - next * 10
      rest = next
    } while (rest > 0)
    while (MAX_DIGITS - at < least) {
      at -= 1
      digits[at] = ZERO
    }
    return at
  }
}

/** Whether every byte is ASCII. */
export function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i += 1) if ((bytes[i] ?? 0) >= NOT_ASCII) return false
  return true
}

function writeControl(bytes: Uint8Array, start: number, code: number): number {
  let at = start
  for (const char of [BACKSLASH, 117, ZERO, ZERO]) bytes[at++] = char
  bytes[at++] = HEX.charCodeAt(code >> 4)
  bytes[at++] = HEX.charCodeAt(code & 15)
  return at
}
