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
  type InstrumentTable,
  type RestCall,
  type RestProtocol,
  TradeUpdate,
} from '../../core/index.ts'
import type { JsonObject, JsonValue } from '../../wire/index.ts'
import { fillSides, fillTrade, type Level } from '../kit/cold-updates.ts'
import { eventHead } from '../kit/event-head.ts'
import {
  arrayAt,
  asArray,
  asDecimal,
  asObject,
  decimalAt,
  given,
  integerAt,
  isArray,
  msTimeAt,
  optionalTextAt,
  parseJson,
  textAt,
} from '../kit/fields.ts'
import { lengthMs, readBar, readSpotRow, wordOf } from './candles.ts'
import { restError } from './errors.ts'
import { DIFF_FEEDS } from './frame-keys.ts'
import { readContract, readPair } from './instruments.ts'
import { timeUsOf } from './times.ts'
import type { GateProduct } from './venue.ts'

/** Path of each product's public REST. */
const PREFIX: Readonly<Record<GateProduct, string>> = {
  spot: '/spot',
  usdt: '/futures/usdt',
  btc: '/futures/btc',
  delivery: '/delivery/usdt',
}

/** Most rows of one answer. */
const PAGE_ROWS = 1000
/** Levels a side of a snapshot of spot: the most there are. */
const SPOT_DEPTH = 1000
/** Levels a side of a snapshot of contracts: as many as their changes tell of. */
const CONTRACT_DEPTH = 100
const SECOND_US = 1_000_000

/** Gate's public REST. docs/venues/gate.md §REST; checked 2026-11-21. */
export const rest: RestProtocol = {
  instruments: (products) =>
    products.map((product) => (product === 'spot' ? pairs() : contracts(product as GateProduct))),
  bookSnapshot,
  snapshotAt,
  candles,
  trades,
  funding,
  serverTime: () => ({
    request: get('spot', 'time', {}),
    parse: ({ body }) => msTimeAt(asObject(parseJson(body), 'time'), 'server_time'),
  }),
  error: restError,
}

/** Every endpoint has its own limit, and all count one a call. */
function get(
  product: string,
  name: string,
  query: Readonly<Record<string, string | number>>,
): HttpRequest {
  // A product is always one of the facts'.
  const path = `${PREFIX[product as GateProduct]}/${name}`
  return { service: 'public', method: 'GET', path, query, weight: 1, isIdempotent: true }
}

function pairs(): RestCall<readonly Instrument[]> {
  return {
    request: get('spot', 'currency_pairs', {}),
    parse: (response) => rowsOf(response).map((row) => readPair(asObject(row, 'pair'))),
  }
}

function contracts(product: GateProduct): RestCall<readonly Instrument[]> {
  return {
    request: get(product, 'contracts', {}),
    parse: (response) =>
      rowsOf(response).flatMap((row) => readContract(asObject(row, 'contract'), product) ?? []),
  }
}

function rowsOf({ body }: HttpResponse): readonly JsonValue[] {
  return asArray(parseJson(body), 'answer')
}

/** The query that names an instrument. */
function named({ product, symbol }: Instrument): Readonly<Record<string, string>> {
  return product === 'spot' ? { currency_pair: symbol } : { contract: symbol }
}

function bookSnapshot(slot: InstrumentSlot, feed: string): RestCall<BookUpdate> {
  const { instrument } = slot
  const query = { ...named(instrument), limit: depthOf(instrument, feed), with_id: 'true' }
  return {
    request: get(instrument.product, 'order_book', query),
    parse: ({ body }, localTimeUs) => readSnapshot(body, slot, feed, localTimeUs),
  }
}

/** A snapshot deeper than the changes would leave levels that nobody removes. */
function depthOf({ product }: Instrument, feed: string): number {
  const told = Number(/\.(\d+)$/.exec(feed)?.[1] ?? Number.POSITIVE_INFINITY)
  return Math.min(told, product === 'spot' ? SPOT_DEPTH : CONTRACT_DEPTH)
}

const SNAPSHOT_URL =
  /\/(spot|futures\/\w+|delivery\/\w+)\/order_book\?(?:.*&)?(?:currency_pair|contract)=([^&]+)/

function snapshotAt(
  url: string,
  { body }: HttpResponse,
  table: InstrumentTable,
  localTimeUs: number,
): BookUpdate | undefined {
  const match = SNAPSHOT_URL.exec(url)
  const symbol = match?.[2]
  if (symbol === undefined) return undefined
  const market = match?.[1] === 'spot' ? 'spot' : 'futures'
  const slot = table.bySymbol(market, decodeURIComponent(symbol))
  return slot === undefined ? undefined : readSnapshot(body, slot, DIFF_FEEDS[0] ?? '', localTimeUs)
}

/**
 * `{"id","current","update","asks","bids"}`: rows are lists on spot, objects on contracts; times ms on spot, s with a
 * fraction on contracts. `update` is when the book last changed; `id` comes with `with_id`.
 */
function readSnapshot(
  body: Uint8Array,
  slot: InstrumentSlot,
  feed: string,
  localTimeUs: number,
): BookUpdate {
  const message = asObject(parseJson(body), 'order_book')
  const update = new BookUpdate(slot)
  update.begin(slot, feed, true, localTimeUs)
  update.last = integerAt(message, 'id')
  update.venueUs = timeUsOf(optionalTextAt(message, 'update')) ?? Number.NaN
  fillSides(update, levelsAt(message, 'bids'), levelsAt(message, 'asks'))
  return update
}

