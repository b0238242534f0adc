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
  isArray,
  msTimeAt,
  objectAt,
  optionalMsTimeAt,
  optionalTextAt,
  parseJson,
  textAt,
} from '../kit/fields.ts'
import { periodOf, readCandle } from './candles.ts'
import { answerError, restError } from './errors.ts'
import { readFuturesInstrument, readSpotInstrument } from './instruments.ts'
import { BOOK_DEPTH, FACTS } from './venue.ts'

/** Most rows of one answer. */
const PAGE = { candles: 1000, trades: 1000, funding: 100 } as const

/** CoinEx's public REST, v2. docs/venues/coinex.md §REST; checked 2026-11-21. */
export const rest: RestProtocol = {
  instruments,
  bookSnapshot,
  candles,
  trades,
  funding,
  serverTime: () => ({
    request: get('/v2/time', {}),
    parse: (response) => msTimeAt(asObject(dataOf(response), 'data'), 'timestamp'),
  }),
  error: restError,
}

function get(path: string, query: Record<string, string | number>): HttpRequest {
  return { service: 'public', method: 'GET', path, query, weight: 1, isIdempotent: true }
}

/** `data` of `{"code":0,"data":…,"message":"OK"}`; refusals come as status 200 with another code. */
function dataOf(response: HttpResponse): JsonValue | undefined {
  const message = asObject(parseJson(response.body), 'answer')
  const code = textAt(message, 'code')
  if (code !== '0') throw answerError(response, code, optionalTextAt(message, 'message') ?? '')
  return message['data']
}

function rowsOf(response: HttpResponse): readonly JsonValue[] {
  return asArray(dataOf(response), 'data')
}

/** Contracts of both directions come in one list. */
function instruments(products: readonly string[]): readonly RestCall<readonly Instrument[]>[] {
  const isWanted = (found: Instrument): boolean => products.includes(found.product)
  const list = (
    market: 'spot' | 'futures',
    read: (row: JsonObject) => Instrument | undefined,
  ): RestCall<readonly Instrument[]> => ({
    request: get(`/v2/${market}/market`, {}),
    parse: (response) =>
      rowsOf(response).flatMap((row) => {
        const found = read(asObject(row, 'market'))
        return found !== undefined && isWanted(found) ? [found] : []
      }),
  })
  const isFutures = ({ id, market }: (typeof FACTS.products)[number]): boolean =>
    market === 'futures' && products.includes(id)
  return [
    ...(products.includes('spot') ? [list('spot', readSpotInstrument)] : []),
    ...(FACTS.products.some(isFutures) ? [list('futures', readFuturesInstrument)] : []),
  ]
}

/** Nothing lines it up with the stream, which brings whole books itself. For audits. */
function bookSnapshot(slot: InstrumentSlot, feed: string): RestCall<BookUpdate> {
  const { market, symbol } = slot.instrument
  return {
    request: get(`/v2/${market}/depth`, { market: symbol, limit: BOOK_DEPTH, interval: '0' }),
    parse: (response, localTimeUs) => {
      const depth = objectAt(asObject(dataOf(response), 'data'), 'depth')
      const update = new BookUpdate(slot)
      update.begin(slot, feed, true, localTimeUs)
      update.venueUs = optionalMsTimeAt(depth, 'updated_at') ?? Number.NaN
      fillLevels(update, arrayAt(depth, 'bids'), arrayAt(depth, 'asks'))
      return update
    },
  }
}

/** Answers hold the newest rows and cannot be asked for a span: a page as large as there is, then what is of the span. */
function pageOf({ fromTimeUs, toTimeUs, limit }: HistoryRange, maxRows: number): number {
  const isSpan = fromTimeUs !== undefined || toTimeUs !== undefined
  return isSpan ? maxRows : Math.min(limit ?? maxRows, maxRows)
}

/** The newest rows of a span, of rows oldest first. */
function ofSpan<T>(
  rows: readonly T[],
  { fromTimeUs, toTimeUs, limit }: HistoryRange,
  timeUsOf: (row: T) => number,
): readonly T[] {
  const first = fromTimeUs ?? Number.NEGATIVE_INFINITY
  const last = toTimeUs ?? Number.POSITIVE_INFINITY
  const found = rows.filter((row) => timeUsOf(row) >= first && timeUsOf(row) <= last)
  return limit === undefined ? found : found.slice(Math.max(0, found.length - limit))
}

