/**
 * @hotpath CRC-32 (IEEE 802.3, reflected, 0xEDB88320) of digits that never become text: a checksum over a book's best
 * levels costs no string. The running value is a 32-bit integer, so that it is never boxed. Bench: `bench/gate`.
 */
import { crc32 as zlibCrc32 } from 'node:zlib'

const POLYNOMIAL = 0xedb88320
const ZERO = 48
const POINT = 46
/** Eight decimal digits: the half of a safe integer that 32-bit division takes. */
const HALF = 100_000_000

const TABLE: Int32Array = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1
  return crc
})

const digits = new Uint8Array(24)

/** CRC-32 (IEEE 802.3) of ASCII text or bytes, unsigned. */
export function crc32(data: string | Uint8Array): number {
  return zlibCrc32(data)
}

/** The running value before the first byte. */
export const CRC_START: number = -1

/** The checksum of what was added, unsigned. */
export function crcEnd(crc: number): number {
  return ~crc >>> 0
}

/**
 * Adds the decimal digits of a positive safe integer, then `zeros` times the digit 0. Zero itself has no digits: a text
 * of zeros without its leading zeros is empty.
 */
export function crcInteger(crc: number, value: number, zeros: number): number {
  let at = digits.length
  let high = 0
  let low = value
  if (value >= HALF) {
    high = Math.floor(value / HALF)
    low = value - high * HALF
    for (let place = 0; place < 8; place += 1) {
      const rest = (low / 10) | 0
      at -= 1
      digits[at] = ZERO + low - rest * 10
      low = rest
    }
    low = high
  }
  // What is left is below 2^53 / 10^8.
  for (low |= 0; low > 0; ) {
    const rest = (low / 10) | 0
    at -= 1
    digits[at] = ZERO + low - rest * 10
    low = rest
  }
  let sum = crc
  for (; at < digits.length; at += 1) sum = TABLE[(sum ^ digits[at]!) & 255]! ^ (sum >>> 8)
  if (value > 0) {
    for (let i = 0; i < zeros; i += 1) sum = TABLE[(sum ^ ZERO) & 255]! ^ (sum >>> 8)
  }
  return sum
}

/**
 * Adds decimal text written out to `fractionDigits`, without its point and its leading zeros: `0.5` with 8 is
 * `50000000`. For values beyond 2^53; cold.
 */
export function crcDecimal(crc: number, text: string, fractionDigits: number): number {
  const point = text.indexOf('.')
  const written = point < 0 ? 0 : text.length - point - 1
  let sum = crc
  let isLeading = true
  for (let i = 0; i < text.length + fractionDigits - written; i += 1) {
    const byte = i < text.length ? text.charCodeAt(i) : ZERO
    if (byte === POINT || (isLeading && byte === ZERO)) continue
    isLeading = false
    sum = TABLE[(sum ^ byte) & 255]! ^ (sum >>> 8)
  }
  return sum
}
