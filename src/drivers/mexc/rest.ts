import {
  BookUpdate,
  type Candle,
  type CandleInterval,
  ConfigError,
  type HistoryRange,
  type HttpRequest,
  type HttpResponse,
  type Instrument,
  type InstrumentSlot,
  type InstrumentTable,
  type OwnedMarketEvent,
  type RestCall,
  type RestProtocol,
  type Ticker,
  TradeUpdate,
} from '../../core/index.ts'
import type { JsonObject, JsonValue } from '../../wire/index.ts'
import { readBarRow } from '../kit/bar-row.ts'
import { fillLevels, fillTrade } from '../kit/cold-updates.ts'
import { eventHead } from '../kit/event-head.ts'
import {
  arrayAt,
  asArray,
  asDecimal,
  asObject,
  decimalAt,
  given,
  integerAt,
  msTimeAt,
  optionalDecimalAt,
  optionalMsTimeAt,
  parseJson,
} from '../kit/fields.ts'
import { barSpan, spotRestBarOf, withinRange } from './candles.ts'
import { restError } from './errors.ts'
import * as futures from './futures/rest.ts'
import { readSpotInstrument } from './instruments.ts'

/** Levels a side of a snapshot; the most there are. */
const SNAPSHOT_DEPTH = 5000
/** 1000 are documented, 500 are answered. */
const MOST_BARS = 500
const MOST_TRADES = 1000
/** A span of merged trades needs both ends; where one is open, it is this far away. */
const TRADES_SPAN_MS = 3_600_000
const DAY_MS = 86_400_000

/** What calls cost. docs/venues/mexc.md §REST. */
const WEIGHT = {
  exchangeInfo: 10,
  depth: 1,
  klines: 1,
  trades: 5,
  aggTrades: 1,
  ticker: 1,
  time: 1,
}

/** MEXC's public REST, of both services. docs/venues/mexc.md §REST; checked 2026-11-21. */
export const rest: RestProtocol = {
  instruments: (products) => [
    ...(products.includes('spot') ? [spotInstruments()] : []),
    ...futures.instruments(products),
  ],
  bookSnapshot: (slot, feed) =>
    isSpot(slot.instrument) ? bookSnapshot(slot, feed) : futures.bookSnapshot(slot, feed),
  snapshotAt: (url, response, table, localTimeUs) =>
    snapshotAt(url, response, table, localTimeUs) ??
    futures.snapshotAt(url, response, table, localTimeUs),
  candles: (instrument, interval, range) =>
    isSpot(instrument)
      ? candles(instrument, interval, range)
      : futures.candles(instrument, interval, range),
  trades: (slot, range) =>
    isSpot(slot.instrument) ? trades(slot, range) : futures.trades(slot, range),
  funding: futures.funding,
  serverTime: (service) =>
    service === 'futures'
      ? futures.serverTime()
      : {
          request: get('time', {}, WEIGHT.time),
          parse: ({ body }) => msTimeAt(asObject(parseJson(body), 'time'), 'serverTime'),
        },
  error: restError,
}

const isSpot = ({ market }: Instrument): boolean => market === 'spot'

function get(path: string, query: Record<string, string | number>, weight: number): HttpRequest {
  return {
    service: 'spot',
    method: 'GET',
    path: `/api/v3/${path}`,
    query,
    weight,
    isIdempotent: true,
  }
}

function spotInstruments(): RestCall<readonly Instrument[]> {
  return {
    request: get('exchangeInfo', {}, WEIGHT.exchangeInfo),
    parse: ({ body }) =>
      arrayAt(asObject(parseJson(body), 'exchangeInfo'), 'symbols').map((row) =>
        readSpotInstrument(asObject(row, 'symbols')),
      ),
  }
}

function bookSnapshot(slot: InstrumentSlot, feed: string): RestCall<BookUpdate> {
  const { symbol } = slot.instrument
  return {
    request: get('depth', { symbol, limit: SNAPSHOT_DEPTH }, WEIGHT.depth),
    parse: ({ body }, localTimeUs) => readSnapshot(body, slot, feed, localTimeUs),
  }
}

const SNAPSHOT_URL = /\/api\/v3\/depth\?(?:.*&)?symbol=([^&]+)/

function snapshotAt(
  url: string,
  { body }: HttpResponse,
  table: InstrumentTable,
  localTimeUs: number,
): BookUpdate | undefined {
  const symbol = SNAPSHOT_URL.exec(url)?.[1]
  const slot = symbol === undefined ? undefined : table.bySymbol('spot', decodeURIComponent(symbol))
  return slot === undefined ? undefined : readSnapshot(body, slot, 'depth', localTimeUs)
}

/** `{"lastUpdateId":…,"bids":[["price","size"]],"asks":[…],"timestamp":ms}`. */
function readSnapshot(
  body: Uint8Array,
  slot: InstrumentSlot,
  feed: string,
  localTimeUs: number,
): BookUpdate {
  const message = asObject(parseJson(body), 'depth')
  const update = new BookUpdate(slot)
  update.begin(slot, feed, true, localTimeUs)
  update.last = integerAt(message, 'lastUpdateId')
  update.venueUs = optionalMsTimeAt(message, 'timestamp') ?? Number.NaN
  fillLevels(update, arrayAt(message, 'bids'), arrayAt(message, 'asks'))
  return update
}