function candles(
  instrument: Instrument,
  interval: CandleInterval,
  range: HistoryRange,
): RestCall<readonly Candle[]> {
  const { market, symbol } = instrument
  const query = { market: symbol, period: periodOf(interval), limit: pageOf(range, PAGE.candles) }
  return {
    request: get(`/v2/${market}/kline`, query),
    parse: (response, localTimeUs) => {
      const rows = rowsOf(response).map((row) => readCandle(row, instrument, interval, localTimeUs))
      return ofSpan(rows, range, ({ openTimeUs }) => openTimeUs)
    },
  }
}

/** The bar that is open and the one before it, so that its end is not missed. There is no stream of bars. */
export function newestCandles(
  instrument: Instrument,
  interval: CandleInterval,
): RestCall<readonly Candle[]> {
  return candles(instrument, interval, { limit: 2 })
}

function trades(slot: InstrumentSlot, range: HistoryRange): RestCall<readonly TradeUpdate[]> {
  const { market, symbol } = slot.instrument
  return {
    request: get(`/v2/${market}/deals`, { market: symbol, limit: pageOf(range, PAGE.trades) }),
    parse: (response, localTimeUs) => {
      const rows = rowsOf(response).map((row) => readDeal(asObject(row, 'deal'), slot, localTimeUs))
      // The newest comes first.
      return ofSpan(rows.toReversed(), range, ({ venueUs }) => venueUs)
    },
  }
}

/** `{"deal_id":…,"created_at":ms,"side":taker,"price":…,"amount":…}`. */
function readDeal(row: JsonObject, slot: InstrumentSlot, localTimeUs: number): TradeUpdate {
  return fillTrade(new TradeUpdate(slot), {
    price: decimalAt(row, 'price'),
    size: decimalAt(row, 'amount'),
    takerSide: textAt(row, 'side') === 'sell' ? 'sell' : 'buy',
    tradeId: textAt(row, 'deal_id'),
    venueTimeUs: msTimeAt(row, 'created_at'),
    localTimeUs,
  })
}

/** `actual_funding_rate` is what was charged; `theoretical_funding_rate` what the formula gave before its bounds. */
function funding(instrument: Instrument, range: HistoryRange): RestCall<readonly Funding[]> {
  const { fromTimeUs, toTimeUs, limit } = range
  const query = {
    market: instrument.symbol,
    ...given('start_time', fromTimeUs === undefined ? undefined : Math.ceil(fromTimeUs / 1000)),
    ...given('end_time', toTimeUs === undefined ? undefined : Math.floor(toTimeUs / 1000)),
    limit: Math.min(limit ?? PAGE.funding, PAGE.funding),
  }
  return {
    request: get('/v2/futures/funding-rate-history', query),
    parse: (response, localTimeUs) =>
      rowsOf(response)
        .map((value): Funding => {
          const row = asObject(value, 'funding')
          const fundingTimeUs = msTimeAt(row, 'funding_time')
          const head = eventHead(instrument, fundingTimeUs, localTimeUs)
          const rate = decimalAt(row, 'actual_funding_rate')
          return { type: 'funding', ...head, rate, kind: 'settled', fundingTimeUs }
        })
        .toSorted((a, b) => (a.fundingTimeUs ?? 0) - (b.fundingTimeUs ?? 0)),
  }
}

/**
 * Maintenances that are announced, as what the venue is now: `[{"started_at":ms,"ended_at":ms,"scope":["SPOT"],
 * "protect_duration_start":ms,"protect_duration_end":ms,…}]`. After one, only post-only orders for a while.
 */
export function venueStatus(): RestCall<readonly OwnedMarketEvent[]> {
  return {
    request: get('/v2/maintain/info', {}),
    parse: (response, localTimeUs) => {
      const windows = rowsOf(response).map((row) => asObject(row, 'maintenance'))
      const within = (row: JsonObject, from: string, to: string): boolean =>
        integerAt(row, from) * 1000 <= localTimeUs && localTimeUs < integerAt(row, to) * 1000
      const running = windows.find((row) => within(row, 'started_at', 'ended_at'))
      const protecting = windows.find((row) =>
        within(row, 'protect_duration_start', 'protect_duration_end'),
      )
      const found = running ?? protecting ?? windows[0]
      const status = running ? 'maintenance' : protecting ? 'degraded' : 'online'
      const detail = found === undefined ? 'no maintenance is announced' : describe(found)
      return [{ type: 'venueStatus', venue: FACTS.venue, status, detail, localTimeUs }]
    },
  }
}

function describe(row: JsonObject): string {
  const { scope } = row
  const of = isArray(scope) ? scope.filter((word) => typeof word === 'string').join(', ') : ''
  return `maintenance of ${of} from ${textAt(row, 'started_at')} to ${textAt(row, 'ended_at')}`.slice(
    0,
    200,
  )
}
