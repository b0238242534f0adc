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
import type { JsonObject } from '../../wire/index.ts'
import { fillLevels, fillTrade } from '../kit/cold-updates.ts'
import { eventHead } from '../kit/event-head.ts'
import {
  arrayAt,
  asObject,
  decimalAt,
  given,
  msTimeAt,
  objectAt,
  optionalIntegerAt,
  optionalMsTimeAt,
  optionalTextAt,
  parseJson,
  textAt,
} from '../kit/fields.ts'
import { barOf, leastBarMs, readPastCandle } from './candles.ts'
import { answerError, restError } from './errors.ts'
import { FULL_FEED } from './frame-keys.ts'
import { readInstrument } from './instruments.ts'

/** Most rows of one answer. */
const PAGE = {
  instruments: 1000,
  candles: 1000,
  spotTrades: 60,
  trades: 1000,
  funding: 200,
} as const
/** Levels a side of `market/orderbook`; the numbering of its answer is that of the 1000-level stream. */
const SNAPSHOT_DEPTH = 1000
const SNAPSHOT_FEED = `orderbook.${SNAPSHOT_DEPTH}`
const HOUR_US = 3_600_000_000

/** Bybit's public REST. docs/venues/bybit.md §REST; checked 2026-11-21. */
export const rest: RestProtocol = {
  instruments: (products) => products.flatMap(listings),
  bookSnapshot,
  snapshotAt,
  candles,
  trades,
  funding,
  serverTime: () => ({
    request: get('/v5/market/time', {}),
    parse: (response) => readNanoseconds(textAt(resultOf(response), 'timeNano')),
  }),
  error: restError,
}

function get(path: string, query: Record<string, string | number>): HttpRequest {
  return { service: 'v5', method: 'GET', path, query, weight: 1, isIdempotent: true }
}

/** The result of `{"retCode":0,"retMsg":"OK","result":{…},"retExtInfo":{},"time":ms}`; most refusals come as 200. */
function resultOf(response: HttpResponse): JsonObject {
  const message = asObject(parseJson(response.body), 'answer')
  const code = textAt(message, 'retCode')
  if (code !== '0') throw answerError(response, code, optionalTextAt(message, 'retMsg') ?? '')
  return objectAt(message, 'result')
}

function rowsOf(response: HttpResponse): readonly JsonObject[] {
  return arrayAt(resultOf(response), 'list').map((row) => asObject(row, 'row'))
}

/** `1688639403423213947` ns as µs. */
function readNanoseconds(text: string): number {
  return Number(text.slice(0, -3))
}

/** By default only what trades is listed; contracts before their launch are asked for apart. Spot has no pages. */
function listings(product: string): readonly RestCall<readonly Instrument[]>[] {
  const asked: readonly Record<string, string | number>[] =
    product === 'spot'
      ? [{ category: product }]
      : product === 'linear'
        ? [paged(product), { ...paged(product), status: 'PreLaunch' }]
        : [paged(product)]
  return asked.map((query) => listing(product, query))
}

const paged = (category: string): Record<string, string | number> => ({
  category,
  limit: PAGE.instruments,
})

function listing(
  product: string,
  query: Record<string, string | number>,
): RestCall<readonly Instrument[]> {
  return {
    request: get('/v5/market/instruments-info', query),
    parse: (response) => rowsOf(response).flatMap((row) => readInstrument(row, product) ?? []),
    next: (response) => {
      const cursor = optionalTextAt(resultOf(response), 'nextPageCursor')
      if (cursor === undefined) return undefined
      return listing(product, { ...query, cursor: decoded(cursor) })
    },
  }
}

/** A cursor comes percent-encoded, and is encoded again when it is sent. */
function decoded(cursor: string): string {
  try {
    return decodeURIComponent(cursor)
  } catch {
    // A `%` of its own: it is not encoded.
    return cursor
  }
}

/** The whole book of the feed of all levels, and the 1000 best levels for audits of the others. */
function bookSnapshot(slot: InstrumentSlot, feed: string): RestCall<BookUpdate> {
  const { product: category, symbol } = slot.instrument
  return {
    request:
      feed === FULL_FEED
        ? get('/v5/market/full_orderbook', { category, symbol })
        : get('/v5/market/orderbook', { category, symbol, limit: SNAPSHOT_DEPTH }),
    parse: (response, localTimeUs) => readSnapshot(response, slot, feed, localTimeUs),
  }
}

/** `{"s":…,"a":[[price,size],…],"b":[…],"ts":ms,"u":…,"seq":…,"cts":ms}`. */
function readSnapshot(
  response: HttpResponse,
  slot: InstrumentSlot,
  feed: string,
  localTimeUs: number,
): BookUpdate {
  const row = resultOf(response)
  const update = new BookUpdate(slot)
  update.begin(slot, feed, true, localTimeUs)
  update.venueUs = optionalMsTimeAt(row, 'cts') ?? optionalMsTimeAt(row, 'ts') ?? Number.NaN
  // Each depth has a numbering of its own: that of another one would say nothing of this feed.
  if (feed === FULL_FEED || feed === SNAPSHOT_FEED)
    update.last = optionalIntegerAt(row, 'u') ?? Number.NaN
  fillLevels(update, arrayAt(row, 'b'), arrayAt(row, 'a'))
  return update
}

const SNAPSHOT_URL = /\/v5\/market\/(full_)?orderbook\?(.*)$/

