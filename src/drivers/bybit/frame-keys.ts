/**
 * @hotpath The words of Bybit's frames as small integers; a switch over them is a jump table.
 */
import { KeySet } from '../../wire/index.ts'

/** Keys of a message that the hot decoder reads; all others are skipped. */
export const MESSAGE_KEYS: KeySet = new KeySet([
  'topic',
  'type',
  'ts',
  'cts',
  'data',
  'op',
  'success',
])
/** Place in {@link MESSAGE_KEYS}. */
export const TOPIC = 0
/** Place in {@link MESSAGE_KEYS}. */
export const TYPE = 1
/** Place in {@link MESSAGE_KEYS}; when the gateway made the message. */
export const SENT_TIME = 2
/** Place in {@link MESSAGE_KEYS}; when the matching engine made the book. */
export const ENGINE_TIME = 3
/** Place in {@link MESSAGE_KEYS}. */
export const DATA = 4
/** Place in {@link MESSAGE_KEYS}; only answers to requests have it. */
export const OPERATION = 5
/** Place in {@link MESSAGE_KEYS}; only answers to requests have it. */
export const SUCCESS = 6

/** Keys of a book and of a trade that the hot decoder reads; all others are skipped. */
export const ROW_KEYS: KeySet = new KeySet(['b', 'a', 'u', 'T', 'S', 'v', 'p', 'i', 'BT'])
/** Place in {@link ROW_KEYS}. */
export const BIDS = 0
/** Place in {@link ROW_KEYS}. */
export const ASKS = 1
/** Place in {@link ROW_KEYS}. */
export const UPDATE_ID = 2
/** Place in {@link ROW_KEYS}. */
export const TRADE_TIME = 3
/** Place in {@link ROW_KEYS}; the taker's. */
export const SIDE = 4
/** Place in {@link ROW_KEYS}. */
export const SIZE = 5
/** Place in {@link ROW_KEYS}. */
export const PRICE = 6
/** Place in {@link ROW_KEYS}. */
export const TRADE_ID = 7
/** Place in {@link ROW_KEYS}. */
export const IS_BLOCK_TRADE = 8

/** Channels read hot, as topics begin. */
export const CHANNELS: KeySet = new KeySet(['orderbook', 'publicTrade'])
/** Place in {@link CHANNELS}. */
export const ORDERBOOK = 0

/** Depths of `orderbook`, as topics spell them. */
export const DEPTHS: KeySet = new KeySet(['1', '50', '200', '1000', 'full', 'rpi', '500'])
/** Place in {@link DEPTHS}. */
export const BEST = 0
/** Place in {@link DEPTHS}. */
export const FULL = 4
/** Place in {@link DEPTHS}. */
export const RPI = 5

/** `u` of the first message of a numbering: the service started again. */
export const FIRST_ID = 1

/** Name of the feed with the orders of retail. */
export const RPI_FEED = 'orderbook.rpi'
/** Name of the feed of all levels. */
export const FULL_FEED = 'orderbook.full'

/** A book feed and the levels a side that it has. */
export interface BookFeed {
  /** Its name. */
  readonly feed: string
  /** Levels a side. */
  readonly levels: number | 'full'
}

/** The feed of each depth, by place in {@link DEPTHS}; depth 1 is told as BBO, and has none. */
export const FEEDS: readonly BookFeed[] = [
  { feed: '', levels: 1 },
  { feed: 'orderbook.50', levels: 50 },
  { feed: 'orderbook.200', levels: 200 },
  { feed: 'orderbook.1000', levels: 1000 },
  { feed: FULL_FEED, levels: 'full' },
  { feed: RPI_FEED, levels: 50 },
  // Retired on 2025-11-25, when 1000 took its place; recordings have it.
  { feed: 'orderbook.500', levels: 500 },
]
