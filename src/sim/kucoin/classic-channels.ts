import { intervalOfWord } from './bars.ts'
import type { KucoinMarket } from './products.ts'

/** What a classic topic's channel is; the rest of its name says of which instrument, or all. */
type ClassicKind =
  | 'changes'
  | 'depth5'
  | 'depth50'
  | 'level1'
  | 'ticker'
  | 'day'
  | 'trades'
  | 'candles'
  | 'state'
  | 'announcements'

/** Channels of each market by their topic up to the colon. */
const KINDS: Readonly<Record<KucoinMarket, Readonly<Record<string, ClassicKind>>>> = {
  spot: {
    '/market/level2': 'changes',
    '/spotMarket/level2Depth5': 'depth5',
    '/spotMarket/level2Depth50': 'depth50',
    '/spotMarket/level1': 'level1',
    '/market/ticker': 'ticker',
    '/market/snapshot': 'day',
    '/market/match': 'trades',
    '/market/candles': 'candles',
  },
  futures: {
    '/contractMarket/level2': 'changes',
    '/contractMarket/level2Depth5': 'depth5',
    '/contractMarket/level2Depth50': 'depth50',
    '/contractMarket/tickerV2': 'level1',
    '/contractMarket/ticker': 'ticker',
    '/contractMarket/snapshot': 'day',
    '/contractMarket/execution': 'trades',
    '/contractMarket/limitCandle': 'candles',
    '/contract/instrument': 'state',
    '/contract/announcement': 'announcements',
  },
}

/** A topic that was understood: the streams of its symbols. */
export interface ClassicTopic {
  /** Names, one for each symbol: `/market/level2:BTC-USDT`. */
  readonly names: readonly string[]
}

/** Reads `/market/level2:BTC-USDT,ETH-USDT`; `undefined` where the market has no such topic. */
export function readTopic(topic: string, market: KucoinMarket): ClassicTopic | undefined {
  const colon = topic.indexOf(':')
  const channel = colon < 0 ? topic : topic.slice(0, colon)
  const kind = KINDS[market][channel]
  if (kind === undefined) return undefined
  if (kind === 'announcements') return { names: [`${channel}:`] }
  const symbols = colon < 0 ? [] : topic.slice(colon + 1).split(',')
  return symbols.length === 0 || symbols.includes('')
    ? undefined
    : { names: symbols.map((symbol) => `${channel}:${symbol}`) }
}

/** What a stream's name stands for. */
export interface ClassicPlan {
  /** The topic up to its colon. */
  readonly channel: string
  /** What it is. */
  readonly kind: ClassicKind
  /** The instrument; `all` or a whole market of spot in some; empty in announcements. */
  readonly symbol: string
  /** Word of a bar length; empty in other channels. */
  readonly word: string
}

/** Reads a stream's name; `undefined` where it is none. */
export function readClassicName(name: string, market: KucoinMarket): ClassicPlan | undefined {
  const colon = name.indexOf(':')
  const channel = name.slice(0, colon)
  const of = name.slice(colon + 1)
  const kind = KINDS[market][channel]
  if (kind === undefined) return undefined
  if (kind !== 'candles') return { channel, kind, symbol: of, word: '' }
  const bar = of.lastIndexOf('_')
  const word = of.slice(bar + 1)
  return intervalOfWord(word) === undefined
    ? undefined
    : { channel, kind, symbol: of.slice(0, bar), word }
}
