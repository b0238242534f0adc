/**
 * @hotpath Reads book frames by their shapes: values only, no keys. A driver says what its paths mean (`book-roles.ts`) and
 * shows each book frame that it read key by key; later ones whose bytes are the same but for the values are read here.
 *
 *     {"topic":"orderbook.50.   BTCUSDT   ","type":"delta","ts":   1767225662480   ,"data":{"s":"   BTCUSDT   ","b":[…
 *     \_______ same __________/ \ symbol / \_______ same _______/  \__ sentMs ___/ \_____ same ___/   \ skip /
 *
 * A shape is of a channel, not of an instrument: the name is a value like others. Whatever is not as expected (other
 * keys, digits beyond the scale, a number in another spelling) is no fault here: `read` says `false`, and the decoder
 * reads the frame key by key. So a shape never changes an outcome. Allocation budget: 0 a frame. Bench: `bench/gate`.
 */
import type { BookUpdate, InstrumentSlot } from '../../core/index.ts'
import { IS_NAMED, IS_READ } from '../../wire/index.ts'
import type { BookRoles, LevelKeys } from './book-roles.ts'
import type { BookShape } from './book-shape.ts'
import type { FrameBatch } from './frame-batch.ts'
import { shapeTaker } from './shape-loader.ts'

/** Shapes that one connection's frames may have; more are read key by key. */
const MAX_SHAPES = 12
/** Frames looked at for new shapes. */
const MAX_LESSONS = 64

/** What a driver tells of its book frames. */
export interface BookLayout {
  /** What stands at which path. */
  readonly roles: BookRoles
  /** How levels are written. */
  readonly levels: LevelKeys
  /** The instrument whose name stands at `start..end`; `undefined` where it is not listed, or not of this market. */
  readonly slotOf: (bytes: Uint8Array, start: number, end: number) => InstrumentSlot | undefined
  /** Brings what was read into the form that the decoder tells; `false` where the frame must be read key by key. */
  readonly finish: (update: BookUpdate) => boolean
}

interface ShapeOfLayout extends BookShape {
  readonly layout: BookLayout
}

/** See the head of this file. */
export class ShapedBooks {
  /** The number that the venue gave the message read last; NaN where it gives none. */
  message: number = Number.NaN
  readonly #batch: FrameBatch
  /** The one that fitted last comes first. */
  readonly #shapes: ShapeOfLayout[] = []
  #lessons = 0

  /** No shapes yet; updates are filled in `batch`. */
  constructor(batch: FrameBatch) {
    this.#batch = batch
  }

  /**
   * Takes the shape of a frame that was read key by key and told, and was one update of one book (under several names, where
   * the layout says so); the batch still has it, and may be written over. Cold but for the question whether there is
   * anything to learn.
   */
  learn(frame: Uint8Array, layout: BookLayout): void {
    if (this.#lessons >= MAX_LESSONS || this.#shapes.length >= MAX_SHAPES) return
    if (this.#batch.isOfBooks) this.#learn(frame, layout)
  }

  #learn(frame: Uint8Array, layout: BookLayout): void {
    const take = shapeTaker()
    const books = this.#batch.books()
    const [update] = books
    if (take === undefined || update === undefined) return
    this.#lessons += 1
    const taken = take(frame, update, layout.roles, layout.levels)
    if (taken === undefined) return
    const { program, feed } = taken
    if (this.#shapes.some((known) => known.program === program && known.feed === feed)) return
    const shape = { ...taken, layout }
    this.#shapes.unshift(shape)
    // What is read of the frame by its new shape must be what was read of it key by key.
    const expected = JSON.stringify(books)
    const isSame =
      this.read(frame, update.localTimeUs) && JSON.stringify(this.#batch.books()) === expected
    if (!isSame) this.#shapes.splice(this.#shapes.indexOf(shape), 1)
  }

  /** Reads a frame into the batch; `false` where it has to be read key by key. */
  read(frame: Uint8Array, localTimeUs: number): boolean {
    const shapes = this.#shapes
    const first = shapes[0]
    if (first?.kernel.load(frame) !== true) return false
    for (let i = 0; i < shapes.length; i += 1) {
      const shape = shapes[i]!
      if (!this.#readAs(shape, frame, localTimeUs)) continue
      for (let to = i; to > 0; to -= 1) shapes[to] = shapes[to - 1]!
      shapes[0] = shape
      return true
    }
    return false
  }

  #readAs(shape: ShapeOfLayout, frame: Uint8Array, localTimeUs: number): boolean {
    const { kernel, program, owner } = shape
    let { slot } = shape
    let outcome = kernel.scan(program, owner, slot.priceScale, slot.sizeScale)
    if (outcome === IS_NAMED) {
      const named = shape.layout.slotOf(frame, kernel.nameStart, kernel.nameEnd)
      if (named === undefined) {
        kernel.forgetName(program)
        return false
      }
      slot = shape.slot = named
      outcome = kernel.resume(slot.priceScale, slot.sizeScale)
    }
    if (outcome !== IS_READ || slot.isWide) return false
    const batch = this.#batch
    batch.clear()
    // The time is written here: a double handed on to another call may be boxed.
    const update = batch.book(slot, shape.feed, shape.isSnapshot, 0)
    update.localTimeUs = localTimeUs
    kernel.fill(update)
    this.message = kernel.message
    return shape.layout.finish(update)
  }
}
