import {
  type ChannelRequest,
  ConfigError,
  type Instrument,
  type PollPlan,
  type Topic,
} from '../../core/index.ts'
import { channelFacts, depthOf } from '../kit/channels.ts'
import { periodOf } from './candles.ts'
import { FAMILIES, type FuturesFamily } from './families.ts'
import { indexIdOf } from './instruments.ts'
import { openInterestCall, spotStatusCall } from './rest.ts'
import { FACTS } from './venue.ts'

/** How often polled channels are asked for. */
const OPEN_INTEREST_MS = 10_000
const SPOT_STATUS_MS = 30_000

/** The topics that serve a request on HTX; names are the venue's own. docs/venues/htx.md §Channels. */
export function topics(instrument: Instrument, request: ChannelRequest): readonly Topic[] {
  const { product } = instrument
  const facts = channelFacts(FACTS, product, request)
  const family = FAMILIES[product]
  if (request.channel === 'book') {
    const depth = depthOf(facts, request)
    return [
      family === undefined ? spotBook(instrument, depth) : futuresBook(instrument, family, depth),
    ]
  }
  return [
    family === undefined
      ? spotTopic(instrument, request)
      : futuresTopic(instrument, family, request),
  ]
}

function spotTopic(instrument: Instrument, request: ChannelRequest): Topic {
  const { channel } = request
  switch (channel) {
    case 'bbo':
    case 'trade':
    case 'candle':
      return marketTopic(instrument, request, 'spot', marketChannel(request))
    case 'ticker':
      // Has the best bid and offer, which `detail` has not.
      return marketTopic(instrument, request, 'spot', 'ticker')
    case 'status':
      return polled('market-status', 'spot', request, undefined, {
        everyMs: SPOT_STATUS_MS,
        call: spotStatusCall(),
      })
    case 'book':
    case 'funding':
    case 'markPrice':
    case 'indexPrice':
    case 'openInterest':
    case 'liquidation':
    case 'instrument':
      throw noTopic(instrument, channel)
  }
}

function futuresTopic(
  instrument: Instrument,
  family: FuturesFamily,
  request: ChannelRequest,
): Topic {
  const { channel } = request
  const { symbol } = instrument
  switch (channel) {
    case 'bbo':
    case 'trade':
    case 'candle':
      return marketTopic(instrument, request, family.stream, marketChannel(request))
    case 'ticker':
      return marketTopic(instrument, request, family.stream, 'detail')
    case 'markPrice':
      return marketTopic(instrument, request, 'index', 'mark_price.1min')
    case 'indexPrice':
      // Of the index, not of one contract.
      return shared(`market.${indexIdOf(instrument)}.index.1min`, 'index', request)
    case 'funding':
      return { ...noticeTopic(family, `${symbol}.funding_rate`, request), symbol }
    case 'liquidation':
      return { ...noticeTopic(family, `${symbol}.liquidation_orders`, request), symbol }
    case 'instrument':
      return noticeTopic(family, '*.contract_info', request)
    case 'status':
      return shared(`public.${family.heartbeat}.heartbeat`, 'center', request)
    case 'openInterest':
      return polled(`open-interest:${symbol}`, family.stream, request, symbol, {
        everyMs: OPEN_INTEREST_MS,
        call: openInterestCall(instrument),
      })
    case 'book':
      throw noTopic(instrument, channel)
  }
}

function spotBook(instrument: Instrument, depth: number | 'full'): Topic {
  // Few levels are whole books ten times a second; many are changes, which only the feed socket has.
  const isWhole = depth === 5 || depth === 20
  const feed = isWhole ? `mbp.refresh.${depth}` : `mbp.${depth}`
  const request = { channel: 'book' } as const
  const topic = marketTopic(instrument, request, isWhole ? 'spot' : 'spot-feed', feed)
  return { ...topic, feed, depth }
}

function futuresBook(instrument: Instrument, family: FuturesFamily, depth: number | 'full'): Topic {
  const feed = `depth.size_${depth}.high_freq`
  return {
    ...marketTopic(instrument, { channel: 'book' }, family.stream, feed),
    feed,
    depth,
  }
}

function marketChannel(request: ChannelRequest): string {
  if (request.channel === 'candle') return `kline.${periodOf(request.interval)}`
  return request.channel === 'trade' ? 'trade.detail' : request.channel
}

function marketTopic(
  { symbol }: Instrument,
  request: ChannelRequest,
  endpoint: string,
  channel: string,
): Topic {
  return { ...shared(`market.${symbol}.${channel}`, endpoint, request), symbol }
}

function noticeTopic(family: FuturesFamily, name: string, request: ChannelRequest): Topic {
  return shared(`public.${name}`, family.notification ?? family.stream, request)
}

function shared(name: string, endpoint: string, { channel }: ChannelRequest): Topic {
  return { name, endpoint, channel }
}

function polled(
  name: string,
  endpoint: string,
  request: ChannelRequest,
  symbol: Instrument['symbol'] | undefined,
  poll: PollPlan,
): Topic {
  const topic = { ...shared(name, endpoint, request), poll }
  return symbol === undefined ? topic : { ...topic, symbol }
}

/** The facts offer a channel that has no topic: a fault of ours, told as what the caller sees. */
function noTopic({ product }: Instrument, channel: string): ConfigError {
  return new ConfigError(
    'UNKNOWN_CHANNEL',
    `Subscribing at HTX, product ${product}: there is no channel "${channel}"`,
    { context: { product, channel } },
  )
}
