/** Decimals and integers as JSON writes them. Each returns the place behind, or ODD: another reader then decides. */
import { areDigits, digitCount, digitWord, firstDigits } from './digits'
import { limitOf, MAX_SAFE, MAX_SCALE, ODD, powerOf } from './memory'

const QUOTE: u8 = 34
const PLUS: u8 = 43
const COMMA: u8 = 44
const MINUS: u8 = 45
const POINT: u8 = 46
const ZERO: u8 = 48
const UPPER_E: u8 = 69
const CLOSE: u8 = 93
const LOWER_E: u8 = 101

/** In place of where a number of digits is kept: it differs too much. */
export const UNFORESEEN: usize = 0

let fractionDigits: i32 = 0

/** Fraction digits of the decimal read last as written, trailing zeros included. */
export function digitsRead(): i32 {
  return fractionDigits
}

/** Whether the digits from `kept` to `count` have one that is not 0. */
function isMoreThanZeros(word: u64, kept: i32, count: i32): bool {
  const digits = word << (64 - ((<u64>count) << 3))
  return digits >> (64 - ((<u64>(count - kept)) << 3)) !== 0
}

/** Digits read by {@link readDigits}. */
let whole: u64 = 0
let wholeDigits: i32 = 0

/**
 * The place behind `count` digits, whose number may have been foreseen at `foreseen`, where it is kept. Where it is right the
 * processor goes on behind the number before it has found its end: this must be a branch, a choice would wait for both.
 */
function behind(at: usize, count: i32, foreseen: usize): usize {
  if (foreseen === UNFORESEEN) return at + count
  const digits = <i32>load<u8>(foreseen)
  if (count === digits) return at + digits
  store<u8>(foreseen, <u8>count)
  return at + count
}

/** Reads one digit or more that stay within 2^53, but for the last of them. */
function readDigits(at: usize, foreseen: usize): usize {
  let word = digitWord(at)
  let count = digitCount(word)
  if (count === 0) return ODD
  whole = firstDigits(word, count)
  wholeDigits = count
  at = behind(at, count, foreseen)
  while (count === 8 && isDigit(at)) {
    word = digitWord(at)
    count = digitCount(word)
    wholeDigits += count
    // Fifteen digits are within 2^53, whatever they are.
    if (wholeDigits > 15 && whole > limitOf(count)) return ODD
    whole = whole * powerOf(count) + firstDigits(word, count)
    at += count
  }
  return at
}

/**
 * Reads a decimal without a sign and scales it into `out`: what the scale does not hold must be zeros.
 *
 * How many digits stand before and behind the point is foreseen where it is mostly the same, as in prices of one book.
 */
export function readDecimal(at: usize, scale: i32, out: usize, foreseen: usize): usize {
  if (load<u8>(at + 1) === POINT) {
    if (!isDigit(at)) return ODD
    whole = <u64>(load<u8>(at) - ZERO)
    wholeDigits = 1
    at += 1
  } else {
    at = readDigits(at, foreseen)
    if (at === ODD) return ODD
  }
  let scaled = whole
  let left = scale
  let written = 0
  if (load<u8>(at) === POINT) {
    const word = digitWord(at + 1)
    let count = 8
    if (areDigits(word)) at += 9
    else {
      count = digitCount(word)
      if (count === 0) return ODD
      at = behind(at + 1, count, foreseen === UNFORESEEN ? UNFORESEEN : foreseen + 1)
    }
    // Fewer than 19 digits in all do not leave 64 bits: one look at the end is enough.
    if (left > 0 && wholeDigits + left < 19 && !isDigit(at)) {
      const kept = min(count, left)
      if (kept < count && isMoreThanZeros(word, kept, count)) return ODD
      scaled = (scaled * powerOf(kept) + firstDigits(word, kept)) * powerOf(left - kept)
      if (scaled > MAX_SAFE) return ODD
      store<f64>(out, <f64>(<i64>scaled))
      fractionDigits = count
      return at
    }
    at -= count
    count = 8
    while (count === 8 && isDigit(at)) {
      const word = digitWord(at)
      count = digitCount(word)
      at += count
      const kept = min(count, left)
      if (kept > 0) {
        if (scaled > limitOf(kept)) return ODD
        scaled = scaled * powerOf(kept) + firstDigits(word, kept)
      }
      if (kept < count && isMoreThanZeros(word, kept, count)) return ODD
      left -= kept
      written += count
    }
  }
  if (scaled > limitOf(left)) return ODD
  scaled *= powerOf(left)
  if (scaled > MAX_SAFE) return ODD
  store<f64>(out, <f64>(<i64>scaled))
  fractionDigits = written
  return at
}

