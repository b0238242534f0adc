import { type ChannelRequest, ConfigError, type Instrument, type Topic } from '../../core/index.ts'
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
    case 'funding':
      demandPerpetual(instrument)
      return [own('tickers')]
    case 'status':
      return [{ name: 'system.status', endpoint: 'status', channel }]
    case 'ticker':
    case 'markPrice':
    case 'indexPrice':
    case 'openInterest':
    case 'instrument':
      // `instrument` is not among the facts of any product, so it was refused above.
      return [own('tickers')]
  }
}

/** The ticker of a dated contract has an empty funding rate: it would be subscribed and never say a word. */
function demandPerpetual({ kind, symbol }: Instrument): void {
  if (kind === 'perpetual') return
  throw new ConfigError(
    'UNKNOWN_CHANNEL',
    `Subscribing to funding of ${symbol} at ${FACTS.name}: only perpetuals have a funding rate, it is ${kind}`,
    { context: { symbol, kind } },
  )
}
