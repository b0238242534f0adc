import type {
  Instrument,
  InstrumentEvent,
  InstrumentTable,
  Market,
  OwnedMarketEvent,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { type ColdResult, ignored } from '../../kit/cold.ts'
import { eventHead } from '../../kit/event-head.ts'
import {
  decimalAt,
  given,
  objectAt,
  optionalDecimalAt,
  optionalIntegerAt,
  optionalTextAt,
  textAt,
} from '../../kit/fields.ts'
import { intervalOf, readClassicCandle } from '../candles.ts'
import { timeUsOf } from '../times.ts'

/** Channels left aside, by how their topics begin; the first that matches says why. */
const ASIDE: readonly (readonly [RegExp, string])[] = [
  [
    /^\/(spotMarket\/(tradeOrders|advancedOrders)|account\/|margin\/(position|isolatedPosition|loan)|contractMarket\/(tradeOrders|advancedOrders)|contractAccount\/|contract\/(position|marginMode|crossLeverage))/,
    'private channel',
  ],
  [/^\/(spotMarket|contractMarket)\/level3/, 'books of single orders are out of scope'],
  [/^\/margin\/fundingBook/, 'lending is out of scope'],
  [/^\/indicator\//, 'index and mark prices of margin name no instrument'],
  [/^\/callauction\//, 'call auctions are out of scope'],
  [/^\/contractMarket\/candle$/, 'replaced by limitCandle'],
]

/** What a topic says of one instrument. */
type Read = (
  data: JsonObject,
  head: InstrumentEvent,
  instrument: Instrument,
) => readonly OwnedMarketEvent[]

const DAY_MS = 86_400_000

/** Topics of one instrument each, by what stands before the colon, with the market of their symbols. */
const READERS: Readonly<Record<string, readonly [Market, Read]>> = {
  '/market/ticker': ['spot', spotTicker],
  '/contractMarket/ticker': ['futures', futuresTicker],
  '/market/snapshot': ['spot', spotDay],
  '/contractMarket/snapshot': ['futures', futuresDay],
}

/** Reads a classic message of a channel that is not hot. docs/venues/kucoin.md §Classic. */
export function readClassic(
  message: JsonObject,
  table: InstrumentTable,
  localTimeUs: number,
): ColdResult {
  const topic = textAt(message, 'topic')
  const colon = topic.indexOf(':')
  const channel = colon < 0 ? topic : topic.slice(0, colon)
  const of = colon < 0 ? '' : topic.slice(colon + 1)
  const reason = ASIDE.find(([name]) => name.test(channel))?.[1]
  if (reason !== undefined) return ignored(reason)
  const subject = optionalTextAt(message, 'subject') ?? ''
  const data = objectAt(message, 'data')
  const one = READERS[channel]
  if (one !== undefined) {
    const [market, read] = one
    // `/market/ticker:all` names the instrument in the subject, a snapshot of a whole market in the payload.
    const inner = channel === '/market/snapshot' ? objectAt(data, 'data') : data
    const symbol = of === 'all' ? subject : (optionalTextAt(inner, 'symbol') ?? of)
    const times = { venueTimeUs: timeOf(inner), localTimeUs }
    return ofInstrument(table, market, symbol, times, (head, of) => read(inner, head, of))
  }
  const times = { venueTimeUs: timeOf(data), localTimeUs }
  switch (channel) {
    case '/market/candles':
    case '/contractMarket/limitCandle':
      return candles(channel, of, data, times, table)
    case '/contract/instrument':
      return ofInstrument(table, 'futures', of, times, (head) => contractState(subject, data, head))
    case '/contract/announcement':
      return ofInstrument(table, 'futures', textAt(data, 'symbol'), times, (head) =>
        announcement(subject, data, head),
      )
    default:
      return ignored(`channel ${channel.slice(0, 40)} is not carried`)
  }
}

/** When a message was made, and when it arrived, epoch µs. */
interface Times {
  readonly venueTimeUs: number | undefined
  readonly localTimeUs: number
}

function ofInstrument(
  table: InstrumentTable,
  market: Market,
  symbol: string,
  { venueTimeUs, localTimeUs }: Times,
  read: (head: InstrumentEvent, instrument: Instrument) => readonly OwnedMarketEvent[],
): ColdResult {
  const instrument = table.bySymbol(market, symbol)?.instrument
  if (instrument === undefined) return ignored('instrument is not listed')
  const events = read(eventHead(instrument, venueTimeUs, localTimeUs), instrument)
  return events.length > 0 ? { outcome: 'event', events } : ignored('subject is not carried')
}

/** Each channel has its own name for the time, and its own unit. Documented once as `Time`. */
function timeOf(data: JsonObject): number | undefined {
  const text =
    optionalTextAt(data, 'timestamp') ??
    optionalTextAt(data, 'time') ??
    optionalTextAt(data, 'Time') ??
    optionalTextAt(data, 'datetime') ??
    optionalTextAt(data, 'ts')
  return timeUsOf(text)
}

/** `XBTUSDTM_1min`; the symbol may have a dash, the interval has none. */
function candles(
  channel: string,
  of: string,
  data: JsonObject,
  times: Times,
  table: InstrumentTable,
): ColdResult {
  const market = channel === '/market/candles' ? 'spot' : 'futures'
  const bar = of.lastIndexOf('_')
  const interval = intervalOf(of.slice(bar + 1))
  if (interval === undefined) return ignored('bars of this length are not carried')
  const slot = table.bySymbol(market, of.slice(0, bar))
  if (slot === undefined) return ignored('instrument is not listed')
  const candle = readClassicCandle(data['candles'], slot.instrument, interval, times)
  return { outcome: 'event', events: [candle] }
}

/** Last trade and best prices; no statistics. */
function spotTicker(data: JsonObject, head: InstrumentEvent): readonly OwnedMarketEvent[] {
  return [
    {
      type: 'ticker',
      ...head,
      ...given('lastPrice', optionalDecimalAt(data, 'price')),
      ...given('lastSize', optionalDecimalAt(data, 'size')),
      ...given('bidPrice', optionalDecimalAt(data, 'bestBid')),
      ...given('bidSize', optionalDecimalAt(data, 'bestBidSize')),
      ...given('askPrice', optionalDecimalAt(data, 'bestAsk')),
      ...given('askSize', optionalDecimalAt(data, 'bestAskSize')),
      windowMs: DAY_MS,
    },
  ]
}

function futuresTicker(data: JsonObject, head: InstrumentEvent): readonly OwnedMarketEvent[] {
  return [
    {
      type: 'ticker',
      ...head,
      ...given('lastPrice', optionalDecimalAt(data, 'price')),
      ...given('lastSize', optionalDecimalAt(data, 'size')),
      ...given('bidPrice', optionalDecimalAt(data, 'bestBidPrice')),
      ...given('bidSize', optionalDecimalAt(data, 'bestBidSize')),
      ...given('askPrice', optionalDecimalAt(data, 'bestAskPrice')),
      ...given('askSize', optionalDecimalAt(data, 'bestAskSize')),
      windowMs: DAY_MS,
    },
  ]
}

/**
 * Statistics of a day; of the windows beside them `marketChange24h` says the same. `averagePrice` is no value by volume
 * (`volValue / vol` differs), and is left out.
 */
function spotDay(data: JsonObject, head: InstrumentEvent): readonly OwnedMarketEvent[] {
  return [
    {
      type: 'ticker',
      ...head,
      ...given('lastPrice', optionalDecimalAt(data, 'lastTradedPrice')),
      ...given('bidPrice', optionalDecimalAt(data, 'buy')),
      ...given('bidSize', optionalDecimalAt(data, 'bidSize')),
      ...given('askPrice', optionalDecimalAt(data, 'sell')),
      ...given('askSize', optionalDecimalAt(data, 'askSize')),
      ...given('openPrice', optionalDecimalAt(data, 'open')),
      ...given('highPrice', optionalDecimalAt(data, 'high')),
      ...given('lowPrice', optionalDecimalAt(data, 'low')),
      ...given('volume', optionalDecimalAt(data, 'vol')),
      ...given('quoteVolume', optionalDecimalAt(data, 'volValue')),
      windowMs: DAY_MS,
    },
  ]
}

/**
 * Sizes of contracts are lots. `volume` is coins on linear contracts, where `turnover` is quote; on inverse ones it is
 * USD, which is lots, and `turnover` is coins. What means the same is told.
 */
function futuresDay(
  data: JsonObject,
  head: InstrumentEvent,
  { contract }: Instrument,
): readonly OwnedMarketEvent[] {
  const isInverse = contract?.direction === 'inverse'
  return [
    {
      type: 'ticker',
      ...head,
      ...given('lastPrice', optionalDecimalAt(data, 'lastPrice')),
      ...given('openPrice', optionalDecimalAt(data, 'price24HoursBefore')),
      ...given('highPrice', optionalDecimalAt(data, 'highPrice')),
      ...given('lowPrice', optionalDecimalAt(data, 'lowPrice')),
      ...given('volume', isInverse ? optionalDecimalAt(data, 'volume') : undefined),
      ...given('quoteVolume', isInverse ? undefined : optionalDecimalAt(data, 'turnover')),
      windowMs: DAY_MS,
    },
  ]
}

/** `/contract/instrument`: mark and index every second, the rate to come every minute. */
function contractState(
  subject: string,
  data: JsonObject,
  head: InstrumentEvent,
): readonly OwnedMarketEvent[] {
  switch (subject) {
    case 'mark.index.price':
      return [
        { type: 'markPrice', ...head, price: decimalAt(data, 'markPrice') },
        { type: 'indexPrice', ...head, price: decimalAt(data, 'indexPrice') },
      ]
    case 'funding.rate':
      return [{ type: 'funding', ...head, rate: decimalAt(data, 'fundingRate'), kind: 'estimate' }]
    default:
      return []
  }
}

/** A settlement begins, and is done. */
function announcement(
  subject: string,
  data: JsonObject,
  head: InstrumentEvent,
): readonly OwnedMarketEvent[] {
  if (subject !== 'funding.begin' && subject !== 'funding.end') return []
  const fundingTimeMs = optionalIntegerAt(data, 'fundingTime')
  return [
    {
      type: 'funding',
      ...head,
      rate: decimalAt(data, 'fundingRate'),
      kind: subject === 'funding.end' ? 'settled' : 'estimate',
      ...given('fundingTimeUs', fundingTimeMs === undefined ? undefined : fundingTimeMs * 1000),
    },
  ]
}
