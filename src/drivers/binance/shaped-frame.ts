/**
 * @hotpath Reads frames by their shapes: books by that of their channel, best prices and trades by that of their stream.
 * Whatever is not as expected (other keys, digits beyond the scale, a number in another spelling) is no fault here: the
 * decoder then reads the frame key by key. Allocation budget: 0 a frame. Bench: `bench/gate`.
 */
import type { FrameSink } from '../../core/index.ts'
import { FrameScanner } from '../../wire/index.ts'
import type { FrameBatch } from '../kit/frame-batch.ts'
import { type FrameLayout, ShapedFrames } from '../kit/shaped-frames.ts'
import type { KnownStream, KnownStreams } from './known-streams.ts'

/** See the head of this file. */
export class ShapedFrame {
  readonly #scanner = new FrameScanner()
  readonly #streams: KnownStreams
  readonly #books: ShapedFrames
  readonly #layout: FrameLayout
  /** Whether the frame told last was of a book. */
  #isBook = false

  /** Books that are read key by key stand in `batch`; best prices and trades are those of `streams`. */
  constructor(streams: KnownStreams, batch: FrameBatch, layout: FrameLayout) {
    this.#streams = streams
    this.#books = new ShapedFrames(batch)
    this.#layout = layout
  }

  /** Reads and tells a frame; `false` where it has to be read key by key. */
  tell(frame: Uint8Array, localTimeUs: number, sink: FrameSink): boolean {
    // What the frame before was is asked first: a look at shapes of the other kind costs some 50 ns.
    if (this.#isBook)
      return this.#tellBook(frame, localTimeUs, sink) || this.#tellKept(frame, localTimeUs, sink)
    return this.#tellKept(frame, localTimeUs, sink) || this.#tellBook(frame, localTimeUs, sink)
  }

  /** Takes the shape of a frame of such a stream that was read key by key and told. Cold. */
  learn(frame: Uint8Array, stream: KnownStream | undefined, kind: string): void {
    this.#isBook = kind === 'depth' || kind === 'partial'
    if (this.#isBook) this.#books.learn(frame, this.#layout)
    else this.#streams.learn(stream, kind, frame)
  }

  #tellBook(frame: Uint8Array, localTimeUs: number, sink: FrameSink): boolean {
    const book = this.#books.read(frame, localTimeUs)
    if (book === undefined) return false
    this.#isBook = true
    sink.book(book)
    return true
  }

  #tellKept(frame: Uint8Array, localTimeUs: number, sink: FrameSink): boolean {
    const scanner = this.#scanner
    const streams = this.#streams
    const { latest } = streams
    scanner.load(frame)
    let kept = latest?.kept
    if (kept?.readChanged(scanner, localTimeUs) !== true) {
      const stream = streams.guess(scanner)
      kept = stream?.kept
      if (kept === undefined) return false
      const isRead =
        (stream !== latest && kept.readChanged(scanner, localTimeUs)) ||
        kept.readAll(scanner, localTimeUs)
      if (!isRead) return false
    }
    this.#isBook = false
    kept?.tell(sink)
    return true
  }
}
