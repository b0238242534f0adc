/**
 * @hotpath The words of Derivatives v1's frames as small integers; a switch over them is a jump table.
 */
import { KeySet } from '../../../wire/index.ts'

/** Keys that the hot decoder reads; all others are skipped. */
export const KEYS: KeySet = new KeySet([
  'feed',
  'product_id',
  'side',
  'seq',
  'price',
  'qty',
  'timestamp',
  'time',
  'bids',
  'asks',
  'uid',
  'type',
  'trades',
  'event',
])
/** Place in {@link KEYS}. */
export const FEED = 0
/** Place in {@link KEYS}. */
export const PRODUCT = 1
/** Place in {@link KEYS}. */
export const SIDE = 2
/** Place in {@link KEYS}. */
export const SEQ = 3
/** Place in {@link KEYS}. */
export const PRICE = 4
/** Place in {@link KEYS}. */
export const QTY = 5
/** Place in {@link KEYS}: of book messages. */
export const TIMESTAMP = 6
/** Place in {@link KEYS}: of trades. */
export const TIME = 7
/** Place in {@link KEYS}. */
export const BIDS = 8
/** Place in {@link KEYS}. */
export const ASKS = 9
/** Place in {@link KEYS}. */
export const UID = 10
/** Place in {@link KEYS}. */
export const PRINT_KIND = 11
/** Place in {@link KEYS}. */
export const TRADES = 12
/** Place in {@link KEYS}: answers to our own requests have it. */
export const EVENT = 13

/** Feeds that are read hot; every other is cold. */
export const FEEDS: KeySet = new KeySet([
  'book',
  'book_snapshot',
  'trade',
  'trade_snapshot',
  'heartbeat',
])
/** Place in {@link FEEDS}. */
export const BOOK = 0
/** Place in {@link FEEDS}. */
export const BOOK_SNAPSHOT = 1
/** Place in {@link FEEDS}. */
export const TRADE = 2
/** Place in {@link FEEDS}. */
export const TRADE_SNAPSHOT = 3
/** Place in {@link FEEDS}. */
export const HEARTBEAT = 4
/** Not read yet. */
export const NO_FEED = -2

/** Kinds of print that are trades between two parties on the book. */
export const PRINT_KINDS: KeySet = new KeySet(['fill', 'liquidation'])
/** Place in {@link PRINT_KINDS}. */
export const LIQUIDATION = 1
/** Not read yet. */
export const NO_PRINT = -2

/** Keys of a level, as `readObjectLevels` wants them. */
export const LEVEL_KEYS: KeySet = new KeySet(['price', 'qty'])
