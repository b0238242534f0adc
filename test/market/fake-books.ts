import { MaintainedBook } from '../../src/book/index.ts'
import {
  asset,
  type BookState,
  type Instrument,
  type InstrumentSlot,
  type OrderBook,
  venueId,
} from '../../src/core/index.ts'
import type { BookHandle, Subscription } from '../../src/market/index.ts'
import { type Level, makeSlot, makeUpdate } from './scripted-venue.ts'

/** A book that a test fills by hand, with the handle that a view takes. */
export class FakeBook {
  readonly slot: InstrumentSlot
  readonly book: MaintainedBook
  readonly handle: BookHandle
  isClosed = false
  readonly #listeners = new Set<() => void>()

  constructor(venue: string, over: Partial<Instrument> = {}) {
    this.slot = makeSlot(0, { venue: venueId(venue), base: asset('BTC'), ...over })
    this.book = new MaintainedBook(this.slot, 'depth', 'full')
    const view: OrderBook = this.book.view
    this.handle = {
      view,
      depth: 'full',
      feed: 'depth',
      onChange: (handler) => this.#listen(() => handler(view)),
      updates: () => {
        throw new Error('not used')
      },
      live: () => Promise.reject(new Error('not used')),
      close: async () => {
        this.isClosed = true
      },
      [Symbol.asyncDispose]: async () => {},
    }
  }

  /** How many listen. */
  get listeners(): number {
    return this.#listeners.size
  }

  /** Replaces the book, as scaled integers, and makes it live. */
  show(bids: readonly Level[], asks: readonly Level[], localTimeUs = 1): this {
    this.book.apply(makeUpdate(this.slot, { isSnapshot: true, bids, asks, localTimeUs }))
    this.book.state = 'live'
    return this
  }

  /** Changes the state; nobody is told before `tell`. */
  turn(state: BookState): this {
    this.book.state = state
    return this
  }

  /** Ends the frame. */
  tell(): void {
    for (const listener of [...this.#listeners]) listener()
  }

  #listen(listener: () => void): Subscription {
    const listeners = this.#listeners
    listeners.add(listener)
    const close = async () => void listeners.delete(listener)
    return {
      get isOpen() {
        return listeners.has(listener)
      },
      close,
      [Symbol.asyncDispose]: close,
    }
  }
}