function candles(
  instrument: Instrument,
  interval: CandleInterval,
  range: HistoryRange,
): RestCall<readonly Candle[]> {
  const { symbol } = instrument
  const word = spotRestBarOf(interval)
  if (word === '') {
    throw new ConfigError(
      'UNKNOWN_INTERVAL',
      `Asking MEXC for bars of ${symbol}: spot streams bars of ${interval}, but has no history of them`,
      { context: { symbol, interval } },
    )
  }
  const rows = Math.min(range.limit ?? MOST_BARS, MOST_BARS)
  const { fromMs, toMs } = barSpan(interval, range, rows)
  const query = {
    symbol,
    interval: word,
    ...given('startTime', fromMs),
    // Its end is not included (seen by one client).
    ...given('endTime', toMs === undefined ? undefined : toMs + 1),
    limit: rows,
  }
  return {
    request: get('klines', query, WEIGHT.klines),
    parse: ({ body }, localTimeUs) => {
      const bars = asArray(parseJson(body), 'klines').map((row) =>
        readBar(row, instrument, interval, localTimeUs),
      )
      return withinRange(bars, range, rows)
    },
  }
}

/** `[openTime, o, h, l, c, base volume, closeTime, quote volume]`. */
function readBar(
  value: JsonValue,
  instrument: Instrument,
  interval: CandleInterval,
  localTimeUs: number,
): Candle {
  const row = asArray(value, 'bar')
  return {
    ...readBarRow(row, instrument, interval, localTimeUs),
    ...given(
      'quoteVolume',
      row[7] === undefined || row[7] === null ? undefined : asDecimal(row[7], 'quote volume'),
    ),
  }
}

/** The recent trades, or those of a span, merged; neither has ids. */
function trades(slot: InstrumentSlot, range: HistoryRange): RestCall<readonly TradeUpdate[]> {
  const { symbol } = slot.instrument
  const { fromTimeUs, toTimeUs } = range
  const limit = Math.min(range.limit ?? MOST_TRADES, MOST_TRADES)
  if (fromTimeUs === undefined && toTimeUs === undefined) {
    return {
      request: get('trades', { symbol, limit }, WEIGHT.trades),
      parse: ({ body }, localTimeUs) =>
        oldestFirst(asArray(parseJson(body), 'trades'), (row) =>
          readTrade(row, slot, ['price', 'qty', 'time', 'isBuyerMaker'], localTimeUs),
        ),
    }
  }
  const fromMs = fromTimeUs === undefined ? undefined : Math.ceil(fromTimeUs / 1000)
  const toMs = toTimeUs === undefined ? undefined : Math.floor(toTimeUs / 1000)
  const startTime = fromMs ?? (toMs ?? 0) - TRADES_SPAN_MS
  const endTime = toMs ?? startTime + TRADES_SPAN_MS
  return {
    request: get('aggTrades', { symbol, startTime, endTime, limit }, WEIGHT.aggTrades),
    parse: ({ body }, localTimeUs) =>
      oldestFirst(asArray(parseJson(body), 'aggTrades'), (row) =>
        readTrade(row, slot, ['p', 'q', 'T', 'm'], localTimeUs),
      ),
  }
}

/** The venue answers with the newest first; by time, should it change its mind. */
function oldestFirst(
  rows: readonly JsonValue[],
  read: (row: JsonObject) => TradeUpdate,
): readonly TradeUpdate[] {
  const all = rows.map((row) => read(asObject(row, 'trade')))
  const [first, last] = [all[0]?.venueUs ?? 0, all.at(-1)?.venueUs ?? 0]
  return first >= last ? all.reverse() : all
}

type TradeKeys = readonly [price: string, size: string, time: string, isMakerBuyer: string]

function readTrade(
  row: JsonObject,
  slot: InstrumentSlot,
  [price, size, time, isMakerBuyer]: TradeKeys,
  localTimeUs: number,
): TradeUpdate {
  return fillTrade(new TradeUpdate(slot), {
    price: decimalAt(row, price),
    size: decimalAt(row, size),
    takerSide: row[isMakerBuyer] === true ? 'sell' : 'buy',
    tradeId: '',
    venueTimeUs: msTimeAt(row, time),
    localTimeUs,
  })
}

/** Statistics of the last 24 hours; one object, because a symbol is asked for. */
export function spotTicker(instrument: Instrument): RestCall<readonly OwnedMarketEvent[]> {
  return {
    request: get('ticker/24hr', { symbol: instrument.symbol }, WEIGHT.ticker),
    parse: ({ body }, localTimeUs) => {
      const row = asObject(parseJson(body), 'ticker')
      const ticker: Ticker = {
        type: 'ticker',
        ...eventHead(instrument, optionalMsTimeAt(row, 'closeTime'), localTimeUs),
        ...given('lastPrice', optionalDecimalAt(row, 'lastPrice')),
        ...given('bidPrice', optionalDecimalAt(row, 'bidPrice')),
        ...given('bidSize', optionalDecimalAt(row, 'bidQty')),
        ...given('askPrice', optionalDecimalAt(row, 'askPrice')),
        ...given('askSize', optionalDecimalAt(row, 'askQty')),
        ...given('openPrice', optionalDecimalAt(row, 'openPrice')),
        ...given('highPrice', optionalDecimalAt(row, 'highPrice')),
        ...given('lowPrice', optionalDecimalAt(row, 'lowPrice')),
        ...given('volume', optionalDecimalAt(row, 'volume')),
        ...given('quoteVolume', optionalDecimalAt(row, 'quoteVolume')),
        windowMs: DAY_MS,
      }
      return [Object.freeze(ticker)]
    },
  }
}
