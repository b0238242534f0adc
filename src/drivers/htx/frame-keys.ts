/**
 * @hotpath The words of HTX's frames as small integers; a switch over them is a jump table.
 */
import { KeySet } from '../../wire/index.ts'

/** Keys of a message that the decoder reads; all others are skipped. */
export const MESSAGE_KEYS: KeySet = new KeySet([
  'ch',
  'rep',
  'tick',
  'data',
  'ts',
  'status',
  'ping',
  'pong',
  'op',
  'action',
  'subbed',
  'unsubbed',
])
/** Place in {@link MESSAGE_KEYS}: topic of a push. */
export const CHANNEL = 0
/** Place in {@link MESSAGE_KEYS}: topic of the answer to a `req`. */
export const ANSWERED = 1
/** Place in {@link MESSAGE_KEYS}: body of a push. */
export const TICK = 2
/** Place in {@link MESSAGE_KEYS}: body of an answer. */
export const DATA = 3
/** Place in {@link MESSAGE_KEYS}: when the server sent it. */
export const SENT_TIME = 4
/** Place in {@link MESSAGE_KEYS}: `error` where a request was refused. */
export const STATUS = 5
/** Place in {@link MESSAGE_KEYS}: the ping of market sockets. */
export const PING = 6
/** Place in {@link MESSAGE_KEYS}: the answer to a client's ping. */
export const PONG = 7
/** Place in {@link MESSAGE_KEYS}: what a message of the notification sockets is. */
export const OPERATION = 8
/** Place in {@link MESSAGE_KEYS}: what a message of spot's private sockets is. */
export const ACTION = 9
/** Place in {@link MESSAGE_KEYS}: topic of an accepted subscribe. */
export const SUBBED = 10
/** Place in {@link MESSAGE_KEYS}: topic of an accepted unsubscribe. */
export const UNSUBBED = 11

/** Keys of a body that the hot decoder reads; all others are skipped. */
export const TICK_KEYS: KeySet = new KeySet([
  'asks',
  'bids',
  'seqNum',
  'prevSeqNum',
  'version',
  'mrid',
  'event',
  'ts',
  'bid',
  'ask',
  'bidSize',
  'askSize',
  'seqId',
  'quoteTime',
  'data',
])
/** Place in {@link TICK_KEYS}. */
export const ASKS = 0
/** Place in {@link TICK_KEYS}. */
export const BIDS = 1
/** Place in {@link TICK_KEYS}: id of a spot book. */
export const SEQUENCE = 2
/** Place in {@link TICK_KEYS}: id of the spot book before the change. */
export const PREVIOUS = 3
/** Place in {@link TICK_KEYS}: number of a futures change, or of a whole spot book. */
export const VERSION = 4
/** Place in {@link TICK_KEYS}: the futures matching engine's number. */
export const MATCH_ID = 5
/** Place in {@link TICK_KEYS}: `snapshot` or `update`. */
export const EVENT = 6
/** Place in {@link TICK_KEYS}: when the body was made. */
export const TIME = 7
/** Place in {@link TICK_KEYS}: a price (spot) or `[price, size]` (futures). */
export const BID = 8
/** Place in {@link TICK_KEYS}: as {@link BID}. */
export const ASK = 9
/** Place in {@link TICK_KEYS}. */
export const BID_SIZE = 10
/** Place in {@link TICK_KEYS}. */
export const ASK_SIZE = 11
/** Place in {@link TICK_KEYS}: id of a spot BBO. */
export const QUOTE_ID = 12
/** Place in {@link TICK_KEYS}: when a spot BBO was made. */
export const QUOTE_TIME = 13
/** Place in {@link TICK_KEYS}: the trades of a message. */
export const TRADES = 14

/** Keys of a trade that the hot decoder reads; all others are skipped. */
export const TRADE_KEYS: KeySet = new KeySet([
  'price',
  'amount',
  'direction',
  'tradeId',
  'id',
  'ts',
])
/** Place in {@link TRADE_KEYS}. */
export const PRICE = 0
/** Place in {@link TRADE_KEYS}: base (spot) or contracts. */
export const AMOUNT = 1
/** Place in {@link TRADE_KEYS}: the taker's side. */
export const DIRECTION = 2
/** Place in {@link TRADE_KEYS}: spot's id of a trade. */
export const TRADE_ID = 3
/** Place in {@link TRADE_KEYS}: futures' id of a trade; on spot a longer number, written with an exponent at times. */
export const ROW_ID = 4
/** Place in {@link TRADE_KEYS}. */
export const TRADE_TIME = 5

/**
 * What a hot channel brings: changes chained by `seqNum`; snapshot and changes counted by `version`; whole books; BBOs;
 * trades. Everything else is `cold`.
 */
export type BodyKind = 'chain' | 'versioned' | 'whole' | 'bbo' | 'trade' | 'cold'

const CHAINS = [5, 10, 20, 150, 400].map((depth) => `mbp.${depth}`)
const REFRESHED = [5, 10, 20].map((depth) => `mbp.refresh.${depth}`)
const VERSIONED = [20, 150].map((depth) => `depth.size_${depth}.high_freq`)
const STEPS = Array.from({ length: 20 }, (_, step) => `depth.step${step}`)

const KIND_OF: ReadonlyMap<string, BodyKind> = new Map<string, BodyKind>([
  ['bbo', 'bbo'],
  ['trade.detail', 'trade'],
  ...CHAINS.map((name) => [name, 'chain'] as const),
  ...REFRESHED.map((name) => [name, 'whole'] as const),
  ...VERSIONED.map((name) => [name, 'versioned'] as const),
  ...STEPS.map((name) => [name, 'whole'] as const),
])

/** Channels read hot, as they stand behind `market.<symbol>.`; books of them are feeds of these names. */
export const CHANNELS: KeySet = new KeySet([...KIND_OF.keys()])
/** What they bring, by place in {@link CHANNELS}. */
export const BODIES: readonly BodyKind[] = [...KIND_OF.values()]

/** What a feed brings. */
export function bodyOf(feed: string): BodyKind {
  return KIND_OF.get(feed) ?? 'cold'
}
