/**
 * @hotpath The words of OKX's frames as small integers; a switch over them is a jump table.
 */
import { KeySet } from '../../wire/index.ts'

/** Keys of a message and of its argument that the hot decoder reads; all others are skipped. */
export const MESSAGE_KEYS: KeySet = new KeySet([
  'arg',
  'action',
  'data',
  'event',
  'table',
  'channel',
  'instId',
])
/** Place in {@link MESSAGE_KEYS}. */
export const ARGUMENT = 0
/** Place in {@link MESSAGE_KEYS}. */
export const ACTION = 1
/** Place in {@link MESSAGE_KEYS}. */
export const DATA = 2
/** Place in {@link MESSAGE_KEYS}. */
export const EVENT = 3
/** Place in {@link MESSAGE_KEYS}; only frames of API v3 have it, closed in 2022. */
export const TABLE = 4
/** Place in {@link MESSAGE_KEYS}. */
export const CHANNEL = 5
/** Place in {@link MESSAGE_KEYS}. */
export const INSTRUMENT = 6

/** Keys of a row that the hot decoder reads; all others are skipped. */
export const ROW_KEYS: KeySet = new KeySet([
  'asks',
  'bids',
  'ts',
  'seqId',
  'prevSeqId',
  'checksum',
  'px',
  'sz',
  'side',
  'tradeId',
])
/** Place in {@link ROW_KEYS}. */
export const ASKS = 0
/** Place in {@link ROW_KEYS}. */
export const BIDS = 1
/** Place in {@link ROW_KEYS}. */
export const TIME = 2
/** Place in {@link ROW_KEYS}. */
export const LAST_ID = 3
/** Place in {@link ROW_KEYS}. */
export const PREVIOUS_ID = 4
/** Place in {@link ROW_KEYS}. */
export const CHECKSUM = 5
/** Place in {@link ROW_KEYS}. */
export const PRICE = 6
/** Place in {@link ROW_KEYS}. */
export const SIZE = 7
/** Place in {@link ROW_KEYS}. */
export const SIDE = 8
/** Place in {@link ROW_KEYS}. */
export const TRADE_ID = 9

/** `prevSeqId` of a snapshot: there is none. */
export const NO_ID = -1

/** What the rows of a channel are: snapshot and changes, whole books, BBOs, trades; everything else is `cold`. */
export type RowKind = 'chain' | 'whole' | 'bbo' | 'trade' | 'cold'

/** Channels read hot. */
export const CHANNELS: KeySet = new KeySet([
  'books',
  'books-l2-tbt',
  'books50-l2-tbt',
  'books-rpi',
  'books5',
  'bbo-tbt',
  'trades',
  'trades-all',
])
/** What their rows are, by place in {@link CHANNELS}. */
export const ROWS: readonly RowKind[] = [
  'chain',
  'chain',
  'chain',
  'chain',
  'whole',
  'bbo',
  'trade',
  'trade',
]
