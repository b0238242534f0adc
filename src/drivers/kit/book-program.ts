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
  first: 17,
  last: 18,
  prev: 19,
  checksum: 20,
  timeMs: 21,
  sentMs: 22,
  message: 23,
} as const

/** One of them. */
export type Op = keyof typeof OPS

/** A value, and the bytes before it that are the same in every frame. */
export interface Step {
  /** What the value is; `end` behind the last one. */
  readonly op: Op
  /** The bytes before it. */
  readonly before: Uint8Array
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

/** The program of a frame's steps and of its level's; `undefined` where a side's word is too long. */
export function bookProgram(
  head: ProgramHead,
  frame: readonly Step[],
  level: readonly Step[],
): Uint8Array | undefined {
  const [bids, asks] = head.sides
  if (bids.length > WORD_BYTES || asks.length > WORD_BYTES) return undefined
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

function writeSteps(program: Uint8Array, start: number, steps: readonly Step[]): void {
  const view = new DataView(program.buffer)
  let at = start
  for (const step of steps) {
    view.setInt32(at, OPS[step.op], true)
    view.setInt32(at + 4, step.before.length, true)
    program.set(step.before, at + 8)
    at += sizeOf([step])
  }
}

/** Each step is aligned to eight bytes. */
function sizeOf(steps: readonly Step[]): number {
  return steps.reduce((sum, { before }) => sum + 8 + ((before.length + 7) & ~7), 0)
}
