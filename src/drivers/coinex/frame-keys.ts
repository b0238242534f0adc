/**
 * @hotpath The words of CoinEx's frames as small integers; a switch over them is a jump table.
 */
import { KeySet } from '../../wire/index.ts'

/** Keys of a message that the hot decoder reads; all others are skipped. */
export const MESSAGE_KEYS: KeySet = new KeySet([
  'method',
  'data',
  'code',
  'params',
  'result',
  'error',
])
/** Place in {@link MESSAGE_KEYS}. */
export const METHOD = 0
/** Place in {@link MESSAGE_KEYS}. */
export const DATA = 1
/** Place in {@link MESSAGE_KEYS}; only answers have it. */
export const CODE = 2
/** Place in {@link MESSAGE_KEYS}; it, `result` and `error` are of API v1, in a message from the server. */
export const PARAMS = 3
/** Place in {@link MESSAGE_KEYS}. */
export const RESULT = 4
/** Place in {@link MESSAGE_KEYS}. */
export const ERROR = 5

/** Methods read hot. */
export const METHODS: KeySet = new KeySet(['depth.update', 'bbo.update', 'deals.update'])
/** What a push is about; everything else is `cold`. By place in {@link METHODS}. */
export const KINDS: readonly PushKind[] = ['book', 'bbo', 'trade']

/** What a push is about. */
export type PushKind = 'book' | 'bbo' | 'trade' | 'cold'

/** Keys of `data` of all hot pushes. */
export const DATA_KEYS: KeySet = new KeySet([
  'market',
  'is_full',
  'depth',
  'deal_list',
  'updated_at',
  'best_bid_price',
  'best_bid_size',
  'best_ask_price',
  'best_ask_size',
])
/** Place in {@link DATA_KEYS}. */
export const MARKET = 0
/** Place in {@link DATA_KEYS}. */
export const IS_FULL = 1
/** Place in {@link DATA_KEYS}. */
export const DEPTH = 2
/** Place in {@link DATA_KEYS}. */
export const DEAL_LIST = 3
/** Place in {@link DATA_KEYS}. */
export const UPDATED_AT = 4
/** Place in {@link DATA_KEYS}. */
export const BID_PRICE = 5
/** Place in {@link DATA_KEYS}. */
export const BID_SIZE = 6
/** Place in {@link DATA_KEYS}. */
export const ASK_PRICE = 7
/** Place in {@link DATA_KEYS}. */
export const ASK_SIZE = 8

/** Keys of `depth` and of a deal. */
export const ROW_KEYS: KeySet = new KeySet([
  'asks',
  'bids',
  'updated_at',
  'checksum',
  'deal_id',
  'created_at',
  'side',
  'price',
  'amount',
])
/** Place in {@link ROW_KEYS}. */
export const ASKS = 0
/** Place in {@link ROW_KEYS}. */
export const BIDS = 1
/** Place in {@link ROW_KEYS}. */
export const BOOK_TIME = 2
/** Place in {@link ROW_KEYS}. */
export const CHECKSUM = 3
/** Place in {@link ROW_KEYS}. */
export const DEAL_ID = 4
/** Place in {@link ROW_KEYS}. */
export const CREATED_AT = 5
/** Place in {@link ROW_KEYS}. */
export const SIDE = 6
/** Place in {@link ROW_KEYS}. */
export const PRICE = 7
/** Place in {@link ROW_KEYS}. */
export const AMOUNT = 8
