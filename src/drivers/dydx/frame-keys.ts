/**
 * @hotpath The words of dYdX's frames as small integers; a switch over them is a jump table.
 */
import { KeySet } from '../../wire/index.ts'

/** Keys of a message, those that are skipped included: a key that is none of them is new, or damaged. */
export const MESSAGE_KEYS: KeySet = new KeySet([
  'type',
  'message_id',
  'id',
  'channel',
  'contents',
  'connection_id',
  'version',
  'message',
])
/** Place in {@link MESSAGE_KEYS}. */
export const TYPE = 0
/** Place in {@link MESSAGE_KEYS}. */
export const NUMBER = 1
/** Place in {@link MESSAGE_KEYS}. */
export const ID = 2
/** Place in {@link MESSAGE_KEYS}. */
export const CHANNEL = 3
/** Place in {@link MESSAGE_KEYS}. */
export const CONTENTS = 4

/** What a message is. */
export const TYPES: KeySet = new KeySet([
  'channel_data',
  'channel_batch_data',
  'subscribed',
  'unsubscribed',
  'error',
  'connected',
  'pong',
])
/** Place in {@link TYPES}: one change. */
export const DATA = 0
/** Place in {@link TYPES}: a list of changes. */
export const BATCH = 1
/** Place in {@link TYPES}: the answer to a subscribe, with what there is. */
export const SUBSCRIBED = 2
/** Place in {@link TYPES}. */
export const ERROR = 4

/** Channels that the hot decoder knows; all others are cold. */
export const CHANNELS: KeySet = new KeySet(['v4_orderbook', 'v4_trades', 'v4_block_height'])
/** Place in {@link CHANNELS}. */
export const ORDERBOOK = 0
/** Place in {@link CHANNELS}. */
export const TRADES = 1
/** Place in {@link CHANNELS}. */
export const BLOCK_HEIGHT = 2

/** Keys of contents that the hot decoder reads. */
export const CONTENTS_KEYS: KeySet = new KeySet(['bids', 'asks', 'trades'])
/** Place in {@link CONTENTS_KEYS}. */
export const BIDS = 0
/** Place in {@link CONTENTS_KEYS}. */
export const ASKS = 1
/** Place in {@link CONTENTS_KEYS}. */
export const TRADE_LIST = 2

/** Keys of a level of a snapshot; levels of changes are pairs. */
export const LEVEL_KEYS: KeySet = new KeySet(['price', 'size'])

/** Keys of a trade that the hot decoder reads. */
export const TRADE_KEYS: KeySet = new KeySet(['id', 'side', 'size', 'price', 'type', 'createdAt'])
/** Place in {@link TRADE_KEYS}. */
export const TRADE_ID = 0
/** Place in {@link TRADE_KEYS}. */
export const SIDE = 1
/** Place in {@link TRADE_KEYS}. */
export const SIZE = 2
/** Place in {@link TRADE_KEYS}. */
export const PRICE = 3
/** Place in {@link TRADE_KEYS}. */
export const TRADE_TYPE = 4
/** Place in {@link TRADE_KEYS}. */
export const CREATED_AT = 5
