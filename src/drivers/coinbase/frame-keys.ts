/** @hotpath The words of Advanced Trade's hot frames, each with its place in its set. docs/venues/coinbase.md §Channels. */
import { KeySet } from '../../wire/index.ts'

/** Keys of a message. */
export const MESSAGE_KEYS: KeySet = new KeySet([
  'channel',
  'timestamp',
  'sequence_num',
  'events',
  'type',
])
/** Place in {@link MESSAGE_KEYS}. */
export const CHANNEL = 0
/** Place in {@link MESSAGE_KEYS}. */
export const TIMESTAMP = 1
/** Place in {@link MESSAGE_KEYS}. */
export const SEQUENCE = 2
/** Place in {@link MESSAGE_KEYS}. */
export const EVENTS = 3
/** Place in {@link MESSAGE_KEYS}: only frames of the other feed, and errors, have it. */
export const TYPE = 4

/** Keys of an event. */
export const EVENT_KEYS: KeySet = new KeySet(['type', 'product_id', 'updates', 'trades', 'tickers'])
/** Place in {@link EVENT_KEYS}. */
export const EVENT_TYPE = 0
/** Place in {@link EVENT_KEYS}. */
export const EVENT_PRODUCT = 1
/** Place in {@link EVENT_KEYS}. */
export const UPDATES = 2
/** Place in {@link EVENT_KEYS}. */
export const TRADES = 3
/** Place in {@link EVENT_KEYS}. */
export const TICKERS = 4

/** Keys of a level, in the order in which the venue writes them. */
export const LEVEL_KEYS: KeySet = new KeySet(['side', 'event_time', 'price_level', 'new_quantity'])
/** Place in {@link LEVEL_KEYS}. */
export const LEVEL_SIDE = 0
/** Place in {@link LEVEL_KEYS}. */
export const LEVEL_TIME = 1
/** Place in {@link LEVEL_KEYS}. */
export const LEVEL_PRICE = 2
/** Place in {@link LEVEL_KEYS}. */
export const LEVEL_SIZE = 3

/** Keys of a trade. */
export const TRADE_KEYS: KeySet = new KeySet([
  'trade_id',
  'product_id',
  'price',
  'size',
  'side',
  'time',
])
/** Place in {@link TRADE_KEYS}. */
export const TRADE_ID = 0
/** Place in {@link TRADE_KEYS}. */
export const TRADE_PRODUCT = 1
/** Place in {@link TRADE_KEYS}. */
export const TRADE_PRICE = 2
/** Place in {@link TRADE_KEYS}. */
export const TRADE_SIZE = 3
/** Place in {@link TRADE_KEYS}. */
export const TRADE_SIDE = 4

/** Keys of a ticker that make a BBO; all else of it is read cold. */
export const TICKER_KEYS: KeySet = new KeySet([
  'product_id',
  'best_bid',
  'best_bid_quantity',
  'best_ask',
  'best_ask_quantity',
])
/** Place in {@link TICKER_KEYS}. */
export const TICKER_PRODUCT = 0
/** Place in {@link TICKER_KEYS}. */
export const BID_PRICE = 1
/** Place in {@link TICKER_KEYS}. */
export const BID_SIZE = 2
/** Place in {@link TICKER_KEYS}. */
export const ASK_PRICE = 3
/** Place in {@link TICKER_KEYS}. */
export const ASK_SIZE = 4

/** What the events of a channel are; everything that is not hot or control is `cold`. */
export type EventKind = 'book' | 'trade' | 'ticker' | 'control' | 'cold'

/** Channels known here. */
export const CHANNELS: KeySet = new KeySet([
  'l2_data',
  'market_trades',
  'ticker',
  'subscriptions',
  'heartbeats',
])
/** What their events are, by place in {@link CHANNELS}. */
export const KINDS: readonly EventKind[] = ['book', 'trade', 'ticker', 'control', 'control']