function snapshotAt(
  url: string,
  response: HttpResponse,
  table: InstrumentTable,
  localTimeUs: number,
): BookUpdate | undefined {
  const [, full, query] = SNAPSHOT_URL.exec(url) ?? []
  const category = /(?:^|&)category=([^&]+)/.exec(query ?? '')?.[1]
  const symbol = /(?:^|&)symbol=([^&]+)/.exec(query ?? '')?.[1]
  if (category === undefined || symbol === undefined) return undefined
  const market = category === 'spot' ? 'spot' : 'futures'
  const slot = table.bySymbol(market, decodeURIComponent(symbol))
  const feed = full === undefined ? SNAPSHOT_FEED : FULL_FEED
  return slot === undefined ? undefined : readSnapshot(response, slot, feed, localTimeUs)
}

/** Oldest first, as other venues answer; Bybit sends the newest first. */
function oldestFirst<Row, T>(rows: readonly Row[], read: (row: Row) => T): readonly T[] {
  return rows.map(read).reverse()
}

const limitOf = ({ limit }: HistoryRange, page: number): number => Math.min(limit ?? page, page)

/** Both ends are included. Of more bars than the limit come the newest, so a span without an end gets the right one. */
function candles(
  instrument: Instrument,
  interval: CandleInterval,
  range: HistoryRange,
): RestCall<readonly Candle[]> {
  const { fromTimeUs, toTimeUs } = range
  const limit = limitOf(range, PAGE.candles)
  const start = fromTimeUs === undefined ? undefined : Math.ceil(fromTimeUs / 1000)
  const lastMs = start === undefined ? undefined : start + limit * leastBarMs(interval) - 1
  const end = toTimeUs === undefined ? lastMs : Math.floor(toTimeUs / 1000)
  return {
    request: get('/v5/market/kline', {
      category: instrument.product,
      symbol: instrument.symbol,
      interval: barOf(interval),
      ...given('start', start),
      ...given('end', end),
      limit,
    }),
    parse: (response, localTimeUs) =>
      oldestFirst(arrayAt(resultOf(response), 'list'), (row) =>
        readPastCandle(row, instrument, interval, localTimeUs),
      ),
  }
}

/** Only the newest trades can be asked for; a span in time keeps those of them that lie in it. */
function trades(slot: InstrumentSlot, range: HistoryRange): RestCall<readonly TradeUpdate[]> {
  const { product: category, symbol } = slot.instrument
  const { fromTimeUs = 0, toTimeUs = Number.POSITIVE_INFINITY } = range
  const limit = limitOf(range, category === 'spot' ? PAGE.spotTrades : PAGE.trades)
  return {
    request: get('/v5/market/recent-trade', { category, symbol, limit }),
    parse: (response, localTimeUs) => {
      const onTape = rowsOf(response).filter(({ isBlockTrade }) => isBlockTrade !== true)
      const read = oldestFirst(onTape, (row) => readTrade(row, slot, localTimeUs))
      return read.filter(({ venueUs }) => venueUs >= fromTimeUs && venueUs <= toTimeUs)
    },
  }
}

/** `{"execId":…,"symbol":…,"price":…,"size":…,"side":taker,"time":ms,"isBlockTrade":…,"isRPITrade":…,"seq":…}`. */
function readTrade(row: JsonObject, slot: InstrumentSlot, localTimeUs: number): TradeUpdate {
  return fillTrade(new TradeUpdate(slot), {
    price: decimalAt(row, 'price'),
    size: decimalAt(row, 'size'),
    takerSide: textAt(row, 'side') === 'Sell' ? 'sell' : 'buy',
    tradeId: textAt(row, 'execId'),
    venueTimeUs: msTimeAt(row, 'time'),
    localTimeUs,
  })
}

/**
 * `startTime` alone is an error, and of more rows than the limit come the newest. A span without an end is therefore as
 * long as a page of the shortest funding interval, one hour: no row of it can be missing.
 */
function funding(instrument: Instrument, range: HistoryRange): RestCall<readonly Funding[]> {
  const { fromTimeUs, toTimeUs } = range
  const isOpen = fromTimeUs !== undefined && toTimeUs === undefined
  const limit = limitOf(range, PAGE.funding)
  const endUs = isOpen ? fromTimeUs + PAGE.funding * HOUR_US - 1000 : toTimeUs
  return {
    request: get('/v5/market/funding/history', {
      category: instrument.product,
      symbol: instrument.symbol,
      ...given('startTime', fromTimeUs === undefined ? undefined : Math.ceil(fromTimeUs / 1000)),
      ...given('endTime', endUs === undefined ? undefined : Math.floor(endUs / 1000)),
      limit: isOpen ? PAGE.funding : limit,
    }),
    parse: (response, localTimeUs) => {
      const rows = oldestFirst(rowsOf(response), (row) => readFunding(row, instrument, localTimeUs))
      return isOpen ? rows.slice(0, limit) : rows
    },
  }
}

/** `{"symbol":…,"fundingRate":…,"fundingRateTimestamp":ms}`. */
function readFunding(row: JsonObject, instrument: Instrument, localTimeUs: number): Funding {
  const fundingTimeUs = msTimeAt(row, 'fundingRateTimestamp')
  const head = eventHead(instrument, fundingTimeUs, localTimeUs)
  return {
    type: 'funding',
    ...head,
    rate: decimalAt(row, 'fundingRate'),
    kind: 'settled',
    fundingTimeUs,
  }
}
