/** Times as text → epoch µs. What is below a microsecond is cut, as everywhere in crossbook. */
import { digitCount, digitWord, firstDigits } from './digits'
import { NUMBERS, ODD, powerOf } from './memory'
import { MS_NUMBER, SENT_NUMBER, TIME_NUMBER } from './program'

const POINT: u8 = 46
const ZERO: u8 = 48
const COLON: u8 = 58
const LETTER_Z: u8 = 90
/** `0000-00-` and `00T00:00`, digits masked out. */
const DATE_MARKS: u64 = 0x2d00002d00000000
const DATE_BITS: u64 = 0xff0000ff00000000
const HOUR_MARKS: u64 = 0x00003a0000540000
const HOUR_BITS: u64 = 0x0000ff0000ff0000
/** As ms it is of the year 5138: whoever writes more means another unit. */
const FIRST_ODD_MS: f64 = 1e14

let timeUs: f64 = 0
/** The text of the minute that was read last: date, hour and minute. */
let minuteText: v128 = i64x2.splat(0)
let minuteUs: i64 = 0

/** The time read last, epoch µs. */
export function timeRead(): f64 {
  return timeUs
}

/** The number of two digits; more than 99 where one is none. */
function two(at: usize): i32 {
  const tens = <u32>load<u8>(at) - 48
  const ones = <u32>load<u8>(at + 1) - 48
  return tens <= 9 && ones <= 9 ? <i32>(tens * 10 + ones) : 1000
}

/** Days from 1970-01-01 of a date of the Gregorian calendar, by the length of eras of 400 years from March on. */
function daysSinceEpoch(year: i32, month: i32, day: i32): i32 {
  const y = month <= 2 ? year - 1 : year
  const monthFromMarch = month > 2 ? month - 3 : month + 9
  const era = y / 400
  const yearOfEra = y - era * 400
  const dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
  return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468
}

/** The start of the minute that the first 16 bytes at `at` write, epoch µs, in `minuteUs`. */
function readMinute(at: usize): bool {
  if ((load<u64>(at) & DATE_BITS) !== DATE_MARKS) return false
  if ((load<u64>(at + 8) & HOUR_BITS) !== HOUR_MARKS) return false
  const century = two(at)
  const year = two(at + 2)
  const month = two(at + 5)
  const day = two(at + 8)
  const hour = two(at + 11)
  const minute = two(at + 14)
  if (century > 99 || year > 99 || month < 1 || month > 12 || day < 1 || day > 31) return false
  if (hour > 23 || minute > 59) return false
  const days = <i64>daysSinceEpoch(century * 100 + year, month, day)
  minuteUs = (days * 1440 + <i64>(hour * 60 + minute)) * 60000000
  return true
}

/** `YYYY-MM-DDTHH:MM:SS[.fraction]Z`; offsets are odd. Most are of the minute of the one before. */
export function readTimestamp(at: usize): usize {
  const text = v128.load(at)
  if (v128.any_true(v128.xor(text, minuteText))) {
    if (!readMinute(at)) return ODD
    minuteText = text
  }
  const second = two(at + 17)
  if (load<u8>(at + 16) !== COLON || second > 60) return ODD
  let micros: u64 = 0
  at += 19
  if (load<u8>(at) === POINT) {
    const first = digitWord(at + 1)
    const count = digitCount(first)
    if (count === 0) return ODD
    const kept = min(count, 6)
    micros = firstDigits(first, kept) * powerOf(6 - kept)
    at += 1 + count
    if (count === 8) {
      const more = digitCount(digitWord(at))
      if (more === 8) return ODD
      at += more
    }
  }
  if (load<u8>(at) !== LETTER_Z) return ODD
  timeUs = <f64>(minuteUs + <i64>(second * 1000000) + <i64>micros)
  // Venues write the epoch, or the year 1, where there is no time.
  return timeUs > 0 ? at + 1 : ODD
}

/** Digits whose number tells the unit: 10 are seconds, 13 ms, 16 µs, 19 ns. */
export function readEpoch(at: usize): usize {
  if (load<u8>(at) === ZERO) return ODD
  const high = digitWord(at)
  if (digitCount(high) < 8) return ODD
  const low = digitWord(at + 8)
  const count = digitCount(low)
  let digits = 8 + count
  const us = firstDigits(high, 8) * powerOf(8)
  timeUs = <f64>(count === 0 ? us : us + firstDigits(low, count) * powerOf(8 - count))
  if (count === 8) digits += digitCount(digitWord(at + 16))
  return digits >= 10 && digits <= 19 && (digits - 10) % 3 === 0 ? at + digits : ODD
}

/** Makes the time of the frame of one that was read in ms, the better one of two; `false` where it is in another unit. */
export function timeOfMs(): bool {
  let ms = load<f64>(NUMBERS + 8 * MS_NUMBER)
  if (isNaN(ms)) ms = load<f64>(NUMBERS + 8 * SENT_NUMBER)
  if (isNaN(ms)) return true
  store<f64>(NUMBERS + 8 * TIME_NUMBER, ms * 1000)
  return ms < FIRST_ODD_MS
}