function levelsAt(message: JsonObject, key: string): readonly Level[] {
  return arrayAt(message, key).map((row): Level => {
    if (isArray(row)) return { price: asDecimal(row[0], 'price'), size: asDecimal(row[1], 'size') }
    const level = asObject(row, 'level')
    return { price: decimalAt(level, 'p'), size: decimalAt(level, 's') }
  })
}

/**
 * Bars: `from` and `to` exclude `limit`, and a span of more bars than a page is refused. So one end of a span with one
 * end only is reckoned from the number of bars wanted.
 */
function candles(
  instrument: Instrument,
  interval: CandleInterval,
  range: HistoryRange,
): RestCall<readonly Candle[]> {
  const query = {
    ...named(instrument),
    interval: wordOf(interval),
    ...barSpan(range, lengthMs(interval) / 1000),
  }
  return {
    request: get(instrument.product, 'candlesticks', query),
    parse: (response, localTimeUs) =>
      rowsOf(response).flatMap((row) => {
        if (isArray(row)) return [readSpotRow(row, instrument, interval, localTimeUs)]
        return readBar(asObject(row, 'bar'), instrument, interval, localTimeUs) ?? []
      }),
  }
}

function barSpan(
  { fromTimeUs, toTimeUs, limit }: HistoryRange,
  lengthS: number,
): Readonly<Record<string, number>> {
  const count = Math.min(limit ?? PAGE_ROWS, PAGE_ROWS)
  const spanS = (count - 1) * lengthS
  // The first bar that opens at or after the start; the last that opens at or before the end.
  const fromS =
    fromTimeUs === undefined ? undefined : Math.ceil(fromTimeUs / SECOND_US / lengthS) * lengthS
  const toS =
    toTimeUs === undefined ? undefined : Math.floor(toTimeUs / SECOND_US / lengthS) * lengthS
  if (fromS !== undefined) return { from: fromS, to: Math.min(toS ?? Infinity, fromS + spanS) }
  return toS === undefined ? { limit: count } : { from: toS - spanS, to: toS }
}

/** Rows come newest first; other venues answer oldest first, and so do we. */
function oldestFirst<T>(rows: readonly T[]): readonly T[] {
  return rows.toReversed()
}

function spanQuery({ fromTimeUs, toTimeUs, limit }: HistoryRange): Record<string, number> {
  return {
    ...given('from', fromTimeUs === undefined ? undefined : Math.floor(fromTimeUs / SECOND_US)),
    ...given('to', toTimeUs === undefined ? undefined : Math.ceil(toTimeUs / SECOND_US)),
    limit: Math.min(limit ?? PAGE_ROWS, PAGE_ROWS),
  }
}

function trades(slot: InstrumentSlot, range: HistoryRange): RestCall<readonly TradeUpdate[]> {
  const { instrument } = slot
  return {
    request: get(instrument.product, 'trades', { ...named(instrument), ...spanQuery(range) }),
    parse: (response, localTimeUs) =>
      oldestFirst(
        rowsOf(response).flatMap(
          (row) => readTrade(asObject(row, 'trade'), slot, localTimeUs) ?? [],
        ),
      ),
  }
}

/**
 * Spot: `{"id","create_time_ms","side","amount","price"}`. Contracts: `{"id","create_time_ms","size","price"}`, the sign
 * of `size` the taker's side; their `create_time_ms` is in s (seen 2025) or missing. `undefined`: a takeover.
 */
function readTrade(
  row: JsonObject,
  slot: InstrumentSlot,
  localTimeUs: number,
): TradeUpdate | undefined {
  if (row['is_internal'] === true) return undefined
  const isSpot = slot.instrument.market === 'spot'
  const signed = decimalAt(row, isSpot ? 'amount' : 'size')
  const isSell = isSpot ? textAt(row, 'side') === 'sell' : signed.startsWith('-')
  const time = optionalTextAt(row, 'create_time_ms') ?? optionalTextAt(row, 'create_time')
  return fillTrade(new TradeUpdate(slot), {
    price: decimalAt(row, 'price'),
    // What is left of a decimal without its sign is one.
    size: (signed.startsWith('-') ? signed.slice(1) : signed) as typeof signed,
    takerSide: isSell ? 'sell' : 'buy',
    tradeId: textAt(row, 'id'),
    ...given('venueTimeUs', timeUsOf(time)),
    localTimeUs,
  })
}

/** `[{"t":s,"r":rate}]`, what was charged, newest first; perpetuals only. */
function funding(instrument: Instrument, range: HistoryRange): RestCall<readonly Funding[]> {
  const query = { ...named(instrument), ...spanQuery(range) }
  return {
    request: get(instrument.product, 'funding_rate', query),
    parse: (response, localTimeUs) =>
      oldestFirst(
        rowsOf(response).map((value) => {
          const row = asObject(value, 'funding')
          const fundingTimeUs = integerAt(row, 't') * SECOND_US
          const head = eventHead(instrument, fundingTimeUs, localTimeUs)
          const rate = decimalAt(row, 'r')
          return { type: 'funding', ...head, rate, kind: 'settled', fundingTimeUs } as const
        }),
      ),
  }
}
