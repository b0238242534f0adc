import type { ChannelRequest, Instrument, Topic } from '../../core/index.ts'
import { ConfigError } from '../../core/index.ts'
import { channelFacts, depthOf } from '../kit/channels.ts'
import { periodOf } from './candles.ts'
import { newestCandles, venueStatus } from './rest.ts'
import { BOOK_FEED } from './sequence.ts'
import { FACTS } from './venue.ts'

/** Time between two calls for the newest bars. One of the 400 calls a second. */
const CANDLES_EVERY_MS = 5000
/** Time between two calls for announced maintenances. */
const STATUS_EVERY_MS = 60_000

/** The topics that serve a request on CoinEx. docs/venues/coinex.md §Channels. */
export function topics(instrument: Instrument, request: ChannelRequest): readonly Topic[] {
  const { product, market, symbol } = instrument
  const facts = channelFacts(FACTS, product, request)
  const own = (name: string): Topic => ({
    name: topicName(name, symbol),
    endpoint: market,
    channel: request.channel,
    symbol,
  })
  switch (request.channel) {
    case 'book':
      return [{ ...own('depth'), feed: BOOK_FEED, depth: depthOf(facts, request) }]
    case 'bbo':
      return [own('bbo')]
    case 'trade':
      return [own('deals')]
    case 'ticker':
    case 'openInterest':
    case 'funding':
      return [own('state')]
    case 'indexPrice':
    case 'markPrice':
      return [own('index')]
    case 'candle': {
      const { interval } = request
      const poll = { everyMs: CANDLES_EVERY_MS, call: newestCandles(instrument, interval) }
      return [{ ...own(`kline-${periodOf(interval)}`), poll }]
    }
    case 'status': {
      const poll = { everyMs: STATUS_EVERY_MS, call: venueStatus() }
      return [{ name: 'maintain', endpoint: market, channel: 'status', poll }]
    }
    case 'liquidation':
    case 'instrument':
      // Not among the facts, so refused above already.
      throw new ConfigError(
        'UNKNOWN_CHANNEL',
        `Subscribing at CoinEx: there is no channel "${request.channel}"`,
      )
  }
}

/** Our name of a subscription: `depth:BTCUSDT`. */
function topicName(method: string, symbol: string): string {
  return `${method}:${symbol}`
}

/** What the venue calls the subject of a topic: the word before `.subscribe`. */
export function methodOf({ name }: Topic): string {
  return name.slice(0, name.indexOf(':'))
}
