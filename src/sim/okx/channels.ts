import { isBar } from './bars.ts'
import type { ChainedChannel } from './book-feed.ts'
import type { StatisticKind } from './statistic-channels.ts'

/** A path of the socket host. */
export type SocketPath = 'public' | 'business' | 'private'

/** What a subscription's argument asks for. `of` is an instrument's id, an index's, an instrument type, or `''`. */
export type ChannelPlan =
  | { readonly kind: 'chain'; readonly of: string; readonly chain: ChainedChannel }
  | { readonly kind: OneKind; readonly of: string }
  | { readonly kind: 'candle'; readonly of: string; readonly bar: string }
  | { readonly kind: StatisticKind; readonly of: string }
  | { readonly kind: 'liquidations' | 'instruments'; readonly of: string }
  | { readonly kind: 'status'; readonly of: '' }

/** Channels of one instrument that need nothing but its id. */
type OneKind = 'books5' | 'bbo' | 'trades' | 'tradesAll' | 'ticker'

/** A plan for one instrument's book, trades, ticker or bars. */
export type PlanOfOne = Extract<ChannelPlan, { kind: OneKind | 'chain' | 'candle' }>

/** An argument as a client sends it. */
export interface ChannelArgument {
  /** The channel. */
  readonly channel: string
  /** The instrument or the index. */
  readonly instId?: string
  /** The instrument type. */
  readonly instType?: string
}

const CHAINS: Readonly<Record<string, Omit<ChainedChannel, 'channel'>>> = {
  books: { levels: 400, everyMs: 100 },
  'books-rpi': { levels: 400, everyMs: 100 },
  'books-l2-tbt': { levels: 400, everyMs: 10 },
  'books50-l2-tbt': { levels: 50, everyMs: 10 },
}

const ONES: Readonly<Record<string, OneKind>> = {
  books5: 'books5',
  'bbo-tbt': 'bbo',
  trades: 'trades',
  'trades-all': 'tradesAll',
  tickers: 'ticker',
}

const STATISTICS: Readonly<Record<string, StatisticKind>> = {
  'mark-price': 'mark',
  'index-tickers': 'index',
  'open-interest': 'openInterest',
  'funding-rate': 'funding',
}

const OF_BUSINESS = /^(candle|trades-all$)/
const TICK_BY_TICK = /-l2-tbt$/

/** Name of the stream behind an argument; equal arguments share one. */
export function channelName({ channel, instId, instType }: ChannelArgument): string {
  return `${channel}:${instId ?? instType ?? ''}`
}

/** Whether a channel is for VIP4 and above only. */
export function isTickByTick({ channel }: ChannelArgument): boolean {
  return TICK_BY_TICK.test(channel)
}

/** The path that a channel must be asked for on. */
export function pathOf({ channel }: ChannelArgument): SocketPath {
  return OF_BUSINESS.test(channel) ? 'business' : 'public'
}

/** Reads a stream's name; `undefined` where it is none. */
export function readChannel(name: string): ChannelPlan | undefined {
  const at = name.indexOf(':')
  const channel = name.slice(0, at)
  const of = name.slice(at + 1)
  if (channel === 'status') return of === '' ? { kind: 'status', of } : undefined
  if (of === '') return undefined
  const chain = CHAINS[channel]
  if (chain !== undefined) return { kind: 'chain', of, chain: { channel, ...chain } }
  const one = ONES[channel]
  if (one !== undefined) return { kind: one, of }
  const statistic = STATISTICS[channel]
  if (statistic !== undefined) return { kind: statistic, of }
  if (channel.startsWith('candle')) {
    const bar = channel.slice('candle'.length)
    return isBar(bar) ? { kind: 'candle', of, bar } : undefined
  }
  switch (channel) {
    case 'liquidation-orders':
      return { kind: 'liquidations', of }
    case 'instruments':
      return { kind: 'instruments', of }
    default:
      return undefined
  }
}
