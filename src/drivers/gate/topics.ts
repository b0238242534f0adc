import type { ChannelRequest, ExchangeDriver, Topic, VenueFacts } from '../../core/index.ts'
import { channelFacts, depthOf } from '../kit/channels.ts'
import { wordOf } from './candles.ts'
import { CHAIN_FEEDS, DIFF_FEEDS } from './frame-keys.ts'
import { type BookKind, bookKindOf } from './venue.ts'

/** Levels that a book of contracts is subscribed with: the most there are. */
const CONTRACT_LEVELS = 100

/** Makes the topics that serve a request on Gate. docs/venues/gate.md §Channels. */
export function topicsOf(facts: VenueFacts, books: BookKind): ExchangeDriver['topics'] {
  return (instrument, request) => {
    const { product, symbol } = instrument
    const offered = channelFacts(facts, product, request)
    const topic = (channel: string, ...payload: readonly string[]): Topic => ({
      name: topicName(`${product === 'spot' ? 'spot' : 'futures'}.${channel}`, payload),
      endpoint: product,
      channel: request.channel,
      symbol,
    })
    if (request.channel !== 'book') return [streamTopic(request, symbol, topic)]
    const depth = depthOf(offered, request)
    if (bookKindOf(product, books) === 'v2') {
      const levels = Number(depth)
      return [{ ...topic('obu', `ob.${symbol}.${levels}`), feed: CHAIN_FEEDS[levels] ?? '', depth }]
    }
    const levels = product === 'spot' ? 0 : CONTRACT_LEVELS
    const payload = [symbol, '100ms', ...(levels === 0 ? [] : [String(levels)])]
    return [{ ...topic('order_book_update', ...payload), feed: DIFF_FEEDS[levels] ?? '', depth }]
  }
}

function streamTopic(
  request: Exclude<ChannelRequest, { channel: 'book' }>,
  symbol: string,
  topic: (channel: string, ...payload: readonly string[]) => Topic,
): Topic {
  switch (request.channel) {
    case 'bbo':
      return topic('book_ticker', symbol)
    case 'trade':
      return topic('trades', symbol)
    case 'candle':
      return topic('candlesticks', wordOf(request.interval), symbol)
    case 'liquidation':
      return topic('public_liquidates', symbol)
    // One message says all of these; `instrument` and `status` are not in the facts, so nobody gets here with them.
    case 'ticker':
    case 'funding':
    case 'markPrice':
    case 'indexPrice':
    case 'openInterest':
    case 'instrument':
    case 'status':
      return topic('tickers', symbol)
  }
}

/** Our name of a subscription: `spot.trades:BTC_USDT`, `futures.candlesticks:1m,BTC_USDT`. */
export function topicName(channel: string, payload: readonly string[]): string {
  return `${channel}:${payload.join(',')}`
}

/** The venue's channel and payload of a subscription, from our name of it. */
export function readTopicName(name: string): {
  readonly channel: string
  readonly payload: readonly string[]
} {
  const at = name.indexOf(':')
  return { channel: name.slice(0, at), payload: name.slice(at + 1).split(',') }
}

/** Whether one message may subscribe several topics of a channel: its payload is then a list of names. */
export function isListed(channel: string): boolean {
  return /\.(obu|trades|tickers|book_ticker|public_liquidates)$/.test(channel)
}
