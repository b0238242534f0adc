import {
  BookUpdate,
  type Candle,
  type CandleInterval,
  ConfigError,
  type Funding,
  type HistoryRange,
  type HttpRequest,
  type HttpResponse,
  type Instrument,
  type InstrumentSlot,
  type InstrumentTable,
  type Market,
  type OwnedMarketEvent,
  type RestCall,
  type RestProtocol,
  TradeUpdate,
} from '../../core/index.ts'
import type { JsonObject, JsonValue } from '../../wire/index.ts'
import { fillLevels, fillTrade } from '../kit/cold-updates.ts'
import { eventHead } from '../kit/event-head.ts'
import {
  arrayAt,
  asArray,
  asObject,
  decimalAt,
  given,
  integerAt,
  msTimeAt,
  optionalTextAt,
  textAt,
} from '../kit/fields.ts'
import { bodyOf } from './answer.ts'
import {
  barPage,
  minutesOf,
  readClassicCandle,
  readFuturesRestCandle,
  rowsOfPage,
  wordOf,
} from './candles.ts'
import { restError } from './errors.ts'
import { readContract, readSpotInstrument } from './instruments.ts'
import { timeUsOf } from './times.ts'
import { FACTS } from './venue.ts'

/** What calls cost of the public pool; the two hosts share it. docs/venues/kucoin.md §REST. */
const WEIGHTS = {
  '/api/v2/symbols': 4,
  '/api/v1/market/orderbook/level2_100': 2,
  '/api/v1/market/candles': 3,
  '/api/v1/contracts/active': 3,
  '/api/v1/level2/snapshot': 3,
  '/api/v1/kline/query': 3,
  '/api/ua/v1/market/trade': 5,
  '/api/v1/contract/funding-rates': 5,
  '/api/ua/v1/market/orderbook': 6,
  '/api/v1/timestamp': 3,
  '/api/v1/status': 3,
} as const

type Path = keyof typeof WEIGHTS

/** Most bars of one answer. */
const SPOT_BARS = 1500
const FUTURES_BARS = 500

/** KuCoin's public REST: calls that need no key, most of them classic. docs/venues/kucoin.md §REST; checked 2026-11-21. */
export const rest: RestProtocol = {
  instruments,
  bookSnapshot,
  snapshotAt,
  candles: (instrument, interval, range) =>
    instrument.market === 'spot'
      ? spotCandles(instrument, interval, range)
      : futuresCandles(instrument, interval, range),
  trades,
  funding,
  serverTime: (service) => ({
    request: get(service, '/api/v1/timestamp', {}),
    parse: (response) => integerAt({ time: bodyOf(response, service) }, 'time') * 1000,
  }),
  error: restError,
}

function get(service: string, path: Path, query: Record<string, string | number>): HttpRequest {
  return { service, method: 'GET', path, query, weight: WEIGHTS[path], isIdempotent: true }
}

function rowsOf(response: HttpResponse, service: string): readonly JsonValue[] {
  return asArray(bodyOf(response, service), 'data')
}

/** One listing for spot, one for all contracts. */
function instruments(products: readonly string[]): readonly RestCall<readonly Instrument[]>[] {
  const isAsked = ({ product }: Instrument): boolean => products.includes(product)
  const spot: RestCall<readonly Instrument[]> = {
    request: get('spot', '/api/v2/symbols', {}),
    parse: (response) =>
      rowsOf(response, 'spot').map((row) => readSpotInstrument(asObject(row, 'symbol'))),
  }
  const contracts: RestCall<readonly Instrument[]> = {
    request: get('futures', '/api/v1/contracts/active', {}),
    parse: (response) =>
      rowsOf(response, 'futures').flatMap((row) => {
        const instrument = readContract(asObject(row, 'contract'))
        return instrument !== undefined && isAsked(instrument) ? [instrument] : []
      }),
  }
  return [
    ...(products.includes('spot') ? [spot] : []),
    ...(products.some((product) => product !== 'spot') ? [contracts] : []),
  ]
}

