/**
 * @hotpath RFC 3339 text in frame bytes → epoch µs, without a Date. Digits beyond the sixth are cut (they are below
 * the resolution of every event time, design §4).
 */
import { daysSinceEpoch } from './calendar.ts'

const digit = (bytes: Uint8Array, i: number): number => bytes[i]! - 48

function two(bytes: Uint8Array, i: number): number {
  return digit(bytes, i) * 10 + digit(bytes, i + 1)
}

/**
 * Reads `YYYY-MM-DDTHH:MM:SS[.fraction]Z` (or an offset `±HH:MM`) at `start..end`. Returns epoch µs, NaN where the text
 * is no such time.
 */
export function readTimestampUs(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 20 || bytes[start + 4] !== 45 || bytes[start + 10] !== 84) return Number.NaN
  const year = two(bytes, start) * 100 + two(bytes, start + 2)
  const month = two(bytes, start + 5)
  const day = two(bytes, start + 8)
  const seconds =
    two(bytes, start + 11) * 3600 + two(bytes, start + 14) * 60 + two(bytes, start + 17)
  let i = start + 19
  let micros = 0
  if (bytes[i] === 46) {
    let unit = 100_000
    for (i += 1; digit(bytes, i) >= 0 && digit(bytes, i) <= 9; i += 1) {
      micros += digit(bytes, i) * unit
      unit = Math.floor(unit / 10)
    }
  }
  let offset = 0
  if (bytes[i] === 43 || bytes[i] === 45) {
    const sign = bytes[i] === 43 ? 1 : -1
    offset = sign * (two(bytes, i + 1) * 3600 + two(bytes, i + 4) * 60)
    i += 6
  } else if (bytes[i] === 90) i += 1
  else return Number.NaN
  if (i !== end) return Number.NaN
  return (daysSinceEpoch(year, month, day) * 86_400 + seconds - offset) * 1_000_000 + micros
}
