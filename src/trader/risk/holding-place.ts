import {
  type AccountId,
  type Asset,
  type Instrument,
  instrumentRules,
  type OrderBook,
} from '../../core/index.ts'
import { instrumentKey } from './instrument-key.ts'
import { nameNumber } from './name-number.ts'

/** Numbers of an instrument, its asset and its venue: an order for what is not held asks for them anew. */
interface Numbers {
  readonly instrument: number
  readonly asset: number
  readonly venue: number
}

const NUMBERS = new WeakMap<Instrument, Numbers>()

function numbersOf(instrument: Instrument): Numbers {
  const known = NUMBERS.get(instrument)
  if (known !== undefined) return known
  const { base, venue } = instrument
  const numbers = {
    instrument: nameNumber(instrumentKey(instrument)),
    asset: nameNumber(base),
    venue: nameNumber(venue),
  }
  NUMBERS.set(instrument, numbers)
  return numbers
}

/** Whose a holding is and of what: the same for all that it becomes, and compared by numbers. */
export class HoldingPlace {
  /** Whose. */
  readonly account: AccountId
  /** Of what. */
  readonly instrument: Instrument
  /** Numbers of what it may have in common with others, see `nameNumber`. */
  readonly accountNumber: number
  /** See {@link HoldingPlace.accountNumber}. */
  readonly instrumentNumber: number
  /** See {@link HoldingPlace.accountNumber}. */
  readonly assetNumber: number
  /** See {@link HoldingPlace.accountNumber}. */
  readonly venueNumber: number
  /** What a price is in, by the listing that was looked at last. */
  quote: Asset
  /** What a unit stands for, likewise: the nearest double. */
  multiplierNumber: number = Number.NaN
  /** Whether that is money already, likewise. */
  isInverse = false
  /** The mid that was looked at last, `NaN` where there was none. */
  midNumber: number = Number.NaN
  #book: OrderBook | undefined
  #revision: number | undefined
  #listing: Instrument | undefined

  /** Of an account, in an instrument. */
  constructor(account: AccountId, instrument: Instrument) {
    this.account = account
    this.instrument = instrument
    this.accountNumber = nameNumber(account)
    const numbers = numbersOf(instrument)
    this.instrumentNumber = numbers.instrument
    this.assetNumber = numbers.asset
    this.venueNumber = numbers.venue
    this.quote = instrument.quote
  }

  /** Reads the rules of a listing, if it is another one than before. */
  lookAtListing(listing: Instrument): void {
    if (this.#listing === listing) return
    const { multiplierNumber, isInverse } = instrumentRules(listing)
    this.#listing = listing
    this.quote = listing.quote
    this.multiplierNumber = multiplierNumber
    this.isInverse = isInverse
  }

  /** Looks at a book, if it has changed since: most of many have not. */
  lookAtBook(book: OrderBook | undefined): void {
    const revision = book?.revision
    if (revision !== undefined && revision === this.#revision && book === this.#book) return
    this.#book = book
    this.#revision = revision
    this.midNumber = midOf(book)
  }
}

/** The nearest double: a bound is made of it, and exact numbers decide where that cannot (decision 0033). */
function midOf(book: OrderBook | undefined): number {
  if (book?.state !== 'live' || book.bids.count === 0 || book.asks.count === 0) return Number.NaN
  return (book.bids.priceNumber(0) + book.asks.priceNumber(0)) / 2
}
