import type { Decimal, Instrument, LiveOrderBook, Side } from '../core/index.ts'
import type { StrategyLeg, StrategyView } from '../trader/index.ts'
import { shareOf } from './exact-params.ts'

/** The side of a leg's book that an order would take from. */
export interface Touch {
  /** The leg. */
  readonly leg: StrategyLeg
  /** Its instrument, as listed now. */
  readonly listing: Instrument
  /** What the order does. */
  readonly side: Side
  /** The best price it would get. */
  readonly price: Decimal
  /** How much there is at that price. */
  readonly size: Decimal
}

/** What an order of that side would take; `undefined` where the book is not live, is empty, or may not be traded on. */
export function touchOf(view: StrategyView, leg: StrategyLeg, side: Side): Touch | undefined {
  const book = liveBook(view, leg)
  const levels = side === 'buy' ? book?.asks : book?.bids
  if (levels === undefined || levels.count === 0) return undefined
  const listing = view.listing(leg.instrument)
  return { leg, listing, side, price: levels.priceDecimal(0), size: levels.sizeDecimal(0) }
}

/** The book of a leg that can be traded on now. */
export function liveBook(
  view: StrategyView,
  { instrument }: StrategyLeg,
): LiveOrderBook | undefined {
  const book = view.book(instrument)
  return book?.state === 'live' && view.isTradable(instrument) ? book : undefined
}

/** The best price made worse by so many bps: the worst that a taker accepts. */
export function worstPrice({ side, price }: Touch, slippageBps: number): Decimal {
  const slippage = shareOf(price, slippageBps)
  return side === 'buy' ? price.plus(slippage) : price.minus(slippage)
}
