import type { DecimalText, Market, Pair, VenueId, VenueSymbol } from '../core/index.ts'
import type { BookDeltaRow, BookSnapshotRow, LevelChange, LevelPair } from '../storage/index.ts'
import { compareDecimals } from './compare-decimals.ts'

/** A book as rows tell it, exact to the digit. */
export interface ReplayedBook {
  /** The venue. */
  readonly venue: VenueId
  /** Spot or futures. */
  readonly market: Market
  /** The unified name. */
  readonly pair: Pair
  /** The venue's own name. */
  readonly symbol: VenueSymbol
  /** The venue's feed. */
  readonly feed: string
  /** Whether it equals the book that was live at this row; `false` until a snapshot after the start or a hole. */
  readonly isLive: boolean
  /** Update id of the last change, where the venue sends ids. */
  readonly lastId: number | undefined
  /** `localTimeUs` of the last row applied, epoch µs; NaN before the first. */
  readonly localTimeUs: number
  /** Bids, best first; empty unless live. Changed by the next row. */
  readonly bids: readonly LevelPair[]
  /** Asks, best first; empty unless live. Changed by the next row. */
  readonly asks: readonly LevelPair[]
}

/** Rebuilds one book from its rows. */
export class BookRebuilder implements ReplayedBook {
  /** {@inheritDoc ReplayedBook.venue} */
  readonly venue: VenueId
  /** {@inheritDoc ReplayedBook.market} */
  readonly market: Market
  /** {@inheritDoc ReplayedBook.pair} */
  readonly pair: Pair
  /** {@inheritDoc ReplayedBook.symbol} */
  readonly symbol: VenueSymbol
  /** {@inheritDoc ReplayedBook.feed} */
  readonly feed: string
  /** {@inheritDoc ReplayedBook.isLive} */
  isLive = false
  /** {@inheritDoc ReplayedBook.lastId} */
  lastId: number | undefined
  /** {@inheritDoc ReplayedBook.localTimeUs} */
  localTimeUs: number = Number.NaN
  /** {@inheritDoc ReplayedBook.bids} */
  readonly bids: LevelPair[] = []
  /** {@inheritDoc ReplayedBook.asks} */
  readonly asks: LevelPair[] = []
  #truncateTo: number = Number.POSITIVE_INFINITY

  /** A book that waits for its first snapshot. */
  constructor(row: BookDeltaRow | BookSnapshotRow) {
    this.venue = row.venue
    this.market = row.market
    this.pair = row.pair
    this.symbol = row.symbol
    this.feed = row.feed
  }

  /** Applies a row; a delta before the first snapshot changes nothing. Returns whether the book changed. */
  apply(row: BookDeltaRow | BookSnapshotRow): boolean {
    if (row.type === 'bookSnapshot') {
      replaceSide(this.bids, row.bids, -1)
      replaceSide(this.asks, row.asks, 1)
      this.#truncateTo = row.truncateTo ?? Number.POSITIVE_INFINITY
      this.isLive = true
    } else {
      if (!this.isLive) return false
      changeSide(this.bids, row.bids, -1)
      changeSide(this.asks, row.asks, 1)
    }
    if (this.bids.length > this.#truncateTo) this.bids.length = this.#truncateTo
    if (this.asks.length > this.#truncateTo) this.asks.length = this.#truncateTo
    this.lastId = row.lastId
    this.localTimeUs = row.localTimeUs
    return true
  }

  /** Forgets the levels: what follows does not continue them. */
  reset(): void {
    this.isLive = false
    this.bids.length = 0
    this.asks.length = 0
  }
}

type Direction = 1 | -1

function replaceSide(side: LevelPair[], levels: readonly LevelPair[], direction: Direction): void {
  side.length = 0
  for (const [price, size] of levels) setLevel(side, price, size, direction)
}

function changeSide(
  side: LevelPair[],
  changes: readonly LevelChange[],
  direction: Direction,
): void {
  for (const [action, price, size] of changes) {
    if (action === 'update') setLevel(side, price, size, direction)
    else {
      const at = placeOf(side, price, direction)
      if (side[at]?.[0] === price) side.splice(at, 1)
    }
  }
}

function setLevel(
  side: LevelPair[],
  price: DecimalText,
  size: DecimalText,
  direction: Direction,
): void {
  const at = placeOf(side, price, direction)
  side.splice(at, side[at]?.[0] === price ? 1 : 0, [price, size])
}

/** Where a price stands or belongs. Decimal texts have one spelling per value, so equal prices are equal texts. */
function placeOf(side: readonly LevelPair[], price: DecimalText, direction: Direction): number {
  let low = 0
  let high = side.length
  while (low < high) {
    const middle = (low + high) >> 1
    const held = side[middle]?.[0] ?? price
    if (compareDecimals(held, price) * direction < 0) low = middle + 1
    else high = middle
  }
  return low
}
