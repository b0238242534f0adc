/** Lists of levels, into the pairs of their side. Each returns the place behind, or ODD. */
import {
  ASK_COUNT,
  ASKS,
  BID_COUNT,
  BIDS,
  FORESEEN,
  IS_SELL,
  MOST_LEVELS,
  NUMBERS,
  ODD,
  PRICE_DIGITS,
  RESULTS,
  SCRATCH,
  SIZE_DIGITS,
} from './memory'
import { priceScaleOf, sizeScaleOf } from './names'
import {
  digitsRead,
  hasExponent,
  readDecimal,
  readExponent,
  readInteger,
  skipNumber,
  startsOddly,
  UNFORESEEN,
} from './numbers'
import {
  ASK_LENGTH,
  ASK_WORD,
  areSame,
  BID_LENGTH,
  BID_WORD,
  END,
  lengthBefore,
  NEWEST,
  NUMBER_IN_ORDER,
  nextStep,
  opOf,
  PRICE,
  SIDE,
  SIZE,
  SKIP_TEXT,
  TIME_NUMBER,
} from './program'
import { skipText } from './text'
import { readTimestamp, timeRead } from './times'

const COMMA: u8 = 44
const OPEN: u8 = 91
const CLOSE: u8 = 93
/** `["`, from the lowest byte on. */
const OPEN_QUOTE: u16 = 0x225b
/** `"]`. */
const QUOTE_CLOSE: u16 = 0x5d22
/** `","`. */
const BETWEEN: u32 = 0x222c22

/** Levels of the side that is read. */
let count: usize = 0
/** Its pairs. */
let pairs: usize = 0

/** Chooses the side of what follows. */
export function chooseSide(isBid: bool): void {
  count = RESULTS + (isBid ? BID_COUNT : ASK_COUNT)
  pairs = isBid ? BIDS : ASKS
}

/** Reads `buy"` or `sell"`, whichever words the program has. */
export function readSide(program: usize, at: usize): usize {
  const isBid = isBidWord(program, at)
  chooseSide(isBid)
  return isBid ? at + load<i32>(program + BID_LENGTH) - 1 : behindAskWord(program, at)
}

/** Reads the taker's side, likewise. */
export function readTaker(program: usize, at: usize): usize {
  const isBid = isBidWord(program, at)
  store<i32>(RESULTS + IS_SELL, isBid ? 0 : 1)
  return isBid ? at + load<i32>(program + BID_LENGTH) - 1 : behindAskWord(program, at)
}

function isBidWord(program: usize, at: usize): bool {
  return areSame(at, program + BID_WORD, load<i32>(program + BID_LENGTH))
}

/** The place behind the other word; ODD where it is not there. */
function behindAskWord(program: usize, at: usize): usize {
  const length = load<i32>(program + ASK_LENGTH)
  return areSame(at, program + ASK_WORD, length) ? at + length - 1 : ODD
}

/** Where the next level of the side stands. */
function nextPair(): usize {
  return pairs + ((<usize>load<i32>(count)) << 4)
}

/** Reads the price of the next level of the side. */
export function readPrice(at: usize, entry: usize): usize {
  if (startsOddly(at)) return ODD
  at = readDecimal(at, priceScaleOf(entry), nextPair(), UNFORESEEN)
  if (digitsRead() > load<i32>(RESULTS + PRICE_DIGITS))
    store<i32>(RESULTS + PRICE_DIGITS, digitsRead())
  return at
}

/** Reads its size. */
export function readSize(at: usize, entry: usize): usize {
  if (startsOddly(at)) return ODD
  at = readDecimal(at, sizeScaleOf(entry), nextPair() + 8, UNFORESEEN)
  if (digitsRead() > load<i32>(RESULTS + SIZE_DIGITS))
    store<i32>(RESULTS + SIZE_DIGITS, digitsRead())
  return at
}

/** The level is whole. */
export function countLevel(): bool {
  const next = load<i32>(count) + 1
  store<i32>(count, next)
  return next < MOST_LEVELS
}

