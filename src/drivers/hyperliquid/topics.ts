import { type ChannelRequest, ConfigError, type Instrument, type Topic } from '../../core/index.ts'
import { channelFacts, depthOf } from '../kit/channels.ts'
import { FAST_FEED, LEVELS_OF, SLOW_FEED } from './sequence.ts'
import { nameOf, type Subscription } from './streams.ts'
import { BOOK_LEVELS, FACTS } from './venue.ts'

/**
 * The topics that serve a request on Hyperliquid. docs/venues/hyperliquid.md §Channels.
 *
 * @throws ConfigError `UNKNOWN_PAIR` for an instrument that was not read from the venue's listing: a coin that the venue
 * does not know ends the whole connection, without a word, and all its other topics with it.
 */
export function topics(instrument: Instrument, request: ChannelRequest): readonly Topic[] {
  demandListed(instrument)
  const { product, symbol } = instrument
  const facts = channelFacts(FACTS, product, request)
  const own = (subscription: Subscription): Topic => ({
    name: nameOf({ ...subscription, coin: symbol }),
    endpoint: 'public',
    channel: request.channel,
    symbol,
  })
  switch (request.channel) {
    case 'book': {
      const isFast = depthOf(facts, request) === BOOK_LEVELS.fast
      const feed = isFast ? FAST_FEED : SLOW_FEED
      const depth = LEVELS_OF[feed] ?? BOOK_LEVELS.slow
      return [{ ...own({ type: 'l2Book', fast: isFast }), feed, depth }]
    }
    case 'bbo':
      return [own({ type: 'bbo' })]
    case 'trade':
      return [own({ type: 'trades' })]
    case 'candle':
      return [own({ type: 'candle', interval: request.interval })]
    case 'ticker':
    case 'funding':
    case 'markPrice':
    case 'indexPrice':
    case 'openInterest':
      // One message has them all: five requests are one subscription.
      return [own({ type: 'activeAssetCtx' })]
    case 'liquidation':
    case 'instrument':
    case 'status':
      // The venue has none of these, which `channelFacts` has said by throwing.
      return []
  }
}

function demandListed({ isInferred, symbol }: Instrument): void {
  if (!isInferred) return
  throw new ConfigError(
    'UNKNOWN_PAIR',
    `Subscribing at Hyperliquid: "${symbol}" is not read from the venue's listing, and a coin that the venue does not know ends the connection; list the instruments first`,
    { context: { symbol } },
  )
}
