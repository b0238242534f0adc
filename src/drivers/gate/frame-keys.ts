/**
 * @hotpath The words of Gate's frames as small integers; a switch over them is a jump table.
 */
import { KeySet } from '../../wire/index.ts'

/** Keys of a message that the hot decoder reads; all others are skipped. */
export const MESSAGE_KEYS: KeySet = new KeySet(['channel', 'event', 'result', 'error', 'method'])
/** Place in {@link MESSAGE_KEYS}. */
export const CHANNEL = 0
/** Place in {@link MESSAGE_KEYS}. */
export const EVENT = 1
/** Place in {@link MESSAGE_KEYS}. */
export const RESULT = 2
/** Place in {@link MESSAGE_KEYS}. */
export const ERROR = 3
/** Place in {@link MESSAGE_KEYS}; only frames of WebSocket v3 have it. */
export const METHOD = 4

/** Keys of a change, and of the whole book that begins a chain. */
export const CHANGE_KEYS: KeySet = new KeySet(['s', 't', 'u', 'b', 'a', 'U', 'full', 'l'])
/** Keys of a whole book of spot, in the places of {@link CHANGE_KEYS}. */
export const SPOT_WHOLE_KEYS: KeySet = new KeySet(['s', 't', 'lastUpdateId', 'bids', 'asks'])
/** Keys of a whole book of contracts, likewise. */
export const CONTRACT_WHOLE_KEYS: KeySet = new KeySet(['contract', 't', 'id', 'bids', 'asks'])
/** Place in {@link CHANGE_KEYS}. */
export const BOOK_NAME = 0
/** Place in {@link CHANGE_KEYS}. */
export const BOOK_TIME = 1
/** Place in {@link CHANGE_KEYS}. */
export const LAST_ID = 2
/** Place in {@link CHANGE_KEYS}. */
export const BIDS = 3
/** Place in {@link CHANGE_KEYS}. */
export const ASKS = 4
/** Place in {@link CHANGE_KEYS}. */
export const FIRST_ID = 5
/** Place in {@link CHANGE_KEYS}. */
export const FULL = 6
/** Place in {@link CHANGE_KEYS}: how many levels a subscription of contracts asked for. */
export const LEVEL = 7

/** Keys of a level of contracts: price first, size second. */
export const LEVEL_KEYS: KeySet = new KeySet(['p', 's'])

/** Keys of a best bid and offer. */
export const BBO_KEYS: KeySet = new KeySet(['s', 't', 'u', 'b', 'B', 'a', 'A'])
/** Place in {@link BBO_KEYS}. */
export const BBO_SYMBOL = 0
/** Place in {@link BBO_KEYS}. */
export const BBO_TIME = 1
/** Place in {@link BBO_KEYS}. */
export const BBO_ID = 2
/** Place in {@link BBO_KEYS}. */
export const BID_PRICE = 3
/** Place in {@link BBO_KEYS}. */
export const BID_SIZE = 4
/** Place in {@link BBO_KEYS}. */
export const ASK_PRICE = 5
/** Place in {@link BBO_KEYS}. */
export const ASK_SIZE = 6

/** Keys of a trade of spot. */
export const SPOT_TRADE_KEYS: KeySet = new KeySet([
  'currency_pair',
  'id',
  'create_time',
  'create_time_ms',
  'price',
  'amount',
  'side',
])
/** Keys of a trade of contracts, in the places of {@link SPOT_TRADE_KEYS}. */
export const CONTRACT_TRADE_KEYS: KeySet = new KeySet([
  'contract',
  'id',
  'create_time',
  'create_time_ms',
  'price',
  'size',
  'is_internal',
])
/** Place in {@link SPOT_TRADE_KEYS}. */
export const TRADE_NAME = 0
/** Place in {@link SPOT_TRADE_KEYS}. */
export const TRADE_ID = 1
/** Place in {@link SPOT_TRADE_KEYS}: epoch s. */
export const TIME_S = 2
/** Place in {@link SPOT_TRADE_KEYS}: epoch ms. */
export const TIME_MS = 3
/** Place in {@link SPOT_TRADE_KEYS}. */
export const PRICE = 4
/** Place in {@link SPOT_TRADE_KEYS}; on contracts its sign is the taker's side. */
export const SIZE = 5
/** Place in {@link SPOT_TRADE_KEYS}: the taker's. */
export const SIDE = 6
/** Place in {@link CONTRACT_TRADE_KEYS}. */
export const IS_INTERNAL = 6

/** What the messages of a channel are; everything else is `cold`. */
export type Kind = 'chain' | 'diff' | 'whole' | 'bbo' | 'trade' | 'cold'

/** Channels read hot: those of spot first, then those of contracts in the same order. */
export const CHANNELS: KeySet = new KeySet([
  'spot.obu',
  'spot.order_book_update',
  'spot.order_book',
  'spot.book_ticker',
  'spot.trades',
  'futures.obu',
  'futures.order_book_update',
  'futures.order_book',
  'futures.book_ticker',
  'futures.trades',
])
/** What their messages are, by place in {@link CHANNELS}. */
export const KINDS: readonly Kind[] = [
  'chain',
  'diff',
  'whole',
  'bbo',
  'trade',
  'chain',
  'diff',
  'whole',
  'bbo',
  'trade',
]
/** First place of a channel of contracts. */
export const FIRST_CONTRACT_CHANNEL = 5

/** Feeds of `obu` by their number of levels. */
export const CHAIN_FEEDS: Readonly<Record<number, string>> = { 50: 'obu.50', 400: 'obu.400' }
/** Feeds of `order_book_update` by the number of levels that frames of contracts name; 0 where they name none. */
export const DIFF_FEEDS: Readonly<Record<number, string>> = {
  0: 'order_book_update',
  20: 'order_book_update.20',
  50: 'order_book_update.50',
  100: 'order_book_update.100',
}
/** The feed of whole books. */
export const WHOLE_FEED = 'order_book'
