/**
 * @hotpath RFC 3339 text in frame bytes → epoch µs, without a Date. Digits beyond the sixth are cut (they are below
 * the resolution of every event time, design §4). Anything that is not such a time is NaN: times of damaged frames are
 * never made up.
 */
import { daysSinceEpoch } from './calendar.ts'

const DASH = 45
const PLUS = 43
const POINT = 46
const COLON = 58
const LETTER_T = 84
const LETTER_Z = 90

/** Where {@link scanTimestampUs} leaves its result: a double that a call returns would be boxed. */
interface TimestampResult {
  /** Epoch µs, NaN where the text is no time. */
  scaled: number
}

/** The number that two digits make; NaN where one is none. */
function two(bytes: Uint8Array, i: number): number {
  const tens = bytes[i]! - 48
  const ones = bytes[i + 1]! - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}

/** As {@link readTimestampUs}, with the result in `result.scaled`. */
export function scanTimestampUs(
  result: TimestampResult,
  bytes: Uint8Array,
  start: number,
  end: number,
): void {
  result.scaled = Number.NaN
  if (end - start < 20 || !hasMarks(bytes, start)) return
  const year = two(bytes, start) * 100 + two(bytes, start + 2)
  const month = two(bytes, start + 5)
  const day = two(bytes, start + 8)
  const hour = two(bytes, start + 11)
  const minute = two(bytes, start + 14)
  const second = two(bytes, start + 17)
  // A leap second is written as 60.
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31)) return
  if (!(hour <= 23 && minute <= 59 && second <= 60)) return
  let i = start + 19
  let micros = 0
  if (bytes[i] === POINT) {
    let unit = 100_000
    const point = i
    for (i += 1; bytes[i]! >= 48 && bytes[i]! <= 57; i += 1) {
      micros += (bytes[i]! - 48) * unit
      unit = (unit / 10) | 0
    }
    if (i === point + 1) return
  }
  let offset = 0
  if (bytes[i] === PLUS || bytes[i] === DASH) {
    if (bytes[i + 3] !== COLON) return
    offset = two(bytes, i + 1) * 3600 + two(bytes, i + 4) * 60
    if (bytes[i] === DASH) offset = -offset
    i += 6
  } else if (bytes[i] === LETTER_Z) i += 1
  else return
  if (i !== end) return
  const seconds = daysSinceEpoch(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
  result.scaled = (seconds - offset) * 1_000_000 + micros
}

const own: TimestampResult = { scaled: Number.NaN }

/**
 * Reads `YYYY-MM-DDTHH:MM:SS[.fraction]Z` (or an offset `±HH:MM`) at `start..end`. Returns epoch µs, NaN where the text
 * is no such time.
 */
export function readTimestampUs(bytes: Uint8Array, start: number, end: number): number {
  scanTimestampUs(own, bytes, start, end)
  return own.scaled
}

function hasMarks(bytes: Uint8Array, start: number): boolean {
  return (
    bytes[start + 4] === DASH &&
    bytes[start + 7] === DASH &&
    bytes[start + 10] === LETTER_T &&
    bytes[start + 13] === COLON &&
    bytes[start + 16] === COLON
  )
}
