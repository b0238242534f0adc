/**
 * @hotpath Reads book frames by their shapes: values only, no keys. A driver says what its paths mean (`frame-roles.ts`) and
 * shows each book frame that it read key by key; later ones whose bytes are the same but for the values are read here.
 *
 *     {"topic":"orderbook.50.   BTCUSDT   ","type":"delta","ts":   1767225662480   ,"data":{"s":"   BTCUSDT   ","b":[…
 *     \_______ same __________/ \ symbol / \_______ same _______/  \__ sentMs ___/ \_____ same ___/   \ skip /
 *
 * A shape is of a channel, not of an instrument: the name is a value like others. Whatever is not as expected (other
 * keys, digits beyond the scale, a number in another spelling) is no fault here: `read` says `undefined`, the decoder
 * reads the frame key by key. So a shape never changes an outcome. Allocation budget: 0 a frame. Bench: `bench/gate`.
 */
import { BookUpdate, type InstrumentSlot } from '../../core/index.ts'
import { IS_NAMED, IS_READ } from '../../wire/index.ts'
import type { FrameBatch } from './frame-batch.ts'
import type { FrameRoles, LevelKeys } from './frame-roles.ts'
import type { FrameShape } from './frame-shape.ts'
import { shapesNow } from './shape-loader.ts'

/** Shapes that one connection's frames may have; more are read key by key. */
const MAX_SHAPES = 12
/** Frames looked at for new shapes. */
const MAX_LESSONS = 64

/** What a driver tells of its book frames. */
export interface FrameLayout {
  /** What stands at which path. */
  readonly roles: FrameRoles
  /** How levels are written. */
  readonly levels: LevelKeys
  /** The instrument whose name stands at `start..end`; `undefined` where it is not listed, or not of this market. */
  readonly slotOf: (bytes: Uint8Array, start: number, end: number) => InstrumentSlot | undefined
  /** Brings what was read into the form that the decoder tells; `false` where the frame must be read key by key. */
  readonly finish: (update: BookUpdate) => boolean
}

interface ShapeOfLayout extends FrameShape {
  readonly layout: FrameLayout
  /** What the frames of each instrument become, one after the other, by the instrument's index. */
  readonly updates: (BookUpdate | undefined)[]
  /** The scales at which the kernel reads each, see `scalesOf`. */
  readonly scales: number[]
}

/** A frame that was read key by key, and what it said. */
interface Lesson {
  readonly frame: Uint8Array
  readonly localTimeUs: number
  readonly expected: string
}

/** See the head of this file. */
export class ShapedFrames {
  /** The number that the venue gave the message read last; NaN where it gives none. */
  message: number = Number.NaN
  readonly #batch: FrameBatch
  /** The one that fitted last comes first. */
  readonly #shapes: ShapeOfLayout[] = []
  #lessons = 0

  /** No shapes yet; what is read key by key stands in `batch`. */
  constructor(batch: FrameBatch) {
    this.#batch = batch
  }

