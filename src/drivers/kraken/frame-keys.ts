/**
 * @hotpath The words of WebSocket v2's frames as small integers; a switch over them is a jump table.
 */
import { KeySet } from '../../wire/index.ts'

/** Keys of a message. */
export const KEYS: KeySet = new KeySet([
  'channel',
  'type',
  'data',
  'method',
  'Error',
  'event',
  'feed',
])
/** Place in {@link KEYS}. */
export const CHANNEL = 0
/** Place in {@link KEYS}. */
export const TYPE = 1
/** Place in {@link KEYS}. */
export const DATA = 2
/** Place in {@link KEYS}: answers to our own requests have it. */
export const METHOD = 3
/** Place in {@link KEYS}: `{"Error":"Exceeded msg rate"}`. */
export const RATE_ERROR = 4
/** Place in {@link KEYS}: only WebSocket v1 has it. */
export const EVENT = 5
/** Place in {@link KEYS}: only Derivatives WebSocket v1 has it. */
export const FEED = 6

/** Channels that are read here; every other is cold. */
export const CHANNELS: KeySet = new KeySet(['book', 'trade', 'ticker', 'heartbeat'])
/** Place in {@link CHANNELS}. */
export const BOOK = 0
/** Place in {@link CHANNELS}. */
export const TRADE = 1
/** Place in {@link CHANNELS}. */
export const TICKER = 2
/** Place in {@link CHANNELS}. */
export const HEARTBEAT = 3
/** Not read yet. */
export const NO_CHANNEL = -2

/** Keys of an item of `data`. */
export const ITEM_KEYS: KeySet = new KeySet([
  'symbol',
  'bids',
  'asks',
  'checksum',
  'timestamp',
  'side',
  'price',
  'qty',
  'trade_id',
  'bid',
  'bid_qty',
  'ask',
  'ask_qty',
])
/** Place in {@link ITEM_KEYS}. */
export const SYMBOL = 0
/** Place in {@link ITEM_KEYS}. */
export const BIDS = 1
/** Place in {@link ITEM_KEYS}. */
export const ASKS = 2
/** Place in {@link ITEM_KEYS}. */
export const CHECKSUM = 3
/** Place in {@link ITEM_KEYS}. */
export const TIMESTAMP = 4
/** Place in {@link ITEM_KEYS}. */
export const SIDE = 5
/** Place in {@link ITEM_KEYS}. */
export const PRICE = 6
/** Place in {@link ITEM_KEYS}. */
export const QTY = 7
/** Place in {@link ITEM_KEYS}. */
export const TRADE_ID = 8
/** Place in {@link ITEM_KEYS}. */
export const BID = 9
/** Place in {@link ITEM_KEYS}. */
export const BID_QTY = 10
/** Place in {@link ITEM_KEYS}. */
export const ASK = 11
/** Place in {@link ITEM_KEYS}. */
export const ASK_QTY = 12

/** Keys of a level, as `readObjectLevels` wants them. */
export const LEVEL_KEYS: KeySet = new KeySet(['price', 'qty'])