/** `[["price","size"],…]` without white space; quoted digits may follow within a level. */
export function readPlainLevels(at: usize, entry: usize): usize {
  if (load<u8>(at) !== OPEN) return ODD
  if (load<u8>(at + 1) === CLOSE) return at + 2
  let pair = nextPair()
  const end = pairs + 16 * MOST_LEVELS
  const priceScale = priceScaleOf(entry)
  const sizeScale = sizeScaleOf(entry)
  store<u16>(FORESEEN, 0)
  let priceDigits = load<i32>(RESULTS + PRICE_DIGITS)
  let sizeDigits = load<i32>(RESULTS + SIZE_DIGITS)
  let next = COMMA
  while (next === COMMA) {
    if (pair >= end || load<u16>(at + 1) !== OPEN_QUOTE) return ODD
    at = readDecimal(at + 3, priceScale, pair, FORESEEN)
    if (at === ODD || (load<u32>(at) & 0xffffff) !== BETWEEN) return ODD
    priceDigits = max(priceDigits, digitsRead())
    at = readDecimal(at + 3, sizeScale, pair + 8, UNFORESEEN)
    if (at === ODD) return ODD
    sizeDigits = max(sizeDigits, digitsRead())
    while ((load<u32>(at) & 0xffffff) === BETWEEN) {
      at = skipNumber(at + 3)
      if (at === ODD) return ODD
    }
    if (load<u16>(at) !== QUOTE_CLOSE) return ODD
    pair += 16
    next = load<u8>(at + 2)
    at += 2
  }
  store<i32>(count, <i32>((pair - pairs) >> 4))
  store<i32>(RESULTS + PRICE_DIGITS, priceDigits)
  store<i32>(RESULTS + SIZE_DIGITS, sizeDigits)
  return next === CLOSE ? at + 1 : ODD
}

/** `[["side","price","size"],…]`, likewise, of both sides. */
export function readSidedLevels(program: usize, at: usize, entry: usize): usize {
  if (load<u8>(at) !== OPEN) return ODD
  if (load<u8>(at + 1) === CLOSE) return at + 2
  const bidLength = load<i32>(program + BID_LENGTH)
  const askLength = load<i32>(program + ASK_LENGTH)
  let bid = BIDS + ((<usize>load<i32>(RESULTS + BID_COUNT)) << 4)
  let ask = ASKS + ((<usize>load<i32>(RESULTS + ASK_COUNT)) << 4)
  const priceScale = priceScaleOf(entry)
  const sizeScale = sizeScaleOf(entry)
  store<u16>(FORESEEN, 0)
  let priceDigits = load<i32>(RESULTS + PRICE_DIGITS)
  let sizeDigits = load<i32>(RESULTS + SIZE_DIGITS)
  let next = COMMA
  while (next === COMMA) {
    if (load<u16>(at + 1) !== OPEN_QUOTE) return ODD
    at += 3
    let pair = bid
    if (isWord(at, program + BID_WORD, bidLength)) {
      at += bidLength - 1
      bid += 16
      if (pair >= BIDS + 16 * MOST_LEVELS) return ODD
    } else {
      if (!isWord(at, program + ASK_WORD, askLength)) return ODD
      at += askLength - 1
      pair = ask
      ask += 16
      if (pair >= ASKS + 16 * MOST_LEVELS) return ODD
    }
    if ((load<u32>(at) & 0xffffff) !== BETWEEN) return ODD
    at = readDecimal(at + 3, priceScale, pair, FORESEEN)
    if (at === ODD || (load<u32>(at) & 0xffffff) !== BETWEEN) return ODD
    priceDigits = max(priceDigits, digitsRead())
    at = readDecimal(at + 3, sizeScale, pair + 8, UNFORESEEN)
    if (at === ODD) return ODD
    sizeDigits = max(sizeDigits, digitsRead())
    while ((load<u32>(at) & 0xffffff) === BETWEEN) {
      at = skipNumber(at + 3)
      if (at === ODD) return ODD
    }
    if (load<u16>(at) !== QUOTE_CLOSE) return ODD
    next = load<u8>(at + 2)
    at += 2
  }
  store<i32>(RESULTS + BID_COUNT, <i32>((bid - BIDS) >> 4))
  store<i32>(RESULTS + ASK_COUNT, <i32>((ask - ASKS) >> 4))
  store<i32>(RESULTS + PRICE_DIGITS, priceDigits)
  store<i32>(RESULTS + SIZE_DIGITS, sizeDigits)
  return next === CLOSE ? at + 1 : ODD
}

/** Whether the word of a side, of `length` bytes up to eight, stands at `at`. */
function isWord(at: usize, word: usize, length: i32): bool {
  return (load<u64>(at) ^ load<u64>(word)) << (64 - ((<u64>length) << 3)) === 0
}

