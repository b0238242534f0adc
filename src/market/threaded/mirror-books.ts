/**
 * @hotpath Books as a thread tells of them: `apply` runs once per book record. What is told was judged there; here it is applied,
 * and nothing is shown live that was not told to be. Allocation budget: none while live.
 */
import { type LadderRoom, MaintainedBook } from '../../book/index.ts'
import type {
  BookState,
  BookStateChanged,
  BookUpdate,
  InstrumentSlot,
  OrderBook,
} from '../../core/index.ts'
import type { BookTarget } from '../book-keeping.ts'
import { bookStateEvent } from '../book-state-event.ts'
import { wholeBook } from '../whole-book.ts'

/** Where books and what becomes of them is told. */
export interface MirrorSink {
  /** A book changed. */
  book(update: BookUpdate): void
  /** A book is in another state. */
  event(event: BookStateChanged): void
}

interface Mirror {
  readonly target: BookTarget
  readonly book: MaintainedBook
  /** The order by which the thread began to keep it: what was told before is of an older one. */
  readonly since: number
  /** Told to be live; it is once the snapshot is here that is told next. */
  rising: BookStateChanged | undefined
}

const NO_MIRRORS: readonly Mirror[] = []

/** The books of one venue whose keepers are in a thread. */
export class MirrorBooks {
  /** The order that the keeping of the next book goes by. */
  nextOrder = 0
  readonly #sink: MirrorSink
  readonly #nowUs: () => number
  readonly #room: LadderRoom
  readonly #onClosed: (slot: InstrumentSlot, feed: string) => void
  readonly #mirrors: (readonly Mirror[] | undefined)[] = []
  #taken = -1

  /** No books; `onClosed` is told of those that the thread let go of. */
  constructor(parts: {
    readonly sink: MirrorSink
    readonly nowUs: () => number
    /** What the ladders of all its books may grow by together. */
    readonly room: LadderRoom
    readonly onClosed: (slot: InstrumentSlot, feed: string) => void
  }) {
    this.#sink = parts.sink
    this.#nowUs = parts.nowUs
    this.#room = parts.room
    this.#onClosed = parts.onClosed
  }

  /** Starts a book, `syncing`; returns the one there is where there is one. */
  keep(target: BookTarget): OrderBook {
    const { slot, feed, depth } = target
    const known = this.#find(slot.index, feed)
    if (known !== undefined) return known.book.view
    const book = new MaintainedBook(slot, feed, depth, this.#room)
    const mirror = { target, book, since: this.nextOrder, rising: undefined }
    this.#mirrors[slot.index] = [...(this.#mirrors[slot.index] ?? NO_MIRRORS), mirror]
    return book.view
  }

  /** Lets go of a book; its view turns `closed`. */
  release(slot: InstrumentSlot, feed: string, reason = 'released'): void {
    const mirror = this.#find(slot.index, feed)
    if (mirror === undefined) return
    const others = (this.#mirrors[slot.index] ?? NO_MIRRORS).filter((other) => other !== mirror)
    this.#mirrors[slot.index] = others
    if (mirror.book.state !== 'closed') this.#close(mirror, reason)
  }

  /** The book of an instrument's feed; `undefined` where there is none. */
  view(index: number, feed: string): OrderBook | undefined {
    return this.#find(index, feed)?.book.view
  }

  /** The whole book as a snapshot of its own memory; `undefined` unless live. */
  whole(index: number, feed: string): BookUpdate | undefined {
    const book = this.#find(index, feed)?.book
    return book?.state === 'live' ? wholeBook(book) : undefined
  }

  /** The thread took an order: what follows is of the books that it keeps by it. */
  mark(order: number): void {
    this.#taken = order
  }

  /** Takes a change that the thread tells, and tells it on. The update is borrowed. */
  apply(update: BookUpdate): void {
    const mirror = this.#find(update.slot.index, update.feed)
    if (mirror === undefined || mirror.since > this.#taken) return
    const { book, target, rising } = mirror
    if (rising === undefined && book.state !== 'live') return
    book.apply(update, target.rule)
    if (rising !== undefined) this.#rise(mirror, rising)
    // Whoever was told may have let go of it.
    if (book.state === 'live') this.#sink.book(update)
  }

  /** Takes a state that the thread tells, and tells it on. */
  become(event: BookStateChanged): void {
    const mirror = this.#of(event)
    if (mirror === undefined || mirror.since > this.#taken) return
    mirror.rising = undefined
    if (event.state === 'live') mirror.rising = event
    else this.#setState(mirror, event.state, event)
    if (event.state === 'closed') this.#onClosed(mirror.target.slot, mirror.target.feed)
  }

  /** The thread is gone, and what it will tell begins anew: no book is live. */
  loseAll(reason: string): void {
    this.#taken = -1
    for (const mirror of this.#all()) {
      mirror.rising = undefined
      if (mirror.book.state !== 'syncing')
        this.#setState(mirror, 'stale', this.#event(mirror, 'stale', reason))
    }
  }

  /** Closes every book. Idempotent. */
  close(): void {
    for (const mirror of this.#all())
      if (mirror.book.state !== 'closed') this.#close(mirror, 'closed')
    this.#mirrors.length = 0
  }

  #close(mirror: Mirror, reason: string): void {
    this.#setState(mirror, 'closed', this.#event(mirror, 'closed', reason))
  }

  #rise(mirror: Mirror, event: BookStateChanged): void {
    mirror.rising = undefined
    this.#setState(mirror, 'live', event)
  }

  #setState({ book }: Mirror, state: BookState, event: BookStateChanged): void {
    const previous = book.state
    if (previous === state || previous === 'closed') return
    // Whoever closes it, here or in the thread: once.
    if (state === 'closed') book.release()
    book.state = state
    // A thread that was started anew does not know what its book was here.
    this.#sink.event(event.previous === previous ? event : Object.freeze({ ...event, previous }))
  }

  #event({ target, book }: Mirror, state: BookState, reason: string): BookStateChanged {
    const { state: previous } = book
    return bookStateEvent(target, { state, previous, reason, localTimeUs: this.#nowUs() })
  }

  #of({ market, symbol, feed }: BookStateChanged): Mirror | undefined {
    return this.#all().find(
      ({ target: { slot, feed: own } }) =>
        own === feed && slot.instrument.symbol === symbol && slot.instrument.market === market,
    )
  }

  #find(index: number, feed: string): Mirror | undefined {
    const mirrors = this.#mirrors[index]
    if (mirrors === undefined) return undefined
    for (let i = 0; i < mirrors.length; i += 1) {
      const mirror = mirrors[i] as Mirror
      if (mirror.target.feed === feed) return mirror
    }
    return undefined
  }

  #all(): Mirror[] {
    return this.#mirrors.flatMap((mirrors) => mirrors ?? NO_MIRRORS)
  }
}
