import type { MarketEventType } from '../core/index.ts'

/** Every event type with the small integer under which the router keeps its subscribers. */
export const EVENT_KINDS: Readonly<Record<MarketEventType, number>> = {
  bookSnapshot: 0,
  bookDelta: 1,
  bbo: 2,
  trade: 3,
  ticker: 4,
  candle: 5,
  funding: 6,
  markPrice: 7,
  indexPrice: 8,
  openInterest: 9,
  liquidation: 10,
  instrumentChanged: 11,
  bookState: 12,
  connection: 13,
  slowConsumer: 14,
  venueStatus: 15,
  venueDrift: 16,
  fault: 17,
}

/** How many kinds there are. */
export const EVENT_KIND_COUNT: number = Object.keys(EVENT_KINDS).length
