/**
 * @hotpath Reads frames of books, best prices and trades by their shapes: values only, no keys. A driver says what its paths
 * mean (`frame-roles.ts`) and shows each such frame that it read key by key; later ones whose bytes are the same but for the
 * values are read here.
 *
 *     {"topic":"orderbook.50.   BTCUSDT   ","type":"delta","ts":   1767225662480   ,"data":{"s":"   BTCUSDT   ","b":[…
 *     \_______ same __________/ \ symbol / \_______ same _______/  \__ sentMs ___/ \_____ same ___/   \ skip /
 *
 * A shape is of a channel, not of an instrument: the name is a value like others. Whatever is not as expected (other
 * keys, digits beyond the scale, a number in another spelling) is no fault here: `read` says `false`, the decoder
 * reads the frame key by key. So a shape never changes an outcome. Allocation budget: 0 a frame. Bench: `bench/gate`.
 */
import {
  BboUpdate,
  BookUpdate,
  type FrameSink,
  type InstrumentSlot,
  TradeUpdate,
} from '../../core/index.ts'
import { IS_NAMED, IS_READ } from '../../wire/index.ts'
import type { FrameBatch, ShapedKind } from './frame-batch.ts'
import type { FrameRoles, LevelKeys } from './frame-roles.ts'
import type { FrameShape } from './frame-shape.ts'
import { shapesNow } from './shape-loader.ts'

/** Shapes that one connection's frames may have; more are read key by key. */
const MAX_SHAPES = 12
/** Frames of each kind looked at for new shapes. */
const MAX_LESSONS = 64

/** What a driver tells of the frames of a channel. */
export interface FrameLayout {
  /** What stands at which path. */
  readonly roles: FrameRoles
  /** How levels are written. */
  readonly levels: LevelKeys
  /** The instrument whose name stands at `start..end`; `undefined` where it is not listed, or not of this market. */
  readonly slotOf: (bytes: Uint8Array, start: number, end: number) => InstrumentSlot | undefined
  /** Brings what was read of a book into the form that the decoder tells; `false` where the frame must be read key by key. */
  readonly finish?: (update: BookUpdate) => boolean
}

interface ShapeOfLayout extends FrameShape {
  readonly layout: FrameLayout
  /** What its frames become, one after the other; best prices and trades of every instrument the same one. */
  readonly bbo: BboUpdate | undefined
  readonly trade: TradeUpdate | undefined
  /** Likewise of books: those of each instrument, by its index. */
  readonly books: BookUpdate[]
  /** The instruments that the kernel knows by name, by index. */
  readonly slots: InstrumentSlot[]
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
  /** Of the frame read last, where it was of a book. */
  #book: BookUpdate | undefined
  readonly #lessons: Record<ShapedKind, number> = { book: 0, bbo: 0, trade: 0 }

  /** No shapes yet; what is read key by key stands in `batch`. */
  constructor(batch: FrameBatch) {
    this.#batch = batch
  }

