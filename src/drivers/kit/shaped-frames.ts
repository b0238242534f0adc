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
import type { FrameSink } from '../../core/index.ts'
import type { FrameBatch, ShapedKind } from './frame-batch.ts'
import type { FrameLayout } from './frame-roles.ts'
import type { LearnedShape } from './learned-shape.ts'
import { lessonsNow } from './shape-loader.ts'

/** Shapes that one connection's frames may have; more are read key by key. */
const MAX_SHAPES = 12
/** Frames of each kind looked at for new shapes. */
const MAX_LESSONS = 64

/** See the head of this file. */
export class ShapedFrames {
  readonly #batch: FrameBatch
  /** The one that fitted last comes first. */
  readonly #shapes: LearnedShape[] = []
  readonly #lessons: Record<ShapedKind, number> = { book: 0, bbo: 0, trade: 0 }

  /** No shapes yet; what is read key by key stands in `batch`. */
  constructor(batch: FrameBatch) {
    this.#batch = batch
  }

  /** The number that the venue gave the message that was just read; NaN where it gives none. */
  get message(): number {
    return this.#shapes[0]!.shape.kernel.message
  }

  /**
   * Takes the shape of a frame that was read key by key and told, and was one update of one book (under several names, where
   * the layout says so), one best price or one trade; the batch still has it, and may be written over. Cold but for the
   * question whether there is anything to learn.
   */
  learn(frame: Uint8Array, layout: FrameLayout): void {
    const { kind } = this.#batch
    if (kind === undefined || this.#shapes.length >= MAX_SHAPES) return
    const learn = this.#lessons[kind] < MAX_LESSONS ? lessonsNow() : undefined
    if (learn === undefined) return
    this.#lessons[kind] += 1
    learn(this.#shapes, frame, layout, this.#batch, kind)
  }

  /** Reads a frame: what it says is kept until the next one is read; `false` where it has to be read key by key. */
  read(frame: Uint8Array, localTimeUs: number): boolean {
    const shapes = this.#shapes
    if (shapes.length === 0 || !shapes[0]!.shape.kernel.load(frame)) return false
    for (let i = 0; i < shapes.length; i += 1) {
      const shape = shapes[i]!
      if (!shape.read(frame, localTimeUs)) continue
      for (let to = i; to > 0; to -= 1) shapes[to] = shapes[to - 1]!
      shapes[0] = shape
      return true
    }
    return false
  }

  /** Tells what was read last. */
  tell(sink: FrameSink): void {
    this.#shapes[0]!.tell(sink)
  }
}