  /**
   * Takes the shape of a frame that was read key by key and told, and was one update of one book (under several names, where
   * the layout says so); the batch still has it, and may be written over. Cold but for the question whether there is
   * anything to learn.
   */
  learn(frame: Uint8Array, layout: FrameLayout): void {
    if (this.#lessons >= MAX_LESSONS || this.#shapes.length >= MAX_SHAPES) return
    if (this.#batch.isOfBooks) this.#learn(frame, layout)
  }

  #learn(frame: Uint8Array, layout: FrameLayout): void {
    const kit = shapesNow()
    const books = this.#batch.books()
    const [update] = books
    if (kit === undefined || update === undefined) return
    this.#lessons += 1
    const taken = kit.frameShapeOf(frame, update, layout.roles, layout.levels)
    if (taken === undefined) return
    const lesson = { frame, localTimeUs: update.localTimeUs, expected: JSON.stringify(books) }
    for (const known of this.#shapes) {
      const joined = known.layout === layout ? kit.joinedShape(known, taken) : undefined
      // It knows such frames, and this one is odd in what it says.
      if (joined?.program === known.program) return
      if (joined !== undefined && this.#isReadWith({ ...known, ...joined }, known, lesson)) return
    }
    const isKnown = ({ program, feed }: FrameShape) =>
      program === taken.program && feed === taken.feed
    if (this.#shapes.some(isKnown)) return
    this.#isReadWith({ ...taken, layout, updates: [], scales: [] }, undefined, lesson)
  }

  /** Takes a shape, in the place of another; it is kept if by it a frame says what it said key by key. */
  #isReadWith(
    shape: ShapeOfLayout,
    instead: ShapeOfLayout | undefined,
    { frame, localTimeUs, expected }: Lesson,
  ): boolean {
    const before = [...this.#shapes]
    const shapes = [shape, ...before.filter((each) => each !== instead)]
    this.#shapes.splice(0, before.length, ...shapes)
    this.#batch.clear()
    const own = this.read(frame, localTimeUs)
    const isKept = JSON.stringify([own, ...this.#batch.books()]) === expected
    if (!isKept) this.#shapes.splice(0, shapes.length, ...before)
    return isKept
  }

  /** What a frame says, until the next one is read; `undefined` where it has to be read key by key. */
  read(frame: Uint8Array, localTimeUs: number): BookUpdate | undefined {
    const shapes = this.#shapes
    const first = shapes[0]
    if (first === undefined || !first.kernel.load(frame)) return undefined
    for (let i = 0; i < shapes.length; i += 1) {
      const shape = shapes[i]!
      const update = readAs(shape, frame)
      if (update === undefined) continue
      // The time is written here: a double handed on to another call may be boxed.
      update.localTimeUs = localTimeUs
      if (!shape.layout.finish(update)) continue
      this.message = shape.kernel.message
      for (let to = i; to > 0; to -= 1) shapes[to] = shapes[to - 1]!
      shapes[0] = shape
      return update
    }
    return undefined
  }
}

function readAs(shape: ShapeOfLayout, frame: Uint8Array): BookUpdate | undefined {
  const { kernel, program, owner, updates } = shape
  let outcome = kernel.scan(program, owner)
  // Not known yet, or its scales have grown since.
  if (outcome === IS_NAMED || (outcome === IS_READ && !isAtScales(shape, kernel.instrument))) {
    if (!keepName(shape, frame)) return undefined
    outcome = kernel.scan(program, owner)
  }
  if (outcome !== IS_READ) return undefined
  const update = updates[kernel.instrument]!
  kernel.fill(update)
  return update
}

const QUOTE = 34
const BACKSLASH = 92
const FIRST_OF_TEXT = 32

/** Tells the kernel which instrument it is that the frame names; `false` where its books cannot be read by shape. Cold. */
function keepName(
  { kernel, layout, updates, scales, feed, isSnapshot }: ShapeOfLayout,
  frame: Uint8Array,
): boolean {
  const { nameStart, nameEnd } = kernel
  if (!isPlain(frame, nameStart, nameEnd)) return false
  const slot = layout.slotOf(frame, nameStart, nameEnd)
  if (slot === undefined || slot.isWide) return false
  const { index, priceScale, sizeScale } = slot
  const update = (updates[index] ??= new BookUpdate(slot))
  update.begin(slot, feed, isSnapshot, 0)
  scales[index] = scalesOf(slot)
  return kernel.keepName(index, priceScale, sizeScale)
}

/**
 * Whether a name is written as it is called. What is escaped is not, and a name that ends at a point may have a quote within:
 * that may be no JSON at all, and is for the reader to say.
 */
function isPlain(frame: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i += 1) {
    const byte = frame[i] ?? 0
    if (byte < FIRST_OF_TEXT || byte === QUOTE || byte === BACKSLASH) return false
  }
  return true
}

/** Both scales of an instrument as one number; none that the kernel reads at where it is wide. */
function scalesOf({ priceScale, sizeScale, isWide }: InstrumentSlot): number {
  return isWide ? -1 : priceScale * 64 + sizeScale
}

/** Whether the kernel reads an instrument at the scales that it has. */
function isAtScales({ updates, scales }: ShapeOfLayout, index: number): boolean {
  return scales[index] === scalesOf(updates[index]!.slot)
}
