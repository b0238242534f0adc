import type { CandleInterval, ChannelRequest, Instrument, Topic } from '../../core/index.ts'
import { channelFacts, depthOf } from '../kit/channels.ts'
import { barOf } from './candles.ts'
import { indexIdOf, instTypeOf } from './instruments.ts'
import { FACTS } from './venue.ts'

/** The topics that serve a request on OKX. docs/venues/okx.md §Channels. */
export function topics(instrument: Instrument, request: ChannelRequest): readonly Topic[] {
  const { product, symbol } = instrument
  const facts = channelFacts(FACTS, product, request)
  const own = (channel: string, endpoint = 'public'): Topic => ({
    name: topicName(channel, symbol),
    endpoint,
    channel: request.channel,
    symbol,
  })
  const shared = (channel: string, of: string): Topic => ({
    name: topicName(channel, of),
    endpoint: 'public',
    channel: request.channel,
  })
  switch (request.channel) {
    case 'book': {
      const depth = depthOf(facts, request)
      const feed = depth === 5 ? 'books5' : 'books'
      return [{ ...own(feed), feed, depth }]
    }
    case 'bbo':
      return [own('bbo-tbt')]
    case 'trade':
      // `trades-all` (business) has one message per match, but some clients log in for it; `trades` is open to all.
      return [own('trades')]
    case 'ticker':
      return [own('tickers')]
    case 'candle':
      return [own(candleChannel(request.interval), 'business')]
    case 'funding':
      return [own('funding-rate')]
    case 'markPrice':
      return [own('mark-price')]
    case 'openInterest':
      return [own('open-interest')]
    case 'indexPrice':
      return [shared('index-tickers', indexIdOf(instrument))]
    case 'liquidation':
      return [shared('liquidation-orders', instTypeOf(product))]
    case 'instrument':
      return [shared('instruments', instTypeOf(product))]
    case 'status':
      return [shared('status', '')]
  }
}

/** Channels whose argument names an instrument type, not an instrument. */
const BY_TYPE: ReadonlySet<string> = new Set(['liquidation-orders', 'instruments'])

/** Our name of a subscription: `books:BTC-USDT`, `instruments:SWAP`, `status`. */
export function topicName(channel: string, of: string): string {
  return of === '' ? channel : `${channel}:${of}`
}

/** The venue's argument of a subscription, from our name of it. */
export function topicArgument({ name }: Topic): Readonly<Record<string, string>> {
  const [channel = '', of] = name.split(':')
  if (of === undefined) return { channel }
  return BY_TYPE.has(channel) ? { channel, instType: of } : { channel, instId: of }
}

/** The channel of a bar length. */
function candleChannel(interval: CandleInterval): string {
  return `candle${barOf(interval)}`
}