/** Whether a digit stands at `at`. */
function isDigit(at: usize): bool {
  return load<u8>(at) - ZERO <= 9
}

/** Whether a number starts with a zero that another digit follows: no number of JSON. */
export function startsOddly(at: usize): bool {
  return load<u8>(at) === ZERO && isDigit(at + 1)
}

/** Reads an integer into `out`, with a minus sign where there is one; `-0` is odd. */
export function readInteger(at: usize, out: usize): usize {
  // Thirteen digits are a time in ms, mostly: where this is a branch, what stands behind is read before its end is known.
  const high = digitWord(at)
  if (areDigits(high) && load<u8>(at) !== ZERO) {
    const low = digitWord(at + 8)
    if (digitCount(low) === 5) {
      store<f64>(out, <f64>(<i64>(firstDigits(high, 8) * 100000 + firstDigits(low, 5))))
      return at + 13
    }
  }
  if (load<u8>(at) === MINUS) return readNegative(at + 1, out)
  if (startsOddly(at)) return ODD
  const end = readDigits(at, UNFORESEEN)
  if (end === ODD || whole > MAX_SAFE) return ODD
  store<f64>(out, <f64>(<i64>whole))
  return end
}

function readNegative(at: usize, out: usize): usize {
  if (load<u8>(at) === ZERO) return ODD
  const end = readDigits(at, UNFORESEEN)
  if (end === ODD || whole > MAX_SAFE) return ODD
  store<f64>(out, -(<f64>(<i64>whole)))
  return end
}

/** Passes digits, however many. */
function skipDigits(at: usize): usize {
  while (areDigits(digitWord(at))) at += 8
  return at + digitCount(digitWord(at))
}

/** Passes a number; one with an exponent is odd. */
export function skipNumber(at: usize): usize {
  // Counts of orders and flags have one digit mostly.
  const after = load<u8>(at + 1)
  if (isDigit(at) && (after === CLOSE || after === QUOTE || after === COMMA)) return at + 1
  let start = at
  if (load<u8>(at) === MINUS) start += 1
  let end = skipDigits(start)
  if (end === start || startsOddly(start)) return ODD
  if (load<u8>(end) === POINT) {
    const point = end
    end = skipDigits(point + 1)
    if (end === point + 1) return ODD
  }
  const next = load<u8>(end)
  return next === LOWER_E || next === UPPER_E ? ODD : end
}

/** Whether an exponent stands at `at`. */
export function hasExponent(at: usize): bool {
  return (load<u8>(at) | 32) === LOWER_E
}

/**
 * Reads a decimal with an exponent (`6.171E+4`), as {@link readDecimal} does one without. The fraction digits are those of the
 * number written out.
 */
export function readExponent(at: usize, scale: i32, out: usize): usize {
  at = readDigits(at, UNFORESEEN)
  if (at === ODD) return ODD
  let digits = whole
  let fraction = 0
  if (load<u8>(at) === POINT) {
    const word = digitWord(at + 1)
    fraction = digitCount(word)
    if (fraction === 0 || wholeDigits + fraction > 15) return ODD
    digits = digits * powerOf(fraction) + firstDigits(word, fraction)
    at += 1 + fraction
  }
  if (!hasExponent(at)) return ODD
  const sign = load<u8>(at + 1)
  at += sign === PLUS || sign === MINUS ? 2 : 1
  const word = digitWord(at)
  const count = digitCount(word)
  if (count === 0 || count > 2) return ODD
  const exponent = <i32>firstDigits(word, count)
  let decimals = fraction + (sign === MINUS ? exponent : -exponent)
  while (decimals > 0 && digits % 10 === 0) {
    digits /= 10
    decimals -= 1
    if (digits === 0) decimals = 0
  }
  const power = scale - decimals
  if (power < 0 || power > MAX_SCALE || digits > limitOf(power)) return ODD
  store<f64>(out, <f64>(<i64>(digits * powerOf(power))))
  fractionDigits = max(decimals, 0)
  return at + count
}
