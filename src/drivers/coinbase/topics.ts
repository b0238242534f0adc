import type {
  ChannelRequest,
  Instrument,
  OwnedMarketEvent,
  RestCall,
  Topic,
} from '../../core/index.ts'
import { channelFacts, depthOf } from '../kit/channels.ts'
import { contractFacts } from './rest.ts'
import { ADVANCED, EXCHANGE, FACTS, LEVEL2, LEVEL2_BATCH } from './venue.ts'

/** Facts of a contract are asked for this often; funding is hourly, and 10 calls a second are allowed in all. */
const POLL_MS = 10_000

/** Channels of Advanced Trade. */
const CHANNELS = {
  book: LEVEL2,
  bbo: 'ticker',
  trade: 'market_trades',
  ticker: 'ticker',
  candle: 'candles',
  instrument: 'status',
} as const

/** Channels of Coinbase Exchange. */
const EXCHANGE_CHANNELS = {
  book: LEVEL2_BATCH,
  bbo: 'ticker',
  trade: 'matches',
  ticker: 'ticker',
} as const

/** The topics that serve a request on Coinbase. docs/venues/coinbase.md §Channels. */
export function topics(instrument: Instrument, request: ChannelRequest): readonly Topic[] {
  const { product } = instrument
  const facts = channelFacts(FACTS, product, request)
  const depth = request.channel === 'book' ? depthOf(facts, request) : undefined
  if (facts.via === 'poll') return [polled(instrument, request.channel)]
  const isExchange = product === EXCHANGE
  const channels: Readonly<Partial<Record<string, string>>> = isExchange
    ? EXCHANGE_CHANNELS
    : CHANNELS
  const channel = channels[request.channel] ?? ''
  // A book under two names is asked for by the name that its messages have.
  const symbol = instrument.aliasOf ?? instrument.symbol
  return [
    {
      name: topicName(channel, symbol),
      endpoint: isExchange ? EXCHANGE : ADVANCED,
      channel: request.channel,
      symbol,
      ...(depth === undefined ? {} : { feed: channel, depth }),
    },
  ]
}

/** One answer has all facts of a contract: funding, index price and open interest share a topic. */
function polled(instrument: Instrument, channel: Topic['channel']): Topic {
  const { symbol } = instrument
  const call: RestCall<readonly OwnedMarketEvent[]> = contractFacts(instrument)
  return {
    name: topicName('product', symbol),
    endpoint: ADVANCED,
    channel,
    symbol,
    poll: { everyMs: POLL_MS, call },
  }
}

/** Our name of a subscription: `level2:BTC-USD`. */
export function topicName(channel: string, symbol: string): string {
  return `${channel}:${symbol}`
}

/** The venue's channel in a name of ours. */
export function channelOf({ name }: Topic): string {
  return name.slice(0, name.indexOf(':'))
}
