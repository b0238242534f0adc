/**
 * @hotpath The words of classic payloads and topics as small integers.
 */
import type { Market } from '../../../core/index.ts'
import { KeySet } from '../../../wire/index.ts'

/** Keys of a payload that the hot decoder reads; all others are skipped. */
export const DATA_KEYS: KeySet = new KeySet([
  'changes',
  'asks',
  'bids',
  'sequenceStart',
  'sequenceEnd',
  'sequence',
  'change',
  'time',
  'timestamp',
  'ts',
  'side',
  'price',
  'size',
  'tradeId',
  'bestBidPrice',
  'bestBidSize',
  'bestAskPrice',
  'bestAskSize',
])
/** Place in {@link DATA_KEYS}. */
export const CHANGES = 0
/** Place in {@link DATA_KEYS}. */
export const ASKS = 1
/** Place in {@link DATA_KEYS}. */
export const BIDS = 2
/** Place in {@link DATA_KEYS}. */
export const SEQUENCE_START = 3
/** Place in {@link DATA_KEYS}. */
export const SEQUENCE_END = 4
/** Place in {@link DATA_KEYS}. */
export const SEQUENCE = 5
/** Place in {@link DATA_KEYS}. */
export const CHANGE = 6
/** Place in {@link DATA_KEYS}: ms in books, ns in trades. */
export const TIME = 7
/** Place in {@link DATA_KEYS}: ms. */
export const TIMESTAMP = 8
/** Place in {@link DATA_KEYS}: ns, or in books of today ms. */
export const TS = 9
/** Place in {@link DATA_KEYS}. */
export const SIDE = 10
/** Place in {@link DATA_KEYS}. */
export const PRICE = 11
/** Place in {@link DATA_KEYS}. */
export const SIZE = 12
/** Place in {@link DATA_KEYS}. */
export const TRADE_ID = 13
/** Place in {@link DATA_KEYS}. */
export const BID_PRICE = 14
/** Place in {@link DATA_KEYS}. */
export const BID_SIZE = 15
/** Place in {@link DATA_KEYS}. */
export const ASK_PRICE = 16
/** Place in {@link DATA_KEYS}. */
export const ASK_SIZE = 17

/** What a topic carries. */
export interface ClassicTopic {
  /** Which reader its payload takes. */
  readonly form: 'changes' | 'change' | 'whole' | 'level1' | 'bestPrices' | 'trade'
  /** The market of its symbols. */
  readonly market: Market
  /** Feed of its books; empty for the others. */
  readonly feed: string
}

/** Topics read hot, up to their colon. */
export const TOPICS: KeySet = new KeySet([
  '/market/level2',
  '/contractMarket/level2',
  '/spotMarket/level2Depth5',
  '/spotMarket/level2Depth50',
  '/contractMarket/level2Depth5',
  '/contractMarket/level2Depth50',
  '/spotMarket/level1',
  '/contractMarket/tickerV2',
  '/market/match',
  '/contractMarket/execution',
])
/** What they carry, by place in {@link TOPICS}. */
export const TOPIC_OF: readonly ClassicTopic[] = [
  { form: 'changes', market: 'spot', feed: 'level2' },
  { form: 'change', market: 'futures', feed: 'level2' },
  { form: 'whole', market: 'spot', feed: 'level2Depth5' },
  { form: 'whole', market: 'spot', feed: 'level2Depth50' },
  { form: 'whole', market: 'futures', feed: 'level2Depth5' },
  { form: 'whole', market: 'futures', feed: 'level2Depth50' },
  { form: 'level1', market: 'spot', feed: '' },
  { form: 'bestPrices', market: 'futures', feed: '' },
  { form: 'trade', market: 'spot', feed: '' },
  { form: 'trade', market: 'futures', feed: '' },
]
