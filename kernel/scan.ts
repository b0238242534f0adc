/**
 * Reads a frame of a book, of best prices or of a trade by its shape: the bytes that every frame of a channel has in common
 * are compared, the values between them read. What is not as expected is no fault: the answer is "odd", and another reader
 * decides what the frame says.
 *
 * Compiled by `npm run build:kernel` into `src/wire/kernel-code.ts`; `src/wire/frame-kernel.ts` drives it.
 */
import {
  chooseSide,
  countLevel,
  readBareLevels,
  readPlainLevels,
  readPrice,
  readShapedLevels,
  readSide,
  readSidedLevels,
  readSize,
  readTaker,
} from './levels'
import {
  BID_COUNT,
  FRAME,
  fillTables,
  ID_END,
  ID_START,
  INSTRUMENT,
  IS_SELL,
  NUMBERS,
  ODD,
  PRICE_DIGITS,
  RESULTS,
} from './memory'
import { findName, instrumentOf, keepName, lengthOf, scaleOf } from './names'
import { readDecimal, readInteger, skipNumber, startsOddly, UNFORESEEN } from './numbers'
import {
  ASKS_LIST,
  areSame,
  BEFORE_NAME,
  BEST,
  BIDS_LIST,
  BUYER_IS_MAKER,
  CHANGES_LIST,
  END,
  EPOCH,
  INTEGER,
  LAST_BEST,
  LEVEL_STEPS,
  LIST_FORM,
  lengthBefore,
  NAME_STOP,
  NUMBER_ID,
  opOf,
  otherStep,
  PLAIN_NUMBERS,
  PLAIN_TEXTS,
  PRICE,
  SIDE,
  SIDED_TEXTS,
  SIZE,
  SKIP_NUMBER,
  SKIP_TEXT,
  STEPS,
  SYMBOL,
  TAKER_SIDE,
  TEXT_ID,
  TIME_NUMBER,
  TIMESTAMP,
} from './program'
import { foreseeName, skipText } from './text'
import { readEpoch, readTimestamp, timeOfMs, timeRead } from './times'

/** The frame is not as the shape says. */
const IS_ODD: i32 = 0
/** It was read. */
const IS_READ: i32 = 1
/** It names an instrument that is not known: `keepName` tells which it is, then it is scanned again. */
const IS_NAMED: i32 = 2

const NO_NUMBERS: v128 = f64x2.splat(NaN)

fillTables()

export { keepName }

