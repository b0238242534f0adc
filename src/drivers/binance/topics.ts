import { type ChannelRequest, ConfigError, type Instrument, type Topic } from '../../core/index.ts'
import { channelFacts, depthOf } from '../kit/channels.ts'
import { openInterest } from './rest.ts'
import { klineChannel, streamName } from './streams.ts'
import { FACTS } from './venue.ts'

/** Time between two open-interest calls: weight 1 each, out of 2400 a minute for everything. */
const OPEN_INTEREST_EVERY_MS = 15_000

/** The topics that serve a request on Binance. docs/venues/binance.md §Channels. */
export function topics(instrument: Instrument, request: ChannelRequest): readonly Topic[] {
  const { product, symbol } = instrument
  const facts = channelFacts(FACTS, product, request)
  const stream = (channel: string, isBookData: boolean): Topic => ({
    name: streamName(symbol, channel),
    endpoint: endpointOf(product, isBookData),
    channel: request.channel,
    symbol,
  })
  switch (request.channel) {
    case 'book': {
      const depth = depthOf(facts, request)
      const feed = depth === 'full' ? 'depth' : `depth${depth}`
      return [{ ...stream(`${feed}@100ms`, true), feed, depth }]
    }
    case 'bbo':
      return [stream('bookTicker', true)]
    case 'trade':
      // USDⓈ-M's raw `trade` is undocumented and on the other path; `aggTrade` is what is promised.
      return [product === 'usdm' ? stream('aggTrade', false) : stream('trade', false)]
    case 'ticker':
      return [stream('ticker', false)]
    case 'candle':
      return [stream(klineChannel(request.interval), false)]
    case 'funding':
    case 'markPrice':
    case 'indexPrice':
      return [stream('markPrice@1s', false)]
    case 'liquidation':
      return [stream('forceOrder', false)]
    case 'instrument':
      return [
        { name: '!contractInfo', endpoint: endpointOf(product, false), channel: 'instrument' },
      ]
    case 'openInterest':
      return [
        {
          name: `${symbol}/openInterest`,
          endpoint: endpointOf(product, false),
          channel: 'openInterest',
          symbol,
          poll: { everyMs: OPEN_INTEREST_EVERY_MS, call: openInterest(instrument) },
        },
      ]
    case 'status':
      throw new ConfigError('UNKNOWN_CHANNEL', 'Subscribing at Binance: there is no status channel')
  }
}

function endpointOf(product: string, isBookData: boolean): string {
  if (product !== 'usdm') return product
  return isBookData ? 'usdm-public' : 'usdm-market'
}
