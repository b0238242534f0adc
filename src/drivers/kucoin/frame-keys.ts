/**
 * @hotpath The words of KuCoin's frames as small integers; a switch over them is a jump table. Both generations are here:
 * a unified frame has `T` and `d`, a classic one `topic` and `data`.
 */
import type { Market } from '../../core/index.ts'
import { KeySet } from '../../wire/index.ts'

/** Keys of a message that the hot decoder reads; those of control frames are only noticed. */
export const MESSAGE_KEYS: KeySet = new KeySet([
  'T',
  'dp',
  't',
  'd',
  'topic',
  'data',
  'type',
  'result',
  'sessionId',
  'op',
])
/** Place in {@link MESSAGE_KEYS}: the unified channel with its market, `obu.SPOT`. */
export const CHANNEL = 0
/** Place in {@link MESSAGE_KEYS}: depth of a unified book. */
export const DEPTH = 1
/** Place in {@link MESSAGE_KEYS}: `snapshot` or `delta`. */
export const KIND = 2
/** Place in {@link MESSAGE_KEYS}: payload of a unified frame. */
export const UNIFIED_PAYLOAD = 3
/** Place in {@link MESSAGE_KEYS}: the classic topic with its symbol, `/market/level2:BTC-USDT`. */
export const TOPIC = 4
/** Place in {@link MESSAGE_KEYS}: payload of a classic frame. */
export const CLASSIC_PAYLOAD = 5
/** First place in {@link MESSAGE_KEYS} of the keys that control frames have; data frames have `type` too. */
export const FIRST_CONTROL = 6

/** Keys of a unified payload that the hot decoder reads. */
export const UNIFIED_KEYS: KeySet = new KeySet(['s', 'a', 'b', 'O', 'C', 'M', 'p', 'q', 'S', 'ti'])
/** Place in {@link UNIFIED_KEYS}. */
export const SYMBOL = 0
/** Place in {@link UNIFIED_KEYS}. */
export const ASKS = 1
/** Place in {@link UNIFIED_KEYS}. */
export const BIDS = 2
/** Place in {@link UNIFIED_KEYS}: first sequence that the frame covers. */
export const FIRST_ID = 3
/** Place in {@link UNIFIED_KEYS}: last sequence that the frame covers. */
export const LAST_ID = 4
/** Place in {@link UNIFIED_KEYS}: time of the matching engine, ns. */
export const TIME = 5
/** Place in {@link UNIFIED_KEYS}. */
export const PRICE = 6
/** Place in {@link UNIFIED_KEYS}. */
export const SIZE = 7
/** Place in {@link UNIFIED_KEYS}: the taker's side. */
export const SIDE = 8
/** Place in {@link UNIFIED_KEYS}. */
export const TRADE_ID = 9

/** What a unified channel carries. */
export interface UnifiedChannel {
  /** Which reader it takes. */
  readonly kind: 'book' | 'trade'
  /** The market that its symbols are of. */
  readonly market: Market
}

/** Unified channels read hot. */
export const CHANNELS: KeySet = new KeySet([
  'obu.SPOT',
  'obu.FUTURES',
  'trade.SPOT',
  'trade.FUTURES',
])
/** What they carry, by place in {@link CHANNELS}. */
export const CHANNEL_OF: readonly UnifiedChannel[] = [
  { kind: 'book', market: 'spot' },
  { kind: 'book', market: 'futures' },
  { kind: 'trade', market: 'spot' },
  { kind: 'trade', market: 'futures' },
]

/** What a depth of `obu` means: its feed, and whether each frame is a whole book, a change, or the best of both sides. */
export interface UnifiedDepth {
  /** Name of the feed; empty for BBOs. */
  readonly feed: string
  /** What a frame is. */
  readonly form: 'chain' | 'whole' | 'bbo'
}

/** Depths of `obu`. */
export const DEPTHS: KeySet = new KeySet(['increment@10ms', 'increment', '50', '5', '1'])
/** What they mean, by place in {@link DEPTHS}. */
export const DEPTH_OF: readonly UnifiedDepth[] = [
  { feed: 'obu.increment@10ms', form: 'chain' },
  { feed: 'obu.increment', form: 'chain' },
  { feed: 'obu.50', form: 'whole' },
  { feed: 'obu.5', form: 'whole' },
  { feed: '', form: 'bbo' },
]
