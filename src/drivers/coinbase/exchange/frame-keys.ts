/** @hotpath The words of Coinbase Exchange's frames, each with its place in its set. docs/venues/coinbase.md §Channels. */
import { KeySet } from '../../../wire/index.ts'

/** Keys of a message; it is flat. */
export const KEYS: KeySet = new KeySet([
  'type',
  'product_id',
  'bids',
  'asks',
  'changes',
  'time',
  'price',
  'size',
  'side',
  'trade_id',
  'best_bid',
  'best_bid_size',
  'best_ask',
  'best_ask_size',
  'last_trade_id',
])
/** Place in {@link KEYS}. */
export const TYPE = 0
/** Place in {@link KEYS}. */
export const PRODUCT = 1
/** Place in {@link KEYS}. */
export const BIDS = 2
/** Place in {@link KEYS}. */
export const ASKS = 3
/** Place in {@link KEYS}. */
export const CHANGES = 4
/** Place in {@link KEYS}. */
export const TIME = 5
/** Place in {@link KEYS}. */
export const PRICE = 6
/** Place in {@link KEYS}. */
export const SIZE = 7
/** Place in {@link KEYS}. */
export const SIDE = 8
/** Place in {@link KEYS}. */
export const TRADE_ID = 9
/** Place in {@link KEYS}. */
export const BEST_BID = 10
/** Place in {@link KEYS}. */
export const BEST_BID_SIZE = 11
/** Place in {@link KEYS}. */
export const BEST_ASK = 12
/** Place in {@link KEYS}. */
export const BEST_ASK_SIZE = 13
/** Place in {@link KEYS}. */
export const LAST_TRADE_ID = 14

/** Types of message known here. */
export const TYPES: KeySet = new KeySet([
  'l2update',
  'snapshot',
  'match',
  'last_match',
  'ticker',
  'heartbeat',
  'subscriptions',
  'error',
  'received',
  'open',
  'done',
  'change',
  'activate',
])
/** Place in {@link TYPES}. */
export const L2UPDATE = 0
/** Place in {@link TYPES}. */
export const SNAPSHOT = 1
/** Place in {@link TYPES}. */
export const MATCH = 2
/** Place in {@link TYPES}. */
export const LAST_MATCH = 3
/** Place in {@link TYPES}. */
export const TICKER = 4
/** Place in {@link TYPES}. */
export const HEARTBEAT = 5
/** Place in {@link TYPES}. */
export const SUBSCRIPTIONS = 6
/** Place in {@link TYPES}. */
export const ERROR = 7
