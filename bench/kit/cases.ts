import type { BookInput, BookStart, DecodeInput, Kind } from './input.ts'
import type { Rows } from './naive-book.ts'

/** One way to decode frames. */
export interface DecodeCase {
  /** Decodes a frame; what it returns keeps the work from being optimised away. */
  onFrame(frame: Buffer): unknown
  /** Every price and size of the frame decoded last, in the frame's order, as the nearest doubles. */
  values(): number[]
}

/** One way to keep books. */
export interface BookCase {
  /** Puts every book on its snapshot. */
  reset(): void
  /** Decodes a frame, applies it, reads the top: best bid plus best ask, both with their sizes looked at. */
  onFrame(frame: Buffer, book: number): number
  /** Both sides of a book. */
  sides(book: number): { bids: Rows; asks: Rows }
}

/** Books that are only kept. */
export interface Shelf {
  /** Puts another book on its snapshot, and applies its frames. */
  add(start: BookStart, frames: readonly Buffer[]): void
  /** Levels of all books, both sides. */
  levelCount(): number
}

/** A limit order that is to be sent: what it says, as text. */
export interface AskedOrder {
  readonly side: 'buy' | 'sell'
  readonly quantity: string
  readonly price: string
  /** A whole number. */
  readonly clientOrderId: string
}

/** The account and the market of a {@link SignCase}. */
export interface SignInput {
  readonly key: string
  readonly secret: string
  readonly symbol: string
}

/** One way to make requests of orders. */
export interface SignCase {
  /** The request of an order, signed: all that is to be sent but the host, as the query text or the form. */
  onOrder(order: AskedOrder): string
}

/** Where a client finds a venue. */
interface LivePlace {
  /** The venue's stream address. */
  readonly streams: string
  readonly symbol: string
  /** The REST answer that the book begins with. */
  readonly snapshot: string
}

/** Ways to do the same work; peers are modules of bench/peers with this shape. */
export interface Subject {
  decode?(kind: Kind, input: DecodeInput): DecodeCase
  book?(input: BookInput): BookCase
  shelf?(): Shelf
  sign?(input: SignInput): SignCase
  /** Opens a client; resolves when its book stands on the snapshot. `onBook` gets the id of the change told last. */
  live?(place: LivePlace, onBook: (lastId: number) => void): Promise<void>
}
