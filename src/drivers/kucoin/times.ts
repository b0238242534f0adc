/**
 * @hotpath Times in frames, read once each. The same field is ms in one channel and ns in another (`ts`), so the unit is
 * told by the number of digits: 10 are seconds, 13 ms, 16 µs, 19 ns, and that holds from 2001 to 2286. What is below a
 * microsecond is cut. Nanoseconds do not fit 2^53, so they are never made a number. Allocates nothing.
 */
import { type JsonReader } from '../../wire/index.ts'

const QUOTE = 34

/** Digits of a time in seconds; each unit below has three more. */
const SECOND_DIGITS = 10
const MICROSECOND_DIGITS = 16
const NANOSECOND_DIGITS = 19

/** Reads a time, bare or quoted, into `reader.integer` as epoch µs; anything else is `badNumber`. */
export function readTimeUs(reader: JsonReader): boolean {
  reader.peek()
  const { bytes } = reader
  const start = reader.pos
  const isQuoted = bytes[start] === QUOTE
  const first = isQuoted ? start + 1 : start
  let i = first
  let us = 0
  for (let digit = bytes[i]! - 48; digit >= 0 && digit <= 9; digit = bytes[i]! - 48) {
    if (i - first < MICROSECOND_DIGITS) us = us * 10 + digit
    i += 1
  }
  const count = i - first
  if (count === 0 && !isQuoted) return reader.fail('wrongType', i)
  if (isQuoted && bytes[i] !== QUOTE) return reader.fail('badNumber', i)
  if (!isTimeOf(count) || bytes[first] === 48) return reader.fail('badNumber', start)
  for (let digits = count; digits < MICROSECOND_DIGITS; digits += 1) us *= 10
  if (!isQuoted && isNumberByte(bytes[i])) return reader.fail('badNumber', i)
  reader.integer = us
  reader.pos = isQuoted ? i + 1 : i
  return true
}

function isTimeOf(digits: number): boolean {
  return (
    digits >= SECOND_DIGITS && digits <= NANOSECOND_DIGITS && (digits - SECOND_DIGITS) % 3 === 0
  )
}

function isNumberByte(byte: number | undefined): boolean {
  return byte === 46 || byte === 101 || byte === 69
}

/** The same of text, for cold messages; `undefined` where it is no time. */
export function timeUsOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^[1-9]\d*$/.test(text) || !isTimeOf(text.length)) return undefined
  return Number(text.slice(0, MICROSECOND_DIGITS).padEnd(MICROSECOND_DIGITS, '0'))
}
