/**
 * @hotpath Gate's times: epoch ms with a fraction (`"1606292218213.4578"`), epoch s with a fraction (`1684930166.384`).
 * Read from the digits, never through a float; digits beyond the microsecond are cut. Allocates nothing.
 */
import type { JsonReader } from '../../wire/index.ts'

const POINT = 46
/** As seconds these would be of the year 33658: what is as large is in ms. */
const FIRST_MS = 1e12

/** Reads a time in ms, bare or quoted; `reader.scaled` is epoch µs. Returns `false` at a fault. */
export function readMsTime(reader: JsonReader): boolean {
  reader.peek()
  let start = reader.pos
  let end: number
  if (reader.isString()) {
    if (!reader.readString()) return false
    start = reader.textStart
    end = reader.textEnd
  } else {
    if (!reader.skipValue()) return false
    end = reader.pos
  }
  scanTimeUs(reader, reader.bytes, start, end, 3)
  return !Number.isNaN(reader.scaled) || reader.fail('badNumber', start)
}

/** Where a scan leaves its result: a double that a call returns would be boxed. */
interface TimeResult {
  scaled: number
}

/** `start..end` as a decimal with `digits` fraction digits kept; NaN where it is none. */
function scanTimeUs(
  result: TimeResult,
  bytes: Uint8Array,
  start: number,
  end: number,
  digits: number,
): void {
  result.scaled = Number.NaN
  let i = start
  let value = 0
  for (; i < end && isDigit(bytes[i]!); i += 1) value = value * 10 + bytes[i]! - 48
  if (i === start) return
  let left = digits
  if (bytes[i] === POINT && i < end) {
    const point = i
    for (i += 1; i < end && isDigit(bytes[i]!); i += 1) {
      if (left === 0) continue
      value = value * 10 + bytes[i]! - 48
      left -= 1
    }
    if (i === point + 1) return
  }
  if (i !== end) return
  for (; left > 0; left -= 1) value *= 10
  if (value <= Number.MAX_SAFE_INTEGER) result.scaled = value
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57
}

const encoder = new TextEncoder()

/** Epoch µs of text in s, or in ms where it is too large for that; `undefined` where it is no time. Cold. */
export function timeUsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const bytes = encoder.encode(text)
  const result = { scaled: Number.NaN }
  scanTimeUs(result, bytes, 0, bytes.length, Number(text) >= FIRST_MS ? 3 : 6)
  return Number.isNaN(result.scaled) ? undefined : result.scaled
}