/**
 * Snapshots of the feeds that are only changes. On futures the whole book is public. On spot it needs a key
 * (`/api/v3/market/orderbook/level2`); what needs none reaches 100 levels a side, so a book joined to it knows nothing
 * beyond them. That is why books are subscribed to on the unified sockets, which bring their own snapshots.
 */
function bookSnapshot(slot: InstrumentSlot, feed: string): RestCall<BookUpdate> {
  const { market, symbol } = slot.instrument
  const tradeType = market.toUpperCase()
  const request =
    feed === 'obu.increment'
      ? get('spot', '/api/ua/v1/market/orderbook', { tradeType, symbol, limit: 100 })
      : market === 'spot'
        ? get('spot', '/api/v1/market/orderbook/level2_100', { symbol })
        : get('futures', '/api/v1/level2/snapshot', { symbol })
  return {
    request,
    parse: (response, localTimeUs) => {
      const data = asObject(bodyOf(response, request.service), 'book')
      return readSnapshot(data, slot, feed, localTimeUs)
    },
  }
}

/** `{"sequence":…,"time" or "ts":…,"bids":[[price,size],…],"asks":[…]}`. */
function readSnapshot(
  data: JsonObject,
  slot: InstrumentSlot,
  feed: string,
  localTimeUs: number,
): BookUpdate {
  const update = new BookUpdate(slot)
  update.begin(slot, feed, true, localTimeUs)
  const time = optionalTextAt(data, 'time') ?? optionalTextAt(data, 'ts')
  update.venueUs = timeUsOf(time) ?? Number.NaN
  update.last = integerAt(data, 'sequence')
  fillLevels(update, arrayAt(data, 'bids'), arrayAt(data, 'asks'))
  return update
}

/** Whole and cut classic books, signed or not; the address says which. */
const SNAPSHOT_PATH = /\/api\/v\d\/(market\/orderbook\/level2|level2\/(?:snapshot|depth))/

function snapshotAt(
  url: string,
  response: HttpResponse,
  table: InstrumentTable,
  localTimeUs: number,
): BookUpdate | undefined {
  const path = SNAPSHOT_PATH.exec(url)?.[1]
  const symbol = /[?&]symbol=([^&]+)/.exec(url)?.[1]
  if (path === undefined || symbol === undefined) return undefined
  const market: Market = path.startsWith('market/') ? 'spot' : 'futures'
  const slot = table.bySymbol(market, decodeURIComponent(symbol))
  if (slot === undefined) return undefined
  const data = asObject(bodyOf(response, market), 'book')
  return readSnapshot(data, slot, 'level2', localTimeUs)
}

/** Times in seconds; newest first. */
function spotCandles(
  instrument: Instrument,
  interval: CandleInterval,
  range: HistoryRange,
): RestCall<readonly Candle[]> {
  const page = barPage(interval, range, SPOT_BARS)
  const request = get('spot', '/api/v1/market/candles', {
    symbol: instrument.symbol,
    type: wordOf(interval),
    ...given('startAt', page.fromUs === undefined ? undefined : Math.ceil(page.fromUs / 1e6)),
    // The end is exclusive: one second more takes a bar that opens at it.
    ...given('endAt', page.toUs === undefined ? undefined : Math.floor(page.toUs / 1e6) + 1),
  })
  return {
    request,
    parse: (response, localTimeUs) =>
      rowsOfPage(rowsOf(response, 'spot').toReversed(), page).map((row) =>
        readClassicCandle(row, instrument, interval, { localTimeUs }),
      ),
  }
}

/** Times in ms, both ends included; oldest first. */
function futuresCandles(
  instrument: Instrument,
  interval: CandleInterval,
  range: HistoryRange,
): RestCall<readonly Candle[]> {
  const granularity = minutesOf(interval)
  if (granularity === undefined) {
    throw new ConfigError(
      'UNKNOWN_INTERVAL',
      `Asking KuCoin for past bars of a contract: there is no interval "${interval}" by REST`,
      { context: { interval } },
    )
  }
  const page = barPage(interval, range, FUTURES_BARS)
  const request = get('futures', '/api/v1/kline/query', {
    symbol: instrument.symbol,
    granularity,
    ...given('from', page.fromUs === undefined ? undefined : Math.ceil(page.fromUs / 1000)),
    ...given('to', page.toUs === undefined ? undefined : Math.floor(page.toUs / 1000)),
  })
  return {
    request,
    parse: (response, localTimeUs) =>
      rowsOfPage(rowsOf(response, 'futures'), page).map((row) =>
        readFuturesRestCandle(row, instrument, interval, localTimeUs),
      ),
  }
}

