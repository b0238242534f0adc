import {
  asset,
  BookUpdate,
  type Candle,
  type CandleInterval,
  type HistoryRange,
  type HttpRequest,
  type HttpResponse,
  type Instrument,
  type InstrumentSlot,
  pair,
  type RestCall,
  scaleOf,
  TradeUpdate,
  venueSymbol,
} from '../../../core/index.ts'
import type { JsonObject, JsonValue } from '../../../wire/index.ts'
import { fillLevels, fillTrade } from '../../kit/cold-updates.ts'
import { eventHead } from '../../kit/event-head.ts'
import {
  arrayAt,
  asArray,
  asDecimal,
  asInteger,
  asObject,
  decimalAt,
  given,
  optionalDecimalAt,
  parseJson,
  textAt,
} from '../../kit/fields.ts'
import { GRANULARITIES } from '../candles.ts'
import { readStatus } from '../instruments.ts'
import { historySpan } from '../span.ts'
import { optionalIsoTimeAt } from '../times.ts'
import { EXCHANGE, VENUE } from '../venue.ts'

/** Most rows of one answer. */
const PAGE = { candles: 300, trades: 1000 } as const

function get(path: string, query: Record<string, string | number> = {}): HttpRequest {
  return { service: EXCHANGE, method: 'GET', path, query, weight: 1, isIdempotent: true }
}

const rowsOf = (response: HttpResponse): readonly JsonValue[] =>
  asArray(parseJson(response.body), 'answer')

/** The call that lists Coinbase Exchange's products. */
export function listingCall(): RestCall<readonly Instrument[]> {
  return {
    request: get('/products'),
    parse: (response) => rowsOf(response).map((row) => readProduct(asObject(row, 'product'))),
  }
}

/** One row of `/products`: all are spot, and the tick is `quote_increment`. */
function readProduct(row: JsonObject): Instrument {
  const tickSize = optionalDecimalAt(row, 'quote_increment')
  const lotSize = optionalDecimalAt(row, 'base_increment')
  const base = asset(textAt(row, 'base_currency'))
  const quote = asset(textAt(row, 'quote_currency'))
  return Object.freeze({
    venue: VENUE,
    market: 'spot',
    kind: 'spot',
    pair: pair(`${base}/${quote}`),
    symbol: venueSymbol(textAt(row, 'id')),
    base,
    quote,
    product: EXCHANGE,
    status: readStatus(row),
    ...given('tickSize', tickSize),
    ...given('lotSize', lotSize),
    ...given('minQuantity', optionalDecimalAt(row, 'base_min_size')),
    ...given('minNotional', optionalDecimalAt(row, 'min_market_funds')),
    priceScale: tickSize === undefined ? 0 : (scaleOf(tickSize) ?? 0),
    sizeScale: lotSize === undefined ? 0 : (scaleOf(lotSize) ?? 0),
    isInferred: false,
  })
}

/** The whole book; its `sequence` is that of the single orders, which `level2_batch` does not tell. For audits. */
export function bookSnapshot(slot: InstrumentSlot, feed: string): RestCall<BookUpdate> {
  return {
    request: get(`/products/${slot.instrument.symbol}/book`, { level: 2 }),
    parse: (response, localTimeUs) => {
      const book = asObject(parseJson(response.body), 'book')
      const update = new BookUpdate(slot)
      update.begin(slot, feed, true, localTimeUs)
      update.venueUs = optionalIsoTimeAt(book, 'time') ?? Number.NaN
      fillLevels(update, arrayAt(book, 'bids'), arrayAt(book, 'asks'))
      return update
    },
  }
}

/** Bars, oldest first: `[time, low, high, open, close, volume]` as numbers, the newest first on the wire. */
export function candles(
  instrument: Instrument,
  interval: CandleInterval,
  range: HistoryRange,
): RestCall<readonly Candle[]> {
  const [, granularity] = GRANULARITIES[interval] ?? ['', 0]
  const { fromS, toS, rows } = historySpan(range, granularity, PAGE.candles)
  const bar = (value: JsonValue, localTimeUs: number): Candle => {
    const [time, low, high, open, close, volume] = asArray(value, 'bar')
    return {
      type: 'candle',
      ...eventHead(instrument, undefined, localTimeUs),
      interval,
      openTimeUs: asInteger(time, 'time') * 1_000_000,
      open: asDecimal(open, 'open'),
      high: asDecimal(high, 'high'),
      low: asDecimal(low, 'low'),
      close: asDecimal(close, 'close'),
      volume: asDecimal(volume, 'volume'),
    }
  }
  return {
    request: get(`/products/${instrument.symbol}/candles`, {
      granularity,
      ...given('start', fromS),
      ...given('end', toS),
    }),
    parse: (response, localTimeUs) =>
      rowsOf(response)
        .map((row) => bar(row, localTimeUs))
        .reverse()
        .slice(-rows),
  }
}

/** The newest trades, oldest first; pages are by id, so a span in time is cut from the newest page. */
export function trades(
  slot: InstrumentSlot,
  range: HistoryRange,
): RestCall<readonly TradeUpdate[]> {
  const { fromTimeUs = 0, toTimeUs = Number.POSITIVE_INFINITY, limit = PAGE.trades } = range
  const isSpan = fromTimeUs > 0 || Number.isFinite(toTimeUs)
  const asked = isSpan ? PAGE.trades : Math.min(limit, PAGE.trades)
  return {
    request: get(`/products/${slot.instrument.symbol}/trades`, { limit: asked }),
    parse: (response, localTimeUs) =>
      rowsOf(response)
        .map((row) => readTrade(asObject(row, 'trade'), slot, localTimeUs))
        .filter(({ venueUs }) => !(venueUs < fromTimeUs) && !(venueUs > toTimeUs))
        .slice(0, limit)
        .reverse(),
  }
}

/** `side` is the maker's. */
function readTrade(row: JsonObject, slot: InstrumentSlot, localTimeUs: number): TradeUpdate {
  return fillTrade(new TradeUpdate(slot), {
    price: decimalAt(row, 'price'),
    size: decimalAt(row, 'size'),
    takerSide: textAt(row, 'side') === 'sell' ? 'buy' : 'sell',
    tradeId: textAt(row, 'trade_id'),
    ...given('venueTimeUs', optionalIsoTimeAt(row, 'time')),
    localTimeUs,
  })
}

/** `{"iso":"2026-04-07T14:30:00.123Z","epoch":…}`; the epoch is a fraction of seconds, the text is exact. */
export function serverTime(): RestCall<number> {
  return {
    request: get('/time'),
    parse: (response) => {
      const answer = asObject(parseJson(response.body), 'time')
      return optionalIsoTimeAt(answer, 'iso') ?? Number.NaN
    },
  }
}
