import type { ChannelRequest, Instrument, Topic } from '../../core/index.ts'
import { channelFacts, depthOf } from '../kit/channels.ts'
import { wordOf } from './candles.ts'
import { serviceStatus } from './rest.ts'
import { FACTS } from './venue.ts'

const STATUS_EVERY_MS = 60_000

/** Depths of `obu` by the levels a side that they give. */
const BOOKS: Readonly<Record<string, string>> = { 5: '5', 50: '50', 500: 'increment@10ms' }

/**
 * The topics that serve a request on KuCoin: unified ones, but for the statistics of a day, which only the classic
 * sockets have. docs/venues/kucoin.md §Channels.
 */
export function topics(instrument: Instrument, request: ChannelRequest): readonly Topic[] {
  const { product, symbol, market } = instrument
  const facts = channelFacts(FACTS, product, request)
  const unified = (channel: string, param = ''): Topic => ({
    name: unifiedName({ channel, symbol, param }),
    endpoint: market,
    channel: request.channel,
    symbol,
  })
  switch (request.channel) {
    case 'book': {
      const depth = depthOf(facts, request)
      const word = BOOKS[depth] ?? ''
      return [{ ...unified('obu', word), feed: `obu.${word}`, depth }]
    }
    case 'bbo':
      return [unified('obu', '1')]
    case 'trade':
      return [unified('trade')]
    case 'ticker':
      return [
        {
          name: `${market === 'spot' ? '/market' : '/contractMarket'}/snapshot:${symbol}`,
          endpoint: `${market}-classic`,
          channel: 'ticker',
          symbol,
        },
      ]
    case 'candle':
      return [unified('kline', wordOf(request.interval))]
    case 'funding':
      return [unified('funding-fee')]
    case 'markPrice':
    case 'indexPrice':
    case 'openInterest':
      return [unified('mark-price')]
    case 'status':
      return [
        {
          name: `status:${market}`,
          endpoint: market,
          channel: 'status',
          poll: { everyMs: STATUS_EVERY_MS, call: serviceStatus(market) },
        },
      ]
    case 'liquidation':
    case 'instrument':
      // `channelFacts` has refused them: the venue has neither.
      return []
  }
}

/** A unified subscription. */
export interface UnifiedSubscription {
  /** Its channel: `obu`, `kline`, … */
  readonly channel: string
  /** The instrument. */
  readonly symbol: string
  /** Depth of a book, interval of a bar; empty for the others. */
  readonly param: string
}

/** Our name of a unified subscription: `obu:BTC-USDT:increment@10ms`, `trade:XBTUSDTM`. */
function unifiedName({ channel, symbol, param }: UnifiedSubscription): string {
  return param === '' ? `${channel}:${symbol}` : `${channel}:${symbol}:${param}`
}

/** What our name of a unified subscription stands for. */
export function readUnifiedName({ name }: Pick<Topic, 'name'>): UnifiedSubscription {
  const [channel = '', symbol = '', param = ''] = name.split(':')
  return { channel, symbol, param }
}
