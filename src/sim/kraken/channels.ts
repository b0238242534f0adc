import { BAR_MINUTES, BOOK_DEPTHS } from './products.ts'

/** A subscription as the venue keys it: one of a kind per connection and symbol. */
export interface ChannelKey {
  /** What may be subscribed only once: channel, symbol, and for bars their length. */
  readonly slot: string
  /** The stream it is, with its settings: `book-25:BTC/USD`. */
  readonly stream: string
}

/** Why a subscription is refused. */
export interface ChannelRefusal {
  /** The venue's words. */
  readonly error: string
}

/** Parameters of a request, as they came. */
export type Params = Readonly<Record<string, unknown>>

const DEFAULT_DEPTH = 10

/** Channels that another host serves. */
const PRIVATE = new Set(['executions', 'balances', 'level3'])

/** What a request names for one symbol; symbols themselves are checked where the stream is opened. */
export function readChannel(params: Params, symbol: string): ChannelKey | ChannelRefusal {
  switch (params['channel']) {
    case 'book': {
      const depth = params['depth'] ?? DEFAULT_DEPTH
      if (!BOOK_DEPTHS.includes(Number(depth))) return { error: 'Subscription depth not supported' }
      return { slot: `book:${symbol}`, stream: `book-${Number(depth)}:${symbol}` }
    }
    case 'ticker': {
      const trigger = params['event_trigger'] ?? 'trades'
      if (trigger !== 'trades' && trigger !== 'bbo') {
        return { error: 'Subscription event_trigger not supported' }
      }
      return { slot: `ticker:${symbol}`, stream: `ticker-${trigger}:${symbol}` }
    }
    case 'trade':
      return { slot: `trade:${symbol}`, stream: `trade:${symbol}` }
    case 'ohlc': {
      const minutes = Number(params['interval'] ?? 1)
      if (!BAR_MINUTES.includes(minutes)) {
        return { error: 'Subscription ohlc interval not supported' }
      }
      const name = `ohlc-${minutes}:${symbol}`
      return { slot: name, stream: name }
    }
    case 'instrument':
      return { slot: 'instrument', stream: 'instrument' }
    default:
      return {
        error: PRIVATE.has(String(params['channel']))
          ? 'Private data and trading are unavailable on this endpoint. Try ws-auth.kraken.com'
          : 'Subscription name invalid',
      }
  }
}

/** Whether a channel begins with a snapshot where the request does not say. */
export function hasSnapshot(params: Params): boolean {
  const asked = params['snapshot']
  return typeof asked === 'boolean' ? asked : params['channel'] !== 'trade'
}

/** What an acknowledgement repeats of a request. */
export function resultOf(
  params: Params,
  symbol: string,
  isSubscribe: boolean,
): Record<string, unknown> {
  const { channel } = params
  const isAll = channel === 'instrument'
  return {
    channel,
    ...(channel === 'book' ? { depth: Number(params['depth'] ?? DEFAULT_DEPTH) } : {}),
    ...(channel === 'ticker' ? { event_trigger: params['event_trigger'] ?? 'trades' } : {}),
    ...(channel === 'ohlc' ? { interval: Number(params['interval'] ?? 1) } : {}),
    ...(isSubscribe ? { snapshot: hasSnapshot(params) } : {}),
    ...(isAll ? {} : { symbol }),
  }
}

/** A stream's name taken apart. */
export interface StreamPlan {
  /** Its channel. */
  readonly channel: string
  /** Depth, minutes or trigger. */
  readonly setting: string
  /** The instrument; empty where the channel is for all. */
  readonly symbol: string
}

/** Reads a stream's name. */
export function readStream(stream: string): StreamPlan {
  const [head = '', symbol = ''] = stream.split(':')
  const [channel = '', setting = ''] = head.split('-')
  return { channel, setting, symbol }
}
