/**
 * @hotpath Reads and tells the frames of one shape: the kernel says what stands between their common bytes, and what they
 * become is filled, over and over. Loaded with what takes shapes. Allocation budget: 0 a frame. Bench: `bench/gate`.
 */
import {
  BboUpdate,
  BookUpdate,
  type FrameSink,
  type InstrumentSlot,
  TradeUpdate,
} from '../../core/index.ts'
import { IS_NAMED, IS_READ } from '../../wire/index.ts'
import type { FrameLayout } from './frame-roles.ts'
import type { FrameShape, ShapedUpdate } from './frame-shape.ts'

const QUOTE = 34
const BACKSLASH = 92
const FIRST_OF_TEXT = 32

/** See the head of this file. */
export class LearnedShape {
  /** What it is; may be changed for one that reads more frames. */
  shape: FrameShape
  /** Whose frames they are. */
  readonly layout: FrameLayout
  // Best prices and trades of every instrument become the same update, for fewer of them are nearer; books have many levels.
  readonly #bbo: BboUpdate | undefined
  readonly #trade: TradeUpdate | undefined
  readonly #books: BookUpdate[] = []
  /** The book read last. */
  #book: BookUpdate | undefined
  /** The instruments that the kernel knows by name, by index. */
  readonly #slots: InstrumentSlot[] = []
  /** The scales at which the kernel reads each, see `scalesOf`. */
  readonly #scales: number[] = []

  /** A shape of a layout, taken from a frame of an instrument. */
  constructor(shape: FrameShape, layout: FrameLayout, slot: InstrumentSlot) {
    this.shape = shape
    this.layout = layout
    if (shape.told.kind === 'bbo') this.#bbo = new BboUpdate(slot)
    if (shape.told.kind === 'trade') this.#trade = new TradeUpdate(slot)
  }

  /** What was read last. */
  get update(): BboUpdate | TradeUpdate | BookUpdate | undefined {
    return this.#bbo ?? this.#trade ?? this.#book
  }

  /** Tells it. */
  tell(sink: FrameSink): void {
    if (this.#bbo !== undefined) sink.bbo(this.#bbo)
    else if (this.#trade !== undefined) sink.trade(this.#trade)
    else sink.book(this.#book!)
  }

  /** Reads the frame that the kernel was given; `false` where it is not of this shape. */
  read(frame: Uint8Array, localTimeUs: number): boolean {
    const { kernel, program, owner } = this.shape
    let outcome = kernel.scan(program, owner)
    // Not known yet, or its scales have grown since.
    if (outcome === IS_NAMED || (outcome === IS_READ && !this.#isAtScales(kernel.instrument))) {
      if (!this.#keepName(frame)) return false
      outcome = kernel.scan(program, owner)
    }
    if (outcome !== IS_READ) return false
    const { instrument } = kernel
    const bbo = this.#bbo
    const trade = this.#trade
    // The time is written here: a double handed on to another call may be boxed.
    if (bbo !== undefined) {
      bbo.slot = this.#slots[instrument]!
      bbo.localTimeUs = localTimeUs
      kernel.fillBbo(bbo)
      return true
    }
    if (trade !== undefined) {
      trade.slot = this.#slots[instrument]!
      trade.localTimeUs = localTimeUs
      kernel.fillTrade(trade, frame)
      return true
    }
    const book = this.#books[instrument]!
    book.localTimeUs = localTimeUs
    kernel.fillBook(book)
    this.#book = book
    const { finish } = this.layout
    return finish === undefined || finish(book)
  }

  /** Whether the kernel reads an instrument at the scales that it has. */
  #isAtScales(index: number): boolean {
    return this.#scales[index] === scalesOf(this.#slots[index]!)
  }

  /** Tells the kernel which instrument it is that the frame names; `false` where its frames cannot be read by shape. Cold. */
  #keepName(frame: Uint8Array): boolean {
    const { kernel, told } = this.shape
    const { nameStart, nameEnd } = kernel
    if (!isPlain(frame, nameStart, nameEnd)) return false
    const slot = this.layout.slotOf(frame, nameStart, nameEnd)
    if (slot === undefined || slot.isWide) return false
    const { index, priceScale, sizeScale } = slot
    this.#slots[index] = slot
    this.#scales[index] = scalesOf(slot)
    if (told.kind === 'book') this.#beginBook(slot, told)
    return kernel.keepName(index, priceScale, sizeScale)
  }

  #beginBook(slot: InstrumentSlot, { feed, isSnapshot }: ShapedUpdate): void {
    const book = (this.#books[slot.index] ??= new BookUpdate(slot))
    book.begin(slot, feed, isSnapshot, 0)
  }
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
