/**
 * @hotpath The words of Binance's frames as small integers; a switch over them is a jump table.
 */
import { KeySet } from '../../wire/index.ts'
import type { StreamKind } from './streams.ts'

/** Keys that the hot decoder reads; all others are skipped. */
export const KEYS: KeySet = new KeySet([
  'stream',
  'data',
  'e',
  's',
  'b',
  'a',
  'B',
  'A',
  'u',
  'U',
  'pu',
  'E',
  'T',
  'p',
  'q',
  't',
  'm',
  'X',
  'lastUpdateId',
  'bids',
  'asks',
  'event',
  'result',
  'id',
  'error',
  'code',
  'status',
])
/** Place in {@link KEYS}. */
export const STREAM = 0
/** Place in {@link KEYS}. */
export const DATA = 1
/** Place in {@link KEYS}. */
export const EVENT_TYPE = 2
/** Place in {@link KEYS}. */
export const SYMBOL = 3
/** Place in {@link KEYS}. */
export const BIDS_OR_BID_PRICE = 4
/** Place in {@link KEYS}. */
export const ASKS_OR_ASK_PRICE = 5
/** Place in {@link KEYS}. */
export const BID_SIZE = 6
/** Place in {@link KEYS}. */
export const ASK_SIZE = 7
/** Place in {@link KEYS}. */
export const LAST_ID = 8
/** Place in {@link KEYS}. */
export const FIRST_ID = 9
/** Place in {@link KEYS}. */
export const PREVIOUS_ID = 10
/** Place in {@link KEYS}. */
export const EVENT_TIME = 11
/** Place in {@link KEYS}. */
export const TRANSACTION_TIME = 12
/** Place in {@link KEYS}. */
export const TRADE_PRICE = 13
/** Place in {@link KEYS}. */
export const TRADE_SIZE = 14
/** Place in {@link KEYS}. */
export const TRADE_ID = 15
/** Place in {@link KEYS}. */
export const BUYER_IS_MAKER = 16
/** Place in {@link KEYS}. */
export const PRINT_KIND = 17
/** Place in {@link KEYS}. */
export const SNAPSHOT_ID = 18
/** Place in {@link KEYS}. */
export const BIDS = 19
/** Place in {@link KEYS}. */
export const ASKS = 20
/** Place in {@link KEYS}. */
export const PRIVATE_EVENT = 21
// 22 and beyond: keys that only answers to our own requests have.

/** Event types read hot. */
export const EVENTS: KeySet = new KeySet(['depthUpdate', 'bookTicker', 'trade', 'aggTrade'])
/** Kinds of frame by place in {@link EVENTS}. */
export const EVENT_KINDS: readonly StreamKind[] = ['depth', 'bookTicker', 'trade', 'aggTrade']
