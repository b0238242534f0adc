/**
 * Writes shapes as the programs that the kernel reads frames by: kernel/program.ts describes them and has the same
 * numbers. Cold.
 */

/** What a value is to the kernel. */
const OPS = {
  end: 0,
  skipNumber: 1,
  skipText: 2,
  symbol: 3,
  bids: 4,
  asks: 5,
  changes: 6,
  side: 7,
  price: 8,
  size: 9,
  inOrder: 10,
  timestamp: 11,
  epoch: 12,
  newest: 13,
  numberId: 14,
  textId: 15,
  first: 17,
  last: 18,
  prev: 19,
  checksum: 20,
  timeMs: 21,
  sentMs: 22,
  message: 23,
  bidPrice: 24,
  bidSize: 25,
  askPrice: 26,
  askSize: 27,
  // A trade is alone in its frame: its price and its size stand where those of a bid do.
  tradePrice: 24,
  tradeSize: 25,
  takerSide: 28,
  buyerIsMaker: 29,
} as const

/** One of them. */
export type Op = keyof typeof OPS

/** Single values that are read at the scales of the instrument. */
export const SCALED_VALUES: readonly Op[] = [
  'price',
  'size',
  'bidPrice',
  'bidSize',
  'askPrice',
  'askSize',
  'tradePrice',
  'tradeSize',
]

/** A value, and the bytes before it that are the same in every frame. */
export interface Step {
  /** What the value is; `end` behind the last one. */
  readonly op: Op
  /** The bytes before it. */
  readonly before: Uint8Array
  /** What a frame may have in its place, from there to its end. */
  readonly other?: readonly Step[]
}

/** What lists of levels are to the kernel. */
export type ListForm = keyof typeof LIST_FORMS

const LIST_FORMS = { steps: 0, texts: 1, numbers: 2, sidedTexts: 3 } as const

/** What a program says beside its steps. */
export interface ProgramHead {
  /** What lists of levels are: arrays of two quoted numbers or more, or of bare ones, or of a side and quoted ones; else told step by step. */
  readonly list: ListForm
  /** The byte that ends the name of the instrument. */
  readonly nameStop: number
  /** The four bytes before the name, where levels come before it. */
  readonly beforeName: Uint8Array | undefined
  /** How sides are written, quote included. */
  readonly sides: readonly [bids: Uint8Array, asks: Uint8Array]
}

const LEVEL_STEPS = 0
const LIST_FORM = 4
const NAME_STOP = 8
const BEFORE_NAME = 12
const BID_WORD = 16
const ASK_WORD = 24
const BID_LENGTH = 32
const ASK_LENGTH = 36
const STEPS = 40
/** Bytes of a side's word at most. */
const WORD_BYTES = 8
/** Bytes before a value at most. */
const MOST_BEFORE = 0xffff

/** The program of a frame's steps and of its level's; `undefined` where a side's word, or what stands between values, is too long. */
export function frameProgram(
  head: ProgramHead,
  frame: readonly Step[],
  level: readonly Step[],
): Uint8Array | undefined {
  const [bids, asks] = head.sides
  if (bids.length > WORD_BYTES || asks.length > WORD_BYTES) return undefined
  if (frame.concat(level).some(({ before }) => before.length > MOST_BEFORE)) return undefined
  const levelStart = STEPS + sizeOf(frame)
  const program = new Uint8Array(levelStart + sizeOf(level))
  const view = new DataView(program.buffer)
  view.setInt32(LEVEL_STEPS, level.length > 0 ? levelStart : 0, true)
  view.setInt32(LIST_FORM, LIST_FORMS[head.list], true)
  view.setInt32(NAME_STOP, head.nameStop, true)
  if (head.beforeName !== undefined) program.set(head.beforeName, BEFORE_NAME)
  program.set(bids, BID_WORD)
  program.set(asks, ASK_WORD)
  view.setInt32(BID_LENGTH, bids.length, true)
  view.setInt32(ASK_LENGTH, asks.length, true)
  writeSteps(program, STEPS, frame)
  writeSteps(program, levelStart, level)
  return program
}

/** Writes steps, then those that may stand in their place; the place behind. */
function writeSteps(program: Uint8Array, start: number, steps: readonly Step[]): number {
  const view = new DataView(program.buffer)
  const places: number[] = []
  let at = start
  for (const { op, before } of steps) {
    places.push(at)
    view.setUint16(at, OPS[op], true)
    view.setUint16(at + 2, before.length, true)
    program.set(before, at + 8)
    at += stepSize(before)
  }
  for (const [i, place] of places.entries()) {
    const other = steps[i]?.other
    if (other === undefined) continue
    view.setInt32(place + 4, at - place, true)
    at = writeSteps(program, at, other)
  }
  return at
}

function sizeOf(steps: readonly Step[]): number {
  return steps.reduce((sum, { before, other = [] }) => sum + stepSize(before) + sizeOf(other), 0)
}

/** Each step is aligned to eight bytes. */
function stepSize(before: Uint8Array): number {
  return 8 + ((before.length + 7) & ~7)
}
