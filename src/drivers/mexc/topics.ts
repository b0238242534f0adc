import type { ChannelRequest, Instrument, Topic } from '../../core/index.ts'
import { channelFacts, depthOf } from '../kit/channels.ts'
import { barOf } from './candles.ts'
import { futuresTopics } from './futures/topics.ts'
import { spotTicker } from './rest.ts'
import { FACTS } from './venue.ts'

/** How often the statistics of a spot instrument are asked for, in ms. */
const TICKER_MS = 5000

/** The topics that serve a request on MEXC. docs/venues/mexc.md §Channels. */
export function topics(instrument: Instrument, request: ChannelRequest): readonly Topic[] {
  const facts = channelFacts(FACTS, instrument.product, request)
  if (instrument.market === 'futures') {
    const depth = request.channel === 'book' ? depthOf(facts, request) : 'full'
    return futuresTopics(instrument.symbol, request, depth)
  }
  const { symbol } = instrument
  const own = (name: string): Topic => ({
    name,
    endpoint: 'spot',
    channel: request.channel,
    symbol,
  })
  switch (request.channel) {
    case 'book': {
      const depth = depthOf(facts, request)
      return depth === 'full'
        ? [{ ...own(`spot@public.aggre.depth.v3.api.pb@100ms@${symbol}`), feed: 'depth', depth }]
        : [
            {
              ...own(`spot@public.limit.depth.v3.api.pb@${symbol}@${depth}`),
              feed: `depth${depth}`,
              depth,
            },
          ]
    }
    case 'bbo':
      return [own(`spot@public.aggre.bookTicker.v3.api.pb@10ms@${symbol}`)]
    case 'trade':
      return [own(`spot@public.aggre.deals.v3.api.pb@100ms@${symbol}`)]
    case 'candle':
      return [own(`spot@public.kline.v3.api.pb@${symbol}@${barOf(request.interval)}`)]
    case 'ticker':
      return [
        { ...own(`ticker:${symbol}`), poll: { everyMs: TICKER_MS, call: spotTicker(instrument) } },
      ]
    case 'funding':
    case 'markPrice':
    case 'indexPrice':
    case 'openInterest':
    case 'liquidation':
    case 'instrument':
    case 'status':
      // `channelFacts` has refused what the product does not offer.
      return []
  }
}
