import {
  ALWAYS_CHANGED,
  type Asset,
  type Decimal,
  type Instrument,
  instrumentRules,
  type LiveOrderBook,
  type OrderBook,
  Revision,
} from '../../core/index.ts'
import type { BatchView } from './batch-view.ts'
import type { Holding } from './holding.ts'
import type { MarketView } from './view.ts'

/** What is known of prices from before. */
export interface PriceMemory {
  /** The nearest double of an exact number. */
  numberOf(exact: Decimal): number
  /** The mid of an instrument as it was told last; `undefined` where none was. */
  lastMid(instrument: Instrument): Decimal | undefined
}

/** The most that a holding may come to be worth, whichever way, in quote: the nearest double; `NaN` without a price. */
export function coarseValue({ reach }: Holding, market: MarketView, memory: PriceMemory): number {
  const { multiplierNumber, isInverse } = instrumentRules(market.instrument)
  const price = priceOf(market, memory)
  // Without a price nothing is known, of an inverse contract neither: as exact numbers have it.
  return reach.worstNumber * Math.abs(multiplierNumber * (isInverse ? price / price : price))
}

/** Where changes of that value are stamped. */
export function stampPlaceOf(market: MarketView | undefined): number {
  const isStamped = market?.mark !== undefined || hasMid(market?.book)
  // One of another copy of this package has its stamps elsewhere.
  return isStamped && market?.revision instanceof Revision ? market.revision.place : ALWAYS_CHANGED
}

/** What a unit of an asset is worth: the nearest double, `NaN` where nobody knows. */
export function coarseRate(asset: Asset, view: BatchView, memory: PriceMemory): number {
  const rate = view.rate(asset)
  return rate === undefined ? Number.NaN : Math.abs(memory.numberOf(rate))
}

/** Mark, else mid, else last, else the mid that was told last: as exact values have it. */
function priceOf({ mark, book, last, instrument }: MarketView, memory: PriceMemory): number {
  if (mark === undefined && hasMid(book))
    return (book.bids.priceNumber(0) + book.asks.priceNumber(0)) / 2
  const known = mark ?? last ?? memory.lastMid(instrument)
  return known === undefined ? Number.NaN : memory.numberOf(known)
}

function hasMid(book: OrderBook | undefined): book is LiveOrderBook {
  return book?.state === 'live' && book.bids.count > 0 && book.asks.count > 0
}
