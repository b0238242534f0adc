import type { CandleInterval } from './trade-events.ts'

/** How much of a book is wanted: the best level, 20 or 50 levels a side, or all the venue gives. */
export type DepthChoice = (typeof DEPTH_CHOICES)[number]

/** Every {@link DepthChoice}, the least first. */
export const DEPTH_CHOICES = ['bbo', 20, 50, 'full'] as const

/** What a subscriber wants to hear of one instrument. */
export type ChannelRequest =
  | { readonly channel: 'book'; readonly depth?: DepthChoice }
  | { readonly channel: 'candle'; readonly interval: CandleInterval }
  | { readonly channel: Exclude<ChannelKind, 'book' | 'candle'> }

/** The kinds of channel a venue may have. `status` is the venue's own state; it has no instrument. */
export type ChannelKind =
  | 'book'
  | 'bbo'
  | 'trade'
  | 'ticker'
  | 'candle'
  | 'funding'
  | 'markPrice'
  | 'indexPrice'
  | 'openInterest'
  | 'liquidation'
  | 'instrument'
  | 'status'
