import {
  type CandleInterval,
  type ChannelRequest,
  ConfigError,
  type DepthChoice,
  type ExchangeDriver,
  type InstrumentSlot,
  type MarketEventType,
} from '../core/index.ts'
import type { EventFilter } from './subscription.ts'

/** What a subscriber wants to hear of; without `pair`, whatever is subscribed by anybody. */
export interface MarketFilter {
  /** The instrument or instruments: their channels are subscribed as long as this subscription lives. */
  readonly pair?: string | readonly string[]
  /** Length of the bars; needed for `candle` with a pair. */
  readonly interval?: CandleInterval
  /** Depth of the book, for `bookSnapshot`, `bookDelta` and `bookState`. @defaultValue `'full'` */
  readonly depth?: DepthChoice
}

/**
 * The channel that a kind of event comes by; `undefined` where it comes by itself.
 *
 * @throws ConfigError `INVALID_OPTIONS` for bars without an interval.
 */
export function channelOf(kind: MarketEventType, filter: MarketFilter): ChannelRequest | undefined {
  switch (kind) {
    case 'bookSnapshot':
    case 'bookDelta':
    case 'bookState':
      return { channel: 'book', depth: filter.depth ?? 'full' }
    case 'candle':
      if (filter.interval !== undefined) return { channel: 'candle', interval: filter.interval }
      throw new ConfigError(
        'INVALID_OPTIONS',
        'Subscribing to bars: name an interval, such as "1m"',
      )
    case 'bbo':
    case 'trade':
    case 'ticker':
    case 'funding':
    case 'markPrice':
    case 'indexPrice':
    case 'openInterest':
    case 'liquidation':
      return { channel: kind }
    case 'instrumentChanged':
    case 'connection':
    case 'slowConsumer':
    case 'venueStatus':
    case 'venueDrift':
    case 'fault':
      return undefined
  }
}

/** The pairs that a filter names; `undefined` where it names none. */
export function pairsOf({ pair }: MarketFilter): readonly string[] | undefined {
  return typeof pair === 'string' ? [pair] : pair
}

/** What a filter lets through, in the router's words; `slots` are those of its pairs. */
export function eventFilter(
  driver: ExchangeDriver,
  kinds: readonly MarketEventType[],
  filter: MarketFilter,
  slots: readonly InstrumentSlot[] | undefined,
): EventFilter {
  if (slots === undefined) return {}
  const instruments = slots.map(({ index }) => index)
  const [first] = slots
  if (first !== undefined && kinds.every((kind) => kind.startsWith('book'))) {
    // Of the books of one instrument, only the one at the depth asked for.
    const request = { channel: 'book', depth: filter.depth ?? 'full' } as const
    const feed = driver
      .topics(first.instrument, request)
      .find((topic) => topic.feed !== undefined)?.feed
    return feed === undefined ? { instruments } : { instruments, feed }
  }
  const isOnlyBars = kinds.length === 1 && kinds[0] === 'candle' && filter.interval !== undefined
  return isOnlyBars ? { instruments, feed: filter.interval } : { instruments }
}
