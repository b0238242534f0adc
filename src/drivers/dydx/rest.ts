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
import { fillSides, fillTrade, type Level } from '../kit/cold-updates.ts'
import { eventHead } from '../kit/event-head.ts'
import { arrayAt, asObject, decimalAt, given, objectAt, parseJson, textAt } from '../kit/fields.ts'
import { readCandle, resolutionOf } from './candles.ts'
import { restError } from './errors.ts'
import { readInstrument } from './instruments.ts'
import { isoText, isoTimeAt, secondsAt } from './times.ts'
import { PRODUCT } from './venue.ts'

/** Most rows of one answer. */
const PAGE = 1000

/** The indexer's REST. docs/venues/dydx.md §REST; checked 2026-11-21. Every call costs one. */
export const rest: RestProtocol = {
  instruments: (products) =>
    products.includes(PRODUCT)
      ? [
          {
            request: get('/perpetualMarkets', {}),
            parse: (response) => readListing(objectAt(bodyOf(response), 'markets')),
          },
        ]
      : [],
  bookSnapshot,
  candles,
  trades,
  funding,
  serverTime: (service) => ({
    request: { ...get('/time', {}), service },
    parse: (response) => secondsAt(bodyOf(response), 'epoch'),
  }),
  error: restError,
}

function get(path: string, query: Record<string, string | number>): HttpRequest {
  return { service: 'indexer', method: 'GET', path, query, weight: 1, isIdempotent: true }
}

/** Tickers of permissionless markets have commas. */
function pathOf(endpoint: string, { symbol }: Pick<Instrument, 'symbol'>): string {
  return `/${endpoint}/${encodeURIComponent(symbol)}`
}

function bodyOf(response: HttpResponse): JsonObject {
  return asObject(parseJson(response.body), 'answer')
}

function readListing(markets: JsonObject): readonly Instrument[] {
  return Object.entries(markets).flatMap(
    ([ticker, row]) => readInstrument(ticker, asObject(row, ticker)) ?? [],
  )
}

/** Not needed to keep a book in step: the stream brings its own snapshot. For audits; it may lag by a second. */
function bookSnapshot(slot: InstrumentSlot, feed: string): RestCall<BookUpdate> {
  const levels = (rows: readonly JsonValue[]): readonly Level[] =>
    rows.map((value) => {
      const row = asObject(value, 'level')
      return { price: decimalAt(row, 'price'), size: decimalAt(row, 'size') }
    })
  return {
    request: get(pathOf('orderbooks/perpetualMarket', slot.instrument), {}),
    parse: (response, localTimeUs) => {
      const body = bodyOf(response)
      const update = new BookUpdate(slot)
      update.begin(slot, feed, true, localTimeUs)
      fillSides(update, levels(arrayAt(body, 'bids')), levels(arrayAt(body, 'asks')))
      return update
    },
  }
}

const limitOf = ({ limit }: HistoryRange): number => Math.min(limit ?? PAGE, PAGE)

/** Rows come newest first, and not every call takes both ends of a span: what is outside is left out here. */
function oldestFirst<T>(
  rows: readonly JsonValue[],
  { fromTimeUs = Number.NEGATIVE_INFINITY, toTimeUs = Number.POSITIVE_INFINITY }: HistoryRange,
  timeKey: string,
  read: (row: JsonObject) => T,
): readonly T[] {
  return rows
    .map((value) => asObject(value, 'row'))
    .filter((row) => {
      const timeUs = isoTimeAt(row, timeKey)
      return timeUs >= fromTimeUs && timeUs <= toTimeUs
    })
    .map(read)
    .reverse()
}

/** A page is the newest bars of the span: long spans are walked from the end. */
function candles(
  instrument: Instrument,
  interval: CandleInterval,
  range: HistoryRange,
): RestCall<readonly Candle[]> {
  const { fromTimeUs, toTimeUs } = range
  const query = {
    resolution: resolutionOf(interval),
    ...given('fromISO', fromTimeUs === undefined ? undefined : isoText(fromTimeUs)),
    // Whether the end itself belongs to the span is not documented: a ms more, and what is too much is left out.
    ...given('toISO', toTimeUs === undefined ? undefined : isoText(toTimeUs + 1000)),
    limit: limitOf(range),
  }
  return {
    request: { ...get(pathOf('candles/perpetualMarkets', instrument), query), service: 'candles' },
    parse: (response, localTimeUs) =>
      oldestFirst(arrayAt(bodyOf(response), 'candles'), range, 'startedAt', (row) =>
        readCandle(row, instrument, interval, localTimeUs),
      ),
  }
}

/** Trades go back from a moment; there is no word for where a span begins. */
function trades(slot: InstrumentSlot, range: HistoryRange): RestCall<readonly TradeUpdate[]> {
  const { toTimeUs } = range
  const query = {
    ...given('createdBeforeOrAt', toTimeUs === undefined ? undefined : isoText(toTimeUs)),
    limit: limitOf(range),
  }
  return {
    request: get(pathOf('trades/perpetualMarket', slot.instrument), query),
    parse: (response, localTimeUs) =>
      oldestFirst(arrayAt(bodyOf(response), 'trades'), range, 'createdAt', (row) =>
        fillTrade(new TradeUpdate(slot), {
          price: decimalAt(row, 'price'),
          size: decimalAt(row, 'size'),
          takerSide: textAt(row, 'side') === 'SELL' ? 'sell' : 'buy',
          tradeId: textAt(row, 'id'),
          venueTimeUs: isoTimeAt(row, 'createdAt'),
          localTimeUs,
        }),
      ),
  }
}

/** What was charged, hour by hour. */
function funding(instrument: Instrument, range: HistoryRange): RestCall<readonly Funding[]> {
  const { toTimeUs } = range
  const query = {
    ...given('effectiveBeforeOrAt', toTimeUs === undefined ? undefined : isoText(toTimeUs)),
    limit: limitOf(range),
  }
  return {
    request: get(pathOf('historicalFunding', instrument), query),
    parse: (response, localTimeUs) =>
      oldestFirst(arrayAt(bodyOf(response), 'historicalFunding'), range, 'effectiveAt', (row) => {
        const fundingTimeUs = isoTimeAt(row, 'effectiveAt')
        return {
          type: 'funding',
          ...eventHead(instrument, fundingTimeUs, localTimeUs),
          rate: decimalAt(row, 'rate'),
          kind: 'settled',
          fundingTimeUs,
          intervalMs: HOUR_MS,
        } as const
      }),
  }
}

const HOUR_MS = 3_600_000
