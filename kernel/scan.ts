/**
 * Reads a book frame by its shape: the bytes that every frame of a channel has in common are compared, the values between
 * them read. What is not as expected is no fault: the answer is "odd", and another reader decides what the frame says.
 *
 * Compiled by `npm run build:kernel` into `src/wire/kernel-code.ts`; `src/wire/frame-kernel.ts` drives it.
 */
import {
  chooseSide,
  countLevel,
  readPlainLevels,
  readPrice,
  readShapedLevels,
  readSide,
  readSize,
} from './levels'
import {
  BID_COUNT,
  FRAME,
  fillTables,
  MAX_SCALE,
  NUMBERS,
  ODD,
  PRICE_DIGITS,
  RESULTS,
} from './memory'
import { readInteger, skipNumber } from './numbers'
import {
  ASKS_LIST,
  areSame,
  BEFORE_NAME,
  BIDS_LIST,
  CHANGES_LIST,
  END,
  EPOCH,
  INTEGER,
  IS_PLAIN,
  LEVEL_STEPS,
  nextStep,
  PRICE,
  SIDE,
  SIZE,
  SKIP_NUMBER,
  SKIP_TEXT,
  STEPS,
  SYMBOL,
  TIME_NUMBER,
  TIMESTAMP,
} from './program'
import { foreseeName, isSameName, nameEnd, skipText, takeName } from './text'
import { readEpoch, readTimestamp, timeRead } from './times'

/** The frame is not as the shape says. */
const IS_ODD: i32 = 0
/** It was read. */
const IS_READ: i32 = 1
/** It names another instrument than the one before: `resume` with the scales of that one. */
const IS_NAMED: i32 = 2

// Where the scan stands.
let program: usize = 0
let owner: i32 = 0
let step: usize = 0
let at: usize = 0
let frameEnd: usize = 0
/** Where a name behind the levels was foreseen; ODD where none is. */
let foreseen: usize = 0
let priceScale: i32 = 0
let sizeScale: i32 = 0

const NO_NUMBERS: v128 = f64x2.splat(NaN)

fillTables()

/** Reads the frame of `length` bytes. `ofProgram` is an address, `ofOwner` tells whose name it remembers. */
export function scan(ofProgram: i32, ofOwner: i32, length: i32, prices: i32, sizes: i32): i32 {
  program = ofProgram
  owner = ofOwner
  step = program + STEPS
  at = FRAME
  frameEnd = FRAME + length
  foreseen = ODD
  const head = load<i32>(step + 4)
  if (!areSame(at, step + 8, head)) return IS_ODD
  v128.store(NUMBERS, NO_NUMBERS)
  v128.store(NUMBERS, NO_NUMBERS, 16)
  v128.store(NUMBERS, NO_NUMBERS, 32)
  v128.store(NUMBERS, NO_NUMBERS, 48)
  store<u64>(RESULTS + BID_COUNT, 0)
  store<u64>(RESULTS + PRICE_DIGITS, 0)
  if (load<i32>(program + BEFORE_NAME) === 0) return resume(prices, sizes)
  foreseen = foreseeName(program, frameEnd)
  if (foreseen === ODD) return IS_ODD
  if (isSameName(program, foreseen, owner)) return resume(prices, sizes)
  return takeName(program, foreseen, owner) === ODD ? IS_ODD : IS_NAMED
}

/** Goes on with the scales of the instrument. */
export function resume(prices: i32, sizes: i32): i32 {
  if (<u32>prices > <u32>MAX_SCALE || <u32>sizes > <u32>MAX_SCALE) return IS_ODD
  priceScale = prices
  sizeScale = sizes
  while (true) {
    const length = load<i32>(step + 4)
    if (!areSame(at, step + 8, length)) return IS_ODD
    at += length
    const op = load<i32>(step)
    if (op === END) return at === frameEnd ? IS_READ : IS_ODD
    step = nextStep(step)
    if (op !== SYMBOL) at = readValue(op)
    else if (foreseen !== ODD) at = at === foreseen ? nameEnd(program, at) : ODD
    else if (isSameName(program, at, owner)) at = nameEnd(program, at)
    else {
      at = takeName(program, at, owner)
      return at === ODD ? IS_ODD : IS_NAMED
    }
    if (at === ODD) return IS_ODD
  }
}

function readValue(op: i32): usize {
  switch (op) {
    case SKIP_NUMBER:
      return skipNumber(at)
    case SKIP_TEXT:
      return skipText(at)
    case BIDS_LIST:
    case ASKS_LIST:
    case CHANGES_LIST:
      return readList(op)
    case SIDE:
      return readSide(program, at)
    case PRICE:
      return readPrice(at, priceScale)
    case SIZE: {
      const end = readSize(at, sizeScale)
      return countLevel() ? end : ODD
    }
    case TIMESTAMP:
    case EPOCH: {
      const end = op === TIMESTAMP ? readTimestamp(at) : readEpoch(at)
      store<f64>(NUMBERS + 8 * TIME_NUMBER, timeRead())
      return end
    }
    default:
      return readInteger(at, NUMBERS + ((<usize>(op - INTEGER)) << 3))
  }
}

function readList(op: i32): usize {
  if (op !== CHANGES_LIST) chooseSide(op === BIDS_LIST)
  if (load<i32>(program + IS_PLAIN) !== 0) return readPlainLevels(at, priceScale, sizeScale)
  const offset = load<i32>(program + LEVEL_STEPS)
  const steps = offset === 0 ? 0 : program + offset
  return readShapedLevels(program, steps, at, priceScale, sizeScale)
}
