import type { ChannelRequest, Instrument, Topic } from '../../core/index.ts'
import { channelFacts, depthOf } from '../kit/channels.ts'
import { barOf } from './candles.ts'
import { FACTS } from './venue.ts'

/** The topics that serve a request on Bybit. docs/venues/bybit.md §Channels. */
export function topics(instrument: Instrument, request: ChannelRequest): readonly Topic[] {
  const { product, symbol } = instrument
  const facts = channelFacts(FACTS, product, request)
  const { channel } = request
  const own = (start: string): Topic => ({
    name: `${start}.${symbol}`,
    endpoint: product,
    channel,
    symbol,
  })
  switch (request.channel) {
    case 'book': {
      const depth = depthOf(facts, request)
      const feed = `orderbook.${depth}`
      return [{ ...own(feed), feed, depth }]
    }
    case 'bbo':
      return [own('orderbook.1')]
    case 'trade':
      return [own('publicTrade')]
    case 'candle':
      return [own(`kline.${barOf(request.interval)}`)]
    case 'liquidation':
      return [own('allLiquidation')]
    case 'status':
      return [{ name: 'system.status', endpoint: 'status', channel }]
    case 'ticker':
    case 'funding':
    case 'markPrice':
    case 'indexPrice':
    case 'openInterest':
    case 'instrument':
      // A dated contract has no funding rate. `instrument` is among the facts of no product: it was refused above.
      return [own('tickers')]
  }
}
