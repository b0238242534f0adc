import {
  BookUpdate,
  type Candle,
  type CandleInterval,
  type Funding,
  type HistoryRange,
  type HttpRequest,
  type HttpResponse,
  type Instrument,
  type InstrumentSlot,
  type RestCall,
  type RestProtocol,
  TradeUpdate,
} from '../../core/index.ts'
import type { JsonObject, JsonValue } from '../../wire/index.ts'
import { fillLevels, fillTrade } from '../kit/cold-updates.ts'
import { eventHead } from '../kit/event-head.ts'
import {
  arrayAt,
  asObject,
  decimalAt,
  given,
  msTimeAt,
  optionalDecimalAt,
  optionalIntegerAt,
  optionalMsTimeAt,
  optionalTextAt,
  parseJson,
  textAt,
} from '../kit/fields.ts'
import { barOf, readCandle } from './candles.ts'
import { answerError, restError } from './errors.ts'
import { instTypeOf, readInstrument } from './instruments.ts'
import { REST_POINTS } from './venue.ts'

/** Calls an endpoint answers in 2 s. docs/venues/okx.md §REST. */
const LIMITS = {
  '/api/v5/public/instruments': 20,
  '/api/v5/public/time': 10,
  '/api/v5/public/funding-rate-history': 10,
  '/api/v5/market/books': 40,
  '/api/v5/market/books-rpi': 40,
  '/api/v5/market/candles': 40,
  '/api/v5/market/history-candles': 20,
  '/api/v5/market/trades': 100,
  '/api/v5/market/history-trades': 20,
} as const

type Path = keyof typeof LIMITS

/** Most rows of one answer. */
const PAGE = { candles: 300, trades: 500, pastTrades: 100, funding: 100 } as const
/** Levels a side of a snapshot; the most there are. */
const SNAPSHOT_DEPTH = 400

/** OKX's public REST. docs/venues/okx.md §REST; checked 2026-11-21. */
export const rest: RestProtocol = {
  instruments: (products) =>
    [...new Set(products.map(instTypeOf))].map((instType) => ({
      request: get('/api/v5/public/instruments', { instType }),
      parse: (response) => readListing(rowsOf(response), products),
    })),
  bookSnapshot,
  candles,
  trades,
  funding,
  serverTime: () => ({
    request: get('/api/v5/public/time', {}),
    parse: (response) => msTimeAt(firstOf(response), 'ts'),
  }),
  error: restError,
}

function get(path: Path, query: Record<string, string | number>): HttpRequest {
  const weight = REST_POINTS / LIMITS[path]
  return { service: 'public', method: 'GET', path, query, weight, isIdempotent: true }
}

/** The rows of `{"code":"0","msg":"","data":[…]}`; most refusals come as status 200 with another code. */
function rowsOf(response: HttpResponse): readonly JsonValue[] {
  const message = asObject(parseJson(response.body), 'answer')
  const code = textAt(message, 'code')
  if (code !== '0') throw answerError(response, code, optionalTextAt(message, 'msg') ?? '')
  return arrayAt(message, 'data')
}

function firstOf(response: HttpResponse): JsonObject {
  return asObject(rowsOf(response)[0], 'first row')
}

/** X-Perps are listed among the futures: what was not asked for is left out, as are rows without their terms. */
function readListing(
  rows: readonly JsonValue[],
  products: readonly string[],
): readonly Instrument[] {
  return rows.flatMap((row) => {
    const instrument = readInstrument(asObject(row, 'instrument'))
    return instrument !== undefined && products.includes(instrument.product) ? [instrument] : []
  })
}

/** Not needed to keep a book in step: the stream brings its own snapshot. For audits. */
function bookSnapshot(slot: InstrumentSlot, feed: string): RestCall<BookUpdate> {
  const path = feed === 'books-rpi' ? '/api/v5/market/books-rpi' : '/api/v5/market/books'
  return {
    request: get(path, { instId: slot.instrument.symbol, sz: SNAPSHOT_DEPTH }),
    parse: (response, localTimeUs) => {
      const row = firstOf(response)
      const update = new BookUpdate(slot)
      update.begin(slot, feed, true, localTimeUs)
      update.venueUs = optionalMsTimeAt(row, 'ts') ?? Number.NaN
      update.last = optionalIntegerAt(row, 'seqId') ?? Number.NaN
      fillLevels(update, arrayAt(row, 'bids'), arrayAt(row, 'asks'))
      return update
    },
  }
}