/** Reads the frame of `length` bytes by the program at an address; `owner`, not 0, tells whose names it knows. */
export function scan(program: usize, owner: i32, length: i32): i32 {
  const frameEnd: usize = FRAME + length
  const nameStop = <u8>load<i32>(program + NAME_STOP)
  let at: usize = FRAME
  let step: usize = program + STEPS
  let entry: usize = ODD
  let foreseen: usize = ODD
  let before = lengthBefore(step)
  if (!areSame(at, step + 8, before)) {
    step = otherStep(step, at)
    if (step === ODD) return IS_ODD
    before = lengthBefore(step)
  }
  v128.store(NUMBERS, NO_NUMBERS)
  v128.store(NUMBERS, NO_NUMBERS, 16)
  v128.store(NUMBERS, NO_NUMBERS, 32)
  v128.store(NUMBERS, NO_NUMBERS, 48)
  v128.store(NUMBERS, NO_NUMBERS, 64)
  v128.store(NUMBERS, NO_NUMBERS, 80)
  store<u64>(RESULTS + BID_COUNT, 0)
  store<u64>(RESULTS + PRICE_DIGITS, 0)
  if (load<i32>(program + BEFORE_NAME) !== 0) {
    foreseen = foreseeName(program, frameEnd)
    if (foreseen === ODD) return IS_ODD
    entry = findName(foreseen, nameStop, owner)
    if (entry === ODD) return IS_NAMED
  }
  while (true) {
    const op = opOf(step)
    at += before
    step += 8 + ((<usize>before + 7) & ~7)
    switch (op) {
      case END:
        return at === frameEnd && timeOfMs() ? IS_READ : IS_ODD
      case SYMBOL:
        if (foreseen === ODD) {
          entry = findName(at, nameStop, owner)
          if (entry === ODD) return IS_NAMED
        } else if (at !== foreseen) return IS_ODD
        store<i32>(RESULTS + INSTRUMENT, instrumentOf(entry))
        at += lengthOf(entry)
        break
      case SKIP_NUMBER:
        at = skipNumber(at)
        break
      case SKIP_TEXT:
        at = skipText(at)
        break
      case BIDS_LIST:
      case ASKS_LIST:
      case CHANGES_LIST:
        at = readList(program, op, at, entry)
        break
      case SIDE:
        at = readSide(program, at)
        break
      case PRICE:
        at = readPrice(at, entry)
        break
      case SIZE:
        at = readSize(at, entry)
        if (!countLevel()) return IS_ODD
        break
      case TIMESTAMP:
        at = readTimestamp(at)
        store<f64>(NUMBERS + 8 * TIME_NUMBER, timeRead())
        break
      case EPOCH:
        at = readEpoch(at)
        store<f64>(NUMBERS + 8 * TIME_NUMBER, timeRead())
        break
      case NUMBER_ID:
        store<i32>(RESULTS + ID_START, <i32>(at - FRAME))
        at = skipNumber(at)
        store<i32>(RESULTS + ID_END, <i32>(at - FRAME))
        break
      case TEXT_ID:
        store<i32>(RESULTS + ID_START, <i32>(at - FRAME))
        at = skipText(at)
        store<i32>(RESULTS + ID_END, <i32>(at - FRAME))
        break
      case BEST:
      case BEST + 1:
      case BEST + 2:
      case LAST_BEST:
        at = startsOddly(at)
          ? ODD
          : readDecimal(
              at,
              scaleOf(entry, op),
              NUMBERS + ((<usize>(op - INTEGER)) << 3),
              UNFORESEEN,
            )
        break
      case TAKER_SIDE:
        at = readTaker(program, at)
        break
      case BUYER_IS_MAKER:
        at = readMaker(at)
        break
      default:
        at = readInteger(at, NUMBERS + ((<usize>(op - INTEGER)) << 3))
    }
    if (at === ODD) return IS_ODD
    before = lengthBefore(step)
    if (!areSame(at, step + 8, before)) {
      step = otherStep(step, at)
      if (step === ODD) return IS_ODD
      before = lengthBefore(step)
    }
  }
}

function readList(program: usize, op: i32, at: usize, entry: usize): usize {
  if (op !== CHANGES_LIST) chooseSide(op === BIDS_LIST)
  const list = load<i32>(program + LIST_FORM)
  if (list === PLAIN_TEXTS) return readPlainLevels(at, entry)
  if (list === PLAIN_NUMBERS) return readBareLevels(at, entry)
  if (list === SIDED_TEXTS) return readSidedLevels(program, at, entry)
  const offset = load<i32>(program + LEVEL_STEPS)
  const steps = offset === 0 ? 0 : program + offset
  return readShapedLevels(program, steps, at, entry)
}

/** `true` and `false`, from the lowest byte on. */
const TRUE: u64 = 0x65757274
const FALSE: u64 = 0x65736c6166

/**
 * Reads `true` or `false`: whether the buyer was the maker, so that the taker sold. Sides come as they like, so this chooses
 * and does not branch: half of the branches would be foreseen wrongly, for 15 ns each.
 */
function readMaker(at: usize): usize {
  const word = load<u64>(at)
  const isSell = <u64>(<u32>word === <u32>TRUE)
  store<i32>(RESULTS + IS_SELL, <i32>isSell)
  const wanted = select<u64>(TRUE, FALSE, isSell !== 0)
  if ((word ^ wanted) << (24 + (isSell << 3)) !== 0) return ODD
  return at + 5 - <usize>isSell
}
