/**
 * @hotpath The words of Hyperliquid's frames as small integers; a switch over them is a jump table.
 */
import { KeySet } from '../../wire/index.ts'

/** Keys of a message that the hot decoder reads; all others are skipped. */
export const MESSAGE_KEYS: KeySet = new KeySet(['channel', 'data'])
/** Place in {@link MESSAGE_KEYS}. */
export const CHANNEL = 0
/** Place in {@link MESSAGE_KEYS}. */
export const DATA = 1

/** Keys of a book or BBO; all others are skipped. */
export const DATA_KEYS: KeySet = new KeySet(['coin', 'time', 'levels', 'bbo', 'fast', 'spread'])
/** Place in {@link DATA_KEYS}. */
export const COIN = 0
/** Place in {@link DATA_KEYS}. */
export const TIME = 1
/** Place in {@link DATA_KEYS}. */
export const LEVELS = 2
/** Place in {@link DATA_KEYS}. */
export const BBO = 3
/** Place in {@link DATA_KEYS}. */
export const FAST = 4
/** Place in {@link DATA_KEYS}; only aggregated books have it. */
export const SPREAD = 5

/** Keys of a level; how many orders it has is skipped. */
export const LEVEL_KEYS: KeySet = new KeySet(['px', 'sz'])
/** Place in {@link LEVEL_KEYS}. */
export const LEVEL_PRICE = 0
/** Place in {@link LEVEL_KEYS}. */
export const LEVEL_SIZE = 1

/** Keys of a trade; all others are skipped. */
export const TRADE_KEYS: KeySet = new KeySet(['coin', 'side', 'px', 'sz', 'time', 'tid'])
/** Place in {@link TRADE_KEYS}. */
export const TRADE_COIN = 0
/** Place in {@link TRADE_KEYS}. */
export const SIDE = 1
/** Place in {@link TRADE_KEYS}. */
export const PRICE = 2
/** Place in {@link TRADE_KEYS}. */
export const SIZE = 3
/** Place in {@link TRADE_KEYS}. */
export const TRADE_TIME = 4
/** Place in {@link TRADE_KEYS}. */
export const TRADE_ID = 5

/** What a channel's frames are; everything else is `cold`. */
export type FrameKind = 'book' | 'bbo' | 'trade' | 'control' | 'cold'

/** Channels that the hot decoder settles. */
export const CHANNELS: KeySet = new KeySet([
  'l2Book',
  'bbo',
  'trades',
  'pong',
  'subscriptionResponse',
  'error',
])
/** What their frames are, by place in {@link CHANNELS}. */
export const KINDS: readonly FrameKind[] = ['book', 'bbo', 'trade', 'control', 'control', 'control']