/**
 * `after` means older than, `before` newer than, both exclusive. A page is the newest rows of the span: with
 * `before` alone a long span loses its oldest rows, so histories are walked from the end.
 */
function pageQuery(range: HistoryRange, maxRows: number): Record<string, number> {
  const { fromTimeUs, toTimeUs, limit } = range
  return {
    ...given('after', toTimeUs === undefined ? undefined : Math.floor(toTimeUs / 1000) + 1),
    ...given('before', fromTimeUs === undefined ? undefined : Math.ceil(fromTimeUs / 1000) - 1),
    limit: Math.min(limit ?? maxRows, maxRows),
  }
}

const isPast = ({ fromTimeUs, toTimeUs }: HistoryRange): boolean =>
  fromTimeUs !== undefined || toTimeUs !== undefined

/** Oldest first, as other venues answer; OKX sends the newest first. */
function oldestFirst<T>(rows: readonly JsonValue[], read: (row: JsonValue) => T): readonly T[] {
  return rows.map(read).reverse()
}

/** `candles` has the last 1440 bars only; a span in time is asked of the history. */
function candles(
  instrument: Instrument,
  interval: CandleInterval,
  range: HistoryRange,
): RestCall<readonly Candle[]> {
  const path = isPast(range) ? '/api/v5/market/history-candles' : '/api/v5/market/candles'
  const query = { instId: instrument.symbol, bar: barOf(interval) }
  return {
    request: get(path, { ...query, ...pageQuery(range, PAGE.candles) }),
    parse: (response, localTimeUs) =>
      oldestFirst(rowsOf(response), (row) => readCandle(row, instrument, interval, localTimeUs)),
  }
}

/** `type=2` pages by time; the recent trades have no pages. */
function trades(slot: InstrumentSlot, range: HistoryRange): RestCall<readonly TradeUpdate[]> {
  const { symbol } = slot.instrument
  const request = isPast(range)
    ? get('/api/v5/market/history-trades', {
        instId: symbol,
        type: 2,
        ...pageQuery(range, PAGE.pastTrades),
      })
    : get('/api/v5/market/trades', { instId: symbol, ...pageQuery(range, PAGE.trades) })
  return {
    request,
    parse: (response, localTimeUs) =>
      oldestFirst(rowsOf(response), (row) => readTrade(asObject(row, 'trade'), slot, localTimeUs)),
  }
}

/** `{"instId":…,"side":taker,"sz":…,"px":…,"tradeId":…,"ts":ms}`. */
function readTrade(row: JsonObject, slot: InstrumentSlot, localTimeUs: number): TradeUpdate {
  return fillTrade(new TradeUpdate(slot), {
    price: decimalAt(row, 'px'),
    size: decimalAt(row, 'sz'),
    takerSide: textAt(row, 'side') === 'sell' ? 'sell' : 'buy',
    tradeId: textAt(row, 'tradeId'),
    venueTimeUs: msTimeAt(row, 'ts'),
    localTimeUs,
  })
}

/** `realizedRate` is what was charged; `fundingRate` what had been estimated. */
function funding(instrument: Instrument, range: HistoryRange): RestCall<readonly Funding[]> {
  const query = { instId: instrument.symbol, ...pageQuery(range, PAGE.funding) }
  return {
    request: get('/api/v5/public/funding-rate-history', query),
    parse: (response, localTimeUs) =>
      oldestFirst(rowsOf(response), (value) => {
        const row = asObject(value, 'funding')
        const fundingTimeUs = msTimeAt(row, 'fundingTime')
        const rate = optionalDecimalAt(row, 'realizedRate') ?? decimalAt(row, 'fundingRate')
        const head = eventHead(instrument, fundingTimeUs, localTimeUs)
        return { type: 'funding', ...head, rate, kind: 'settled', fundingTimeUs } as const
      }),
  }
}
