import type { CandleInterval, InstrumentSlot, InstrumentTable, Market } from '../../core/index.ts'

/** What the frames of a stream are: hot kinds by name, everything else `cold`. */
export type StreamKind = 'depth' | 'partial' | 'bookTicker' | 'trade' | 'aggTrade' | 'cold'

/** What a stream's name tells of its frames. */
export interface StreamInfo {
  /** How its frames are read. */
  readonly kind: StreamKind
  /** Feed of its book updates; `''` where it carries none. */
  readonly feed: string
  /** The instrument; absent where it is not listed, or where the stream is for many. */
  readonly slot: InstrumentSlot | undefined
  /** Whether the frames name their instrument themselves (`!bookTicker`). */
  readonly isForMany: boolean
}

/** Where the name stands in a combined frame: `{"stream":"`. */
export const NAME_START = 11
const PARTIAL = /^depth(5|10|20)$/

/** Reads a stream's name: `btcusdt@depth20@100ms`, `!bookTicker`. */
export function streamInfo(name: string, table: InstrumentTable, market: Market): StreamInfo {
  const [head = '', channel = ''] = name.split('@')
  if (head.startsWith('!')) {
    return {
      kind: head === '!bookTicker' ? 'bookTicker' : 'cold',
      feed: '',
      slot: undefined,
      isForMany: true,
    }
  }
  const slot = table.bySymbol(market, head.toUpperCase())
  if (PARTIAL.test(channel)) return { kind: 'partial', feed: channel, slot, isForMany: false }
  if (channel === 'depth' || channel === 'rpiDepth')
    return { kind: 'depth', feed: channel, slot, isForMany: false }
  const isHot = channel === 'bookTicker' || channel === 'trade' || channel === 'aggTrade'
  return { kind: isHot ? channel : 'cold', feed: '', slot, isForMany: false }
}

/** The name of a stream as the venue spells it: symbols in lower case. */
export function streamName(symbol: string, channel: string): string {
  return `${symbol.toLowerCase()}@${channel}`
}

/** The venue's word for a bar length; the same as ours. */
export function klineChannel(interval: CandleInterval): string {
  return `kline_${interval}`
}