  /**
   * Takes the shape of a frame that was read key by key and told, and was one update of one book (under several names, where
   * the layout says so), one best price or one trade; the batch still has it, and may be written over. Cold but for the
   * question whether there is anything to learn.
   */
  learn(frame: Uint8Array, layout: FrameLayout): void {
    if (this.#shapes.length >= MAX_SHAPES) return
    const { kind } = this.#batch
    if (kind !== undefined && this.#lessons[kind] < MAX_LESSONS) this.#learn(frame, layout, kind)
  }

  #learn(frame: Uint8Array, layout: FrameLayout, kind: ShapedKind): void {
    const kit = shapesNow()
    const updates = this.#batch.updates()
    const [update] = updates
    if (kit === undefined || update === undefined) return
    this.#lessons[kind] += 1
    const { feed, isSnapshot } =
      update instanceof BookUpdate ? update : { feed: '', isSnapshot: false }
    const told = { kind, feed, isSnapshot }
    const taken = kit.frameShapeOf(frame, told, layout.roles, layout.levels)
    if (taken === undefined) return
    const lesson = { frame, localTimeUs: update.localTimeUs, expected: JSON.stringify(updates) }
    for (const known of this.#shapes) {
      const joined = known.layout === layout ? kit.joinedShape(known, taken) : undefined
      // It knows such frames, and this one is odd in what it says.
      if (joined?.program === known.program) return
      if (joined !== undefined && this.#isReadWith({ ...known, ...joined }, known, lesson)) return
    }
    const isKnown = (shape: FrameShape) =>
      shape.program === taken.program && kit.isSameUpdate(shape.told, told)
    if (this.#shapes.some(isKnown)) return
    const bbo = kind === 'bbo' ? new BboUpdate(update.slot) : undefined
    const trade = kind === 'trade' ? new TradeUpdate(update.slot) : undefined
    const shape = { ...taken, layout, bbo, trade, books: [], slots: [], scales: [] }
    this.#isReadWith(shape, undefined, lesson)
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
    const isRead = this.read(frame, localTimeUs)
    const own = shape.bbo ?? shape.trade ?? this.#book
    const isOwn = isRead && this.#shapes[0] === shape
    const isKept = isOwn && JSON.stringify([own, ...this.#batch.updates()]) === expected
    if (!isKept) this.#shapes.splice(0, shapes.length, ...before)
    return isKept
  }

  /** Reads a frame: what it says stands here until the next one is read; `false` where it has to be read key by key. */
  read(frame: Uint8Array, localTimeUs: number): boolean {
    const shapes = this.#shapes
    const first = shapes[0]
    if (first === undefined || !first.kernel.load(frame)) return false
    for (let i = 0; i < shapes.length; i += 1) {
      const shape = shapes[i]!
      if (!isScanned(shape, frame) || !this.#isFilled(shape, frame, localTimeUs)) continue
      for (let to = i; to > 0; to -= 1) shapes[to] = shapes[to - 1]!
      shapes[0] = shape
      return true
    }
    return false
  }

  /** Tells what was read last. */
  tell(sink: FrameSink): void {
    const { bbo, trade } = this.#shapes[0]!
    if (bbo !== undefined) sink.bbo(bbo)
    else if (trade !== undefined) sink.trade(trade)
    else sink.book(this.#book!)
  }

  #isFilled(shape: ShapeOfLayout, frame: Uint8Array, localTimeUs: number): boolean {
    const { kernel, bbo, trade } = shape
    const { instrument } = kernel
    // The time is written here: a double handed on to another call may be boxed.
    if (bbo !== undefined) {
      bbo.slot = shape.slots[instrument]!
      bbo.localTimeUs = localTimeUs
      kernel.fillBbo(bbo)
      return true
    }
    if (trade !== undefined) {
      trade.slot = shape.slots[instrument]!
      trade.localTimeUs = localTimeUs
      kernel.fillTrade(trade, frame)
      return true
    }
    const book = shape.books[instrument]!
    book.localTimeUs = localTimeUs
    kernel.fillBook(book)
    this.#book = book
    this.message = kernel.message
    return shape.layout.finish === undefined || shape.layout.finish(book)
  }
}

/** Whether the kernel reads a frame by a shape. */
function isScanned(shape: ShapeOfLayout, frame: Uint8Array): boolean {
  const { kernel, program, owner } = shape
  let outcome = kernel.scan(program, owner)
  // Not known yet, or its scales have grown since.
  if (outcome === IS_NAMED || (outcome === IS_READ && !isAtScales(shape, kernel.instrument))) {
    if (!keepName(shape, frame)) return false
    outcome = kernel.scan(program, owner)
  }
  return outcome === IS_READ
}

const QUOTE = 34
const BACKSLASH = 92
const FIRST_OF_TEXT = 32

/** Tells the kernel which instrument it is that the frame names; `false` where its frames cannot be read by shape. Cold. */
function keepName(shape: ShapeOfLayout, frame: Uint8Array): boolean {
  const { kernel, layout, told } = shape
  const { nameStart, nameEnd } = kernel
  if (!isPlain(frame, nameStart, nameEnd)) return false
  const slot = layout.slotOf(frame, nameStart, nameEnd)
  if (slot === undefined || slot.isWide) return false
  const { index, priceScale, sizeScale } = slot
  shape.slots[index] = slot
  shape.scales[index] = scalesOf(slot)
  if (told.kind === 'book') {
    const book = (shape.books[index] ??= new BookUpdate(slot))
    book.begin(slot, told.feed, told.isSnapshot, 0)
  }
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
function isAtScales({ slots, scales }: ShapeOfLayout, index: number): boolean {
  return scales[index] === scalesOf(slots[index]!)
}
