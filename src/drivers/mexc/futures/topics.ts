import type { ChannelRequest, Topic, VenueSymbol } from '../../../core/index.ts'
import { barOf, INTERVALS } from '../candles.ts'

/** Topics of futures: `depth:BTC_USDT`, `kline:BTC_USDT:Min1`, `contract`: the channel as answers name it comes first. */

/** Levels a side of `depth.full`; 50 are accepted too, but nowhere documented. */
const FULL_LEVELS = 20

/** The topics that serve a request. */
export function futuresTopics(
  symbol: VenueSymbol,
  request: ChannelRequest,
  depth: number | 'full',
): readonly Topic[] {
  const { channel } = request
  const named = (name: string): Topic => ({ name, endpoint: 'futures', channel })
  const own = (of: string): Topic => ({ ...named(`${of}:${symbol}`), symbol })
  switch (channel) {
    case 'book':
      return depth === 'full'
        ? [{ ...own('depth'), feed: 'depth', depth }]
        : [{ ...own('depth.full'), feed: 'depth.full', depth }]
    case 'trade':
      return [own('deal')]
    case 'ticker':
    case 'openInterest':
      // Open interest is `holdVol` of the ticker.
      return [own('ticker')]
    case 'candle':
      return [{ ...named(`kline:${symbol}:${barOf(request.interval)}`), symbol }]
    case 'funding':
      return [own('funding.rate')]
    case 'markPrice':
      return [own('fair.price')]
    case 'indexPrice':
      return [own('index.price')]
    case 'instrument':
      return [named('contract')]
    case 'bbo':
    case 'liquidation':
    case 'status':
      // Refused before, as the facts do not offer them.
      return []
  }
}

/** What a topic asks for: the channel's name in methods and answers, and its parameters. */
export function topicRequest(name: string): {
  readonly channel: string
  readonly param: Readonly<Record<string, string | number | boolean>>
} {
  const [channel = '', symbol, interval] = name.split(':')
  if (symbol === undefined) return { channel, param: {} }
  switch (channel) {
    case 'depth':
      // Merged, 200 ms: the default since 2025-04-09. Unmerged is every change alone, thousands a second.
      return { channel, param: { symbol, compress: true } }
    case 'depth.full':
      return { channel, param: { symbol, limit: FULL_LEVELS } }
    case 'kline':
      return { channel, param: { symbol, interval: interval ?? '' } }
    default:
      return { channel, param: { symbol } }
  }
}

const CHANNELS_OF_ONE = [
  'depth',
  'depth.full',
  'deal',
  'ticker',
  'funding.rate',
  'fair.price',
  'index.price',
]

/** Every topic that a contract may have: what a refusal that names only the contract is about. */
export function topicsOfContract(symbol: string): readonly string[] {
  return [
    ...CHANNELS_OF_ONE.map((channel) => `${channel}:${symbol}`),
    ...INTERVALS.map((interval) => `kline:${symbol}:${barOf(interval)}`),
  ]
}