/** `[[price,size],…]`, likewise; bare numbers may have exponents. */
export function readBareLevels(at: usize, entry: usize): usize {
  if (load<u8>(at) !== OPEN) return ODD
  if (load<u8>(at + 1) === CLOSE) return at + 2
  let pair = nextPair()
  const end = pairs + 16 * MOST_LEVELS
  const priceScale = priceScaleOf(entry)
  const sizeScale = sizeScaleOf(entry)
  store<u16>(FORESEEN, 0)
  let priceDigits = load<i32>(RESULTS + PRICE_DIGITS)
  let sizeDigits = load<i32>(RESULTS + SIZE_DIGITS)
  let next = COMMA
  while (next === COMMA) {
    if (pair >= end || load<u8>(at + 1) !== OPEN) return ODD
    at = readBare(at + 2, priceScale, pair, FORESEEN)
    if (at === ODD || load<u8>(at) !== COMMA) return ODD
    priceDigits = max(priceDigits, digitsRead())
    at = readBare(at + 1, sizeScale, pair + 8, UNFORESEEN)
    if (at === ODD) return ODD
    sizeDigits = max(sizeDigits, digitsRead())
    while (load<u8>(at) === COMMA) {
      at = skipNumber(at + 1)
      if (at === ODD) return ODD
    }
    if (load<u8>(at) !== CLOSE) return ODD
    pair += 16
    next = load<u8>(at + 1)
    at += 1
  }
  store<i32>(count, <i32>((pair - pairs) >> 4))
  store<i32>(RESULTS + PRICE_DIGITS, priceDigits)
  store<i32>(RESULTS + SIZE_DIGITS, sizeDigits)
  return next === CLOSE ? at + 1 : ODD
}

/** A number that may have an exponent. */
function readBare(at: usize, scale: i32, out: usize, foreseen: usize): usize {
  if (startsOddly(at)) return ODD
  const end = readDecimal(at, scale, out, foreseen)
  return end === ODD || hasExponent(end) ? readExponent(at, scale, out) : end
}

/** Any list whose levels have the steps of the program. */
export function readShapedLevels(program: usize, steps: usize, at: usize, entry: usize): usize {
  if (load<u8>(at) !== OPEN) return ODD
  if (load<u8>(at + 1) === CLOSE) return at + 2
  if (steps === 0) return ODD
  let number: f64 = -1
  const priceScale = priceScaleOf(entry)
  const sizeScale = sizeScaleOf(entry)
  store<u16>(FORESEEN, 0)
  let priceDigits = load<i32>(RESULTS + PRICE_DIGITS)
  let sizeDigits = load<i32>(RESULTS + SIZE_DIGITS)
  let next = COMMA
  while (next === COMMA) {
    at += 1
    let step = steps
    let pair = nextPair()
    while (true) {
      const length = lengthBefore(step)
      if (!areSame(at, step + 8, length)) return ODD
      at += length
      const op = opOf(step)
      if (op === END) break
      if (op === PRICE) {
        at = startsOddly(at) ? ODD : readDecimal(at, priceScale, pair, FORESEEN)
        priceDigits = max(priceDigits, digitsRead())
      } else if (op === SIZE) {
        at = startsOddly(at) ? ODD : readDecimal(at, sizeScale, pair + 8, UNFORESEEN)
        sizeDigits = max(sizeDigits, digitsRead())
      } else if (op === SIDE) {
        at = readSide(program, at)
        pair = nextPair()
      } else if (op === NUMBER_IN_ORDER) {
        at = readInteger(at, SCRATCH)
        const value = load<f64>(SCRATCH)
        if (value < number) return ODD
        number = value
      } else if (op === NEWEST) {
        at = readTimestamp(at)
        if (!(timeRead() <= load<f64>(NUMBERS + 8 * TIME_NUMBER)))
          store<f64>(NUMBERS + 8 * TIME_NUMBER, timeRead())
      } else at = op === SKIP_TEXT ? skipText(at) : skipNumber(at)
      if (at === ODD) return ODD
      step = nextStep(step)
    }
    if (!countLevel()) return ODD
    next = load<u8>(at)
  }
  store<i32>(RESULTS + PRICE_DIGITS, priceDigits)
  store<i32>(RESULTS + SIZE_DIGITS, sizeDigits)
  return next === CLOSE ? at + 1 : ODD
}
