/**
 * @hotpath The words of MEXC's futures frames as small integers; a switch over them is a jump table.
 */
import { KeySet } from '../../../wire/index.ts'

/** Keys of a message; all others are skipped. */
export const MESSAGE_KEYS: KeySet = new KeySet(['symbol', 'data', 'channel', 'ts'])
/** Place in {@link MESSAGE_KEYS}. */
export const SYMBOL = 0
/** Place in {@link MESSAGE_KEYS}. */
export const DATA = 1
/** Place in {@link MESSAGE_KEYS}. */
export const CHANNEL = 2
/** Place in {@link MESSAGE_KEYS}; when it was pushed, epoch ms. */
export const PUSH_TIME = 3

/** Keys of a book and of a deal; all others are skipped. */
export const ROW_KEYS: KeySet = new KeySet([
  'asks',
  'bids',
  'version',
  'begin',
  'end',
  'cts',
  'p',
  'v',
  'T',
  't',
  'i',
])
/** Place in {@link ROW_KEYS}. */
export const ASKS = 0
/** Place in {@link ROW_KEYS}. */
export const BIDS = 1
/** Place in {@link ROW_KEYS}. */
export const VERSION = 2
/** Place in {@link ROW_KEYS}; merged changes only. */
export const BEGIN = 3
/** Place in {@link ROW_KEYS}; merged changes only. */
export const END_VERSION = 4
/** Place in {@link ROW_KEYS}; the matching engine's time, epoch ms, since 2026-06-18. */
export const ENGINE_TIME = 5
/** Place in {@link ROW_KEYS}. */
export const PRICE = 6
/** Place in {@link ROW_KEYS}. */
export const SIZE = 7
/** Place in {@link ROW_KEYS}; 1: the taker bought, 2: the taker sold. */
export const SIDE = 8
/** Place in {@link ROW_KEYS}; epoch ms. */
export const TIME = 9
/** Place in {@link ROW_KEYS}; text, since 2025. */
export const TRADE_ID = 10

/** Channels read hot; the first is the changes of a book. */
export const CHANNELS: KeySet = new KeySet(['push.depth', 'push.depth.full', 'push.deal'])
/** Place in {@link CHANNELS}. */
export const DEPTH_FULL = 1
/** Place in {@link CHANNELS}. */
export const DEAL = 2
