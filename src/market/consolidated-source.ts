import {
  type BookState,
  Decimal,
  type Instrument,
  type Market,
  type OrderBook,
  type Pair,
  type VenueId,
} from '../core/index.ts'
import type { WallClock } from '../runtime/ports.ts'
import type { BookHandle } from './book-handle.ts'

/** What the sizes of a venue's book count. */
export type SizeUnit = 'base' | 'contracts'

/** One venue's book in a consolidated view. What it says is true when it is asked. */
export interface ConsolidatedSource {
  /** The venue. */
  readonly venue: VenueId
  /** Spot or futures. */
  readonly market: Market
  /** The pair as this venue has it. */
  readonly pair: Pair
  /** Its book. */
  readonly book: OrderBook
  /** State of its book: why it does not count, where it is not `live`. */
  readonly state: BookState
  /** Whether it counts: its book is live. */
  readonly isCounted: boolean
  /** What its sizes count: base, or contracts of `contract.multiplier` each. */
  sizeUnit(): SizeUnit
  /** Time since the last change of its book arrived, in µs; `undefined` where it does not count. */
  ageUs(): number | undefined
}

/** A source as the view itself uses it. */
export class VenueSource implements ConsolidatedSource {
  /** The handle that keeps the book fed. */
  readonly handle: BookHandle
  /** {@inheritDoc ConsolidatedSource.book} */
  readonly book: OrderBook
  readonly #clock: WallClock

  /** A source of the book of a handle. */
  constructor(handle: BookHandle, clock: WallClock) {
    this.handle = handle
    this.book = handle.view
    this.#clock = clock
  }

  /** The instrument as last listed. */
  get instrument(): Instrument {
    return this.book.instrument
  }

  /** {@inheritDoc ConsolidatedSource.venue} */
  get venue(): VenueId {
    return this.instrument.venue
  }

  /** {@inheritDoc ConsolidatedSource.market} */
  get market(): Market {
    return this.instrument.market
  }

  /** {@inheritDoc ConsolidatedSource.pair} */
  get pair(): Pair {
    return this.instrument.pair
  }

  /** {@inheritDoc ConsolidatedSource.state} */
  get state(): BookState {
    return this.book.state
  }

  /** {@inheritDoc ConsolidatedSource.isCounted} */
  get isCounted(): boolean {
    return this.book.state === 'live'
  }

  /** {@inheritDoc ConsolidatedSource.sizeUnit} */
  sizeUnit(): SizeUnit {
    const { contract } = this.instrument
    return contract === undefined || (isLinear(this.instrument) && contract.multiplier === '1')
      ? 'base'
      : 'contracts'
  }

  /** {@inheritDoc ConsolidatedSource.ageUs} */
  ageUs(): number | undefined {
    const { book } = this
    return book.state === 'live' ? this.#clock.nowUs() - book.localTimeUs : undefined
  }

  /** Base that a size of this venue stands for, exact; `undefined` for inverse contracts, whose base depends on the price. */
  inBase(size: Decimal): Decimal | undefined {
    const { contract } = this.instrument
    if (contract === undefined) return size
    return isLinear(this.instrument) ? size.times(new Decimal(contract.multiplier)) : undefined
  }
}

function isLinear({ contract }: Instrument): boolean {
  return contract?.direction === 'linear'
}
