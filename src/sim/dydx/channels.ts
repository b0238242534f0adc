import { isResolution } from './bars.ts'

/** Channels that there are, with the version that their changes carry. */
const VERSIONS: Readonly<Record<string, string>> = {
  v4_orderbook: '1.0.0',
  v4_trades: '2.1.0',
  v4_candles: '1.0.0',
  v4_markets: '1.0.0',
  v4_block_height: '1.0.0',
  v4_subaccounts: '3.0.0',
  v4_parent_subaccounts: '3.0.0',
}

/** Channels of which there is one: they need no id, and their own name is theirs. */
const ALONE: ReadonlySet<string> = new Set(['v4_markets', 'v4_block_height'])

/** A subscription: a channel and an id within it. */
export interface Subscription {
  /** The channel. */
  readonly channel: string
  /** The id; the channel's own name where it needs none. */
  readonly id: string
}

/** What a subscription is of. */
export type ChannelPlan =
  | { readonly kind: 'book' | 'trades'; readonly ticker: string }
  | { readonly kind: 'bars'; readonly ticker: string; readonly resolution: string }
  | { readonly kind: 'markets' | 'blocks' | 'account' }

/** Whether there is such a channel. */
export function isChannel(channel: string): boolean {
  return channel in VERSIONS
}

/** The version of a channel. */
export function versionOf(channel: string): string {
  return VERSIONS[channel] ?? '1.0.0'
}

/** The id of a subscription as it is kept; `undefined` where the channel needs one and none was given. */
export function idOf(channel: string, id: unknown): string | undefined {
  if (typeof id === 'string') return id
  return ALONE.has(channel) ? channel : undefined
}

/** Name of the stream behind a subscription. */
export function streamName({ channel, id }: Subscription): string {
  return `${channel}/${id}`
}

/** What a stream's name asks for; `undefined` where it is malformed. Whether there is such a market is another question. */
export function readStream(name: string): ChannelPlan | undefined {
  const slash = name.indexOf('/')
  const id = name.slice(slash + 1)
  switch (name.slice(0, slash)) {
    case 'v4_orderbook':
      return { kind: 'book', ticker: id }
    case 'v4_trades':
      return { kind: 'trades', ticker: id }
    case 'v4_candles': {
      const [ticker = '', resolution = '', ...rest] = id.split('/')
      return isResolution(resolution) && rest.length === 0
        ? { kind: 'bars', ticker, resolution }
        : undefined
    }
    case 'v4_markets':
      return { kind: 'markets' }
    case 'v4_block_height':
      return { kind: 'blocks' }
    case 'v4_subaccounts':
    case 'v4_parent_subaccounts':
      return /^[^/]+\/\d{1,6}$/.test(id) ? { kind: 'account' } : undefined
    default:
      return undefined
  }
}