/** The calls take no limit: what is over is left out here. */
function newest<T>(oldestFirst: readonly T[], limit: number): readonly T[] {
  return limit === 0 ? [] : oldestFirst.slice(-limit)
}

/**
 * The last 100, without pages, of the unified tree for both markets: its rows have the ids of the streams, while classic
 * rows of spot have none.
 */
function trades(slot: InstrumentSlot, { limit }: HistoryRange): RestCall<readonly TradeUpdate[]> {
  const { market, symbol } = slot.instrument
  const tradeType = market.toUpperCase()
  return {
    request: get('spot', '/api/ua/v1/market/trade', { tradeType, symbol }),
    parse: (response, localTimeUs) => {
      const { list } = asObject(bodyOf(response, 'spot'), 'trades')
      const all = asArray(list, 'list').map((value) =>
        readTrade(asObject(value, 'trade'), slot, localTimeUs),
      )
      // Documented oldest first; the order is not promised.
      const isNewestFirst = (all[0]?.venueUs ?? 0) > (all.at(-1)?.venueUs ?? 0)
      return newest(isNewestFirst ? all.toReversed() : all, limit ?? all.length)
    },
  }
}

function readTrade(row: JsonObject, slot: InstrumentSlot, localTimeUs: number): TradeUpdate {
  return fillTrade(new TradeUpdate(slot), {
    price: decimalAt(row, 'price'),
    size: decimalAt(row, 'size'),
    takerSide: textAt(row, 'side').toLowerCase() === 'sell' ? 'sell' : 'buy',
    tradeId: textAt(row, 'tradeId'),
    ...given('venueTimeUs', timeUsOf(optionalTextAt(row, 'ts'))),
    localTimeUs,
  })
}

/** Both ends are asked for by the venue: where none is given, the last days that it answers with one page. */
function funding(
  instrument: Instrument,
  { fromTimeUs, toTimeUs, limit }: HistoryRange,
): RestCall<readonly Funding[]> {
  const request = get('futures', '/api/v1/contract/funding-rates', {
    symbol: instrument.symbol,
    from: fromTimeUs === undefined ? 0 : Math.ceil(fromTimeUs / 1000),
    to: toTimeUs === undefined ? FAR_AHEAD_MS : Math.floor(toTimeUs / 1000),
  })
  return {
    request,
    parse: (response, localTimeUs) => {
      const rows = rowsOf(response, 'futures').toReversed()
      return newest(rows, limit ?? rows.length).map((value): Funding => {
        const row = asObject(value, 'funding')
        const fundingTimeUs = msTimeAt(row, 'timepoint')
        const head = eventHead(instrument, fundingTimeUs, localTimeUs)
        const rate = decimalAt(row, 'fundingRate')
        return { type: 'funding', ...head, rate, kind: 'settled', fundingTimeUs }
      })
    },
  }
}

/** The last moment that thirteen digits of ms write. */
const FAR_AHEAD_MS = 9_999_999_999_999

const STATUS = { open: 'online', close: 'maintenance', cancelonly: 'degraded' } as const

/** What a host says of itself, asked again and again: there is no stream of it. */
export function serviceStatus(market: Market): RestCall<readonly OwnedMarketEvent[]> {
  return {
    request: get(market, '/api/v1/status', {}),
    parse: (response, localTimeUs) => {
      const data = asObject(bodyOf(response, market), 'status')
      const word = textAt(data, 'status')
      const status = word in STATUS ? STATUS[word as keyof typeof STATUS] : 'unknown' // just looked up
      const detail = `${market}: ${word} ${optionalTextAt(data, 'msg') ?? ''}`.trim().slice(0, 200)
      return [{ type: 'venueStatus', venue: FACTS.venue, status, detail, localTimeUs }]
    },
  }
}
