/**
 * The shape of a venue's frames: what every frame of a channel has in common, whatever its instrument, and what stands
 * between. Taken from a frame that was read key by key; `shaped-frames.ts` reads by it. Cold, and loaded on use.
 */
import { FrameKernel, KERNEL_CODE } from '../../wire/index.ts'
import type { ShapedKind } from './frame-batch.ts'
import {
  frameProgram,
  type ListForm,
  type Op,
  type ProgramHead,
  SCALED_VALUES,
  type Step,
} from './frame-program.ts'
import type { FrameRoles, LevelKeys } from './frame-roles.ts'
import { areSameSteps, joinedSteps } from './joined-steps.ts'
import { ShapeWalk } from './shape-walk.ts'

/** Levels that the kernel reads fastest: arrays of quoted numbers, with the side in front or without, or of bare ones. */
const TEXTS = /^price \[" size "," (?:skipNumber "," )*end "\]$/
const SIDED_TEXTS = /^side \[" price "," size "," (?:skipNumber "," )*end "\]$/
const NUMBERS = /^price \[ size , (?:skipNumber , )*end \]$/
const encoder = new TextEncoder()
const NO_WORD = new Uint8Array(0)

/** See the head of this file. */
export interface FrameShape {
  /** Reads by it. */
  readonly kernel: FrameKernel
  /** What the kernel reads by. */
  readonly program: number
  /** Tells whose names the kernel knows. */
  readonly owner: number
  /** What its frames become. */
  readonly told: ShapedUpdate
  /** What the program was made of. */
  readonly parts: ShapeParts
}

/** What the frames of a shape become. */
export interface ShapedUpdate {
  /** Which update it is. */
  readonly kind: ShapedKind
  /** The feed of a book's updates; `''` for others. */
  readonly feed: string
  /** Whether a book's updates replace it. */
  readonly isSnapshot: boolean
}

/** What a program is made of. */
interface ShapeParts {
  readonly head: ProgramHead
  readonly frame: readonly Step[]
  /** Of a level; empty where no frame had one. */
  readonly level: readonly Step[]
}

const kernel = new FrameKernel(KERNEL_CODE)
let owners = 0

/** The shape of a frame that became `told`; `undefined` where it has none that the roles can tell. */
export function frameShapeOf(
  bytes: Uint8Array,
  told: ShapedUpdate,
  roles: FrameRoles,
  levelKeys: LevelKeys,
): FrameShape | undefined {
  const walk = new ShapeWalk(bytes, roles, levelKeys)
  const { frame, level } = walk
  const symbol = frame.findIndex(({ op }) => op === 'symbol')
  const name = frame[symbol]
  if (
    !walk.isWhole ||
    name === undefined ||
    !frame.some(({ op }) => OF_KIND[told.kind].has(op)) ||
    isOddOrder(frame) ||
    isOddLevel(level)
  ) {
    return undefined
  }
  const firstScaled = frame.findIndex(({ op }) => SCALED.has(op))
  const isLate = firstScaled >= 0 && firstScaled < symbol
  const [bids, asks] = levelKeys.sides ?? []
  const head: ProgramHead = {
    list: listForm(level),
    nameStop: walk.nameStop,
    beforeName: isLate ? name.before.subarray(-4) : undefined,
    sides: [quoted(bids), quoted(asks)],
  }
  const parts = { head, frame, level }
  const program = addressOf(parts)
  if (program === 0) return undefined
  owners += 1
  return { kernel, program, owner: owners, told, parts }
}

/**
 * The program that reads the frames of two shapes, and what it is made of; `undefined` where one cannot. Both are of one
 * layout: what both have is the same there, their sides' words among it.
 */
export function joinedShape(
  known: FrameShape,
  added: FrameShape,
): Pick<FrameShape, 'program' | 'parts'> | undefined {
  const [{ head, level }, other] = [known.parts, added.parts]
  const hasLevel = level.length > 0
  const isOfOneForm = !hasLevel || other.level.length === 0 || areSameSteps(level, other.level)
  if (!isSameUpdate(known.told, added.told) || !isOfOneForm) return undefined
  if (!isOfOneName(head, other.head)) return undefined
  const parts = {
    head: hasLevel ? head : other.head,
    frame: joinedSteps(known.parts.frame, other.frame),
    level: hasLevel ? level : other.level,
  }
  const program = addressOf(parts)
  return program === 0 ? undefined : { program, parts }
}

/** Whether the frames of two shapes become the same. */
export function isSameUpdate(some: ShapedUpdate, other: ShapedUpdate): boolean {
  const { kind, feed, isSnapshot } = other
  return some.kind === kind && some.feed === feed && some.isSnapshot === isSnapshot
}

function isOfOneName(some: ProgramHead, other: ProgramHead): boolean {
  const before = ({ beforeName }: ProgramHead) => textOf(beforeName ?? NO_WORD)
  return some.nameStop === other.nameStop && before(some) === before(other)
}

/** Where the kernel keeps the program of these parts; 0: it cannot. */
function addressOf({ head, frame, level }: ShapeParts): number {
  const program = frameProgram(head, frame, level)
  return program === undefined ? 0 : kernel.addProgram(program)
}

/** One of them is in every frame that says what it does. */
const OF_KIND: Readonly<Record<ShapedKind, ReadonlySet<string>>> = {
  book: new Set(['bids', 'asks', 'changes', 'price'] satisfies Op[]),
  bbo: new Set(['bidPrice', 'askPrice'] satisfies Op[]),
  trade: new Set(['tradePrice'] satisfies Op[]),
}

/** What is read at the scales of the instrument: its name must be known before. */
const SCALED: ReadonlySet<string> = new Set<Op>(['bids', 'asks', 'changes', ...SCALED_VALUES])

function listForm(level: readonly Step[]): ListForm {
  const text = level.map(({ op, before }) => `${op} ${textOf(before)}`).join(' ')
  if (TEXTS.test(text)) return 'texts'
  if (SIDED_TEXTS.test(text)) return 'sidedTexts'
  return NUMBERS.test(text) ? 'numbers' : 'steps'
}

/** A side behind its price or size comes too late. */
function isOddOrder(steps: readonly Step[]): boolean {
  const place = (wanted: string): number => steps.findIndex(({ op }) => op === wanted)
  // The kernel counts a level when it has its size.
  return place('price') > place('size') || (place('price') >= 0 && place('side') > place('price'))
}

function isOddLevel(steps: readonly Step[]): boolean {
  const ops = steps.map(({ op }) => op)
  return ops.length > 0 && (!ops.includes('price') || !ops.includes('size') || isOddOrder(steps))
}

/** What stands in a frame for a side: the word and the quote behind it. */
function quoted(word: string | undefined): Uint8Array {
  return word === undefined ? NO_WORD : encoder.encode(`${word}"`)
}

function textOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}
