import {
  BookUpdate,
  type Candle,
  type CandleInterval,
  type DecimalText,
  type Funding,
  type HistoryRange,
  type HttpRequest,
  type HttpResponse,
  type Instrument,
  type InstrumentSlot,
  type InstrumentTable,
  type RestCall,
  TradeUpdate,
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
  integerAt,
  msTimeAt,
  optionalMsTimeAt,
  optionalTextAt,
  parseJson,
} from '../../kit/fields.ts'
import { barOf, barSpan, withinRange } from '../candles.ts'
import { answerError } from '../errors.ts'
import { FUTURES_POINTS } from '../venue.ts'
import { readContract } from './instruments.ts'

/** REST of futures, API v1. docs/venues/mexc.md §REST; checked 2026-11-21. */

/** Levels a side of a snapshot: about 1,500 come where none is asked for. */
const SNAPSHOT_DEPTH = 5000
const MOST_BARS = 2000
const MOST_TRADES = 100
const MOST_FUNDINGS = 1000
const PRODUCTS: ReadonlySet<string> = new Set(['linear', 'inverse'])

/** A call of an endpoint that takes so many of them in 2 s. */
function get(path: string, query: Record<string, string | number>, limit: number): HttpRequest {
  return {
    service: 'futures',
    method: 'GET',
    path: `/api/v1/contract/${path}`,
    query,
    weight: FUTURES_POINTS / limit,
    isIdempotent: true,
  }
}

/** What `{"success":true,"code":0,"data":…}` holds; refusals come as status 200 too. */
function dataOf(response: HttpResponse): JsonValue | undefined {
  const message = asObject(parseJson(response.body), 'answer')
  const code = optionalTextAt(message, 'code')
  if (message['success'] !== true || (code !== undefined && code !== '0')) {
    const text = optionalTextAt(message, 'message') ?? optionalTextAt(message, 'msg') ?? ''
    throw answerError(response, 'futures', code, text)
  }
  return message['data']
}

/** One call lists all contracts; what was not asked for is left out. */
export function instruments(
  products: readonly string[],
): readonly RestCall<readonly Instrument[]>[] {
  if (!products.some((product) => PRODUCTS.has(product))) return []
  return [
    {
      request: get('detail', {}, 10),
      parse: (response) =>
        asArray(dataOf(response), 'contracts').flatMap((row) => {
          const contract = readContract(asObject(row, 'contract'))
          return contract !== undefined && products.includes(contract.product) ? [contract] : []
        }),
    },
  ]
}

/** The whole book, to join changes to. */
export function bookSnapshot(slot: InstrumentSlot, feed: string): RestCall<BookUpdate> {
  return {
    request: get(`depth/${slot.instrument.symbol}`, { limit: SNAPSHOT_DEPTH }, 10),
    parse: (response, localTimeUs) => readSnapshot(response, slot, feed, localTimeUs),
  }
}

const SNAPSHOT_URL = /\/api\/v1\/contract\/depth\/([^/?]+)/

/** A recorded answer as a snapshot; `undefined` where the URL is that of another call. */
export function snapshotAt(
  url: string,
  response: HttpResponse,
  table: InstrumentTable,
  localTimeUs: number,
): BookUpdate | undefined {
  const symbol = SNAPSHOT_URL.exec(url)?.[1]
  const slot =
    symbol === undefined ? undefined : table.bySymbol('futures', decodeURIComponent(symbol))
  return slot === undefined ? undefined : readSnapshot(response, slot, 'depth', localTimeUs)
}

/** `{"asks":[[price, contracts, orders]],"bids":[…],"version":…,"timestamp":ms}`. */
function readSnapshot(
  response: HttpResponse,
  slot: InstrumentSlot,
  feed: string,
  localTimeUs: number,
): BookUpdate {
  const book = asObject(dataOf(response), 'depth')
  const update = new BookUpdate(slot)
  update.begin(slot, feed, true, localTimeUs)
  update.last = integerAt(book, 'version')
  update.venueUs = optionalMsTimeAt(book, 'timestamp') ?? Number.NaN
  fillLevels(update, arrayAt(book, 'bids'), arrayAt(book, 'asks'))
  return update
}

/** Bars come as columns; times are seconds. */
export function candles(
  instrument: Instrument,
  interval: CandleInterval,
  range: HistoryRange,
): RestCall<readonly Candle[]> {
  const rows = Math.min(range.limit ?? MOST_BARS, MOST_BARS)
  const { fromMs, toMs } = barSpan(interval, range, rows)
  const query = {
    interval: barOf(interval),
    ...given('start', fromMs === undefined ? undefined : Math.floor(fromMs / 1000)),
    ...given('end', toMs === undefined ? undefined : Math.floor(toMs / 1000)),
  }
  return {
    request: get(`kline/${instrument.symbol}`, query, 10),
    parse: (response, localTimeUs) => {
      const columns = asObject(dataOf(response), 'kline')
      const bars = arrayAt(columns, 'time').map((time, i) =>
        barAt(columns, i, {
          type: 'candle',
          ...eventHead(instrument, undefined, localTimeUs),
          interval,
          openTimeUs: asInteger(time, 'time') * 1_000_000,
        }),
      )
      return withinRange(bars, range, rows)
    },
  }
}

type BarHead = Omit<Candle, 'open' | 'high' | 'low' | 'close' | 'volume'>

/** `amount` is of the coin that settles: quote of a linear contract, and base of an inverse one, which is not told. */
function barAt(columns: JsonObject, i: number, head: BarHead): Candle {
  const at = (name: string): DecimalText => asDecimal(arrayAt(columns, name)[i], name)
  const isLinear = !head.pair.endsWith(`:${head.pair.split('/', 1)[0]}`)
  return {
    ...head,
    open: at('open'),
    high: at('high'),
    low: at('low'),
    close: at('close'),
    volume: at('vol'),
    ...(isLinear && columns['amount'] !== undefined ? { quoteVolume: at('amount') } : {}),
  }
}

/** The newest trades; the venue has no history of them. */
export function trades(
  slot: InstrumentSlot,
  range: HistoryRange,
): RestCall<readonly TradeUpdate[]> {
  const limit = Math.min(range.limit ?? MOST_TRADES, MOST_TRADES)
  const { fromTimeUs = -Infinity, toTimeUs = Infinity } = range
  return {
    request: get(`deals/${slot.instrument.symbol}`, { limit }, 20),
    parse: (response, localTimeUs) =>
      asArray(dataOf(response), 'deals')
        .map((row) => readDeal(asObject(row, 'deal'), slot, localTimeUs))
        .filter(({ venueUs }) => venueUs >= fromTimeUs && venueUs <= toTimeUs)
        // Newest first, as sent.
        .reverse(),
  }
}

/** `{"p":…,"v":contracts,"T":1 taker bought, 2 sold,"t":ms,"i":id}`; the id came in 2025. */
function readDeal(row: JsonObject, slot: InstrumentSlot, localTimeUs: number): TradeUpdate {
  return fillTrade(new TradeUpdate(slot), {
    price: decimalAt(row, 'p'),
    size: decimalAt(row, 'v'),
    takerSide: integerAt(row, 'T') === 2 ? 'sell' : 'buy',
    tradeId: optionalTextAt(row, 'i') ?? '',
    venueTimeUs: msTimeAt(row, 't'),
    localTimeUs,
  })
}

/** Settled fundings; the venue pages from the newest, so a span is cut out of one page. */
export function funding(instrument: Instrument, range: HistoryRange): RestCall<readonly Funding[]> {
  const { fromTimeUs = -Infinity, toTimeUs = Infinity, limit } = range
  const isSpan = range.fromTimeUs !== undefined || range.toTimeUs !== undefined
  const rows = isSpan ? MOST_FUNDINGS : Math.min(limit ?? MOST_FUNDINGS, MOST_FUNDINGS)
  const query = { symbol: instrument.symbol, page_num: 1, page_size: rows }
  return {
    request: get('funding_rate/history', query, 20),
    parse: (response, localTimeUs) => {
      const all = arrayAt(asObject(dataOf(response), 'page'), 'resultList')
        .map((row) => readFunding(asObject(row, 'funding'), instrument, localTimeUs))
        .filter(({ fundingTimeUs = 0 }) => fundingTimeUs >= fromTimeUs && fundingTimeUs <= toTimeUs)
        .reverse()
      return range.fromTimeUs === undefined ? all.slice(-(limit ?? rows)) : all.slice(0, limit)
    },
  }
}

function readFunding(row: JsonObject, instrument: Instrument, localTimeUs: number): Funding {
  const fundingTimeUs = msTimeAt(row, 'settleTime')
  return {
    type: 'funding',
    ...eventHead(instrument, fundingTimeUs, localTimeUs),
    rate: decimalAt(row, 'fundingRate'),
    kind: 'settled',
    fundingTimeUs,
  }
}

/** The clock: `ping` answers with its time in ms. */
export function serverTime(): RestCall<number> {
  return {
    request: get('ping', {}, 20),
    parse: (response) => asInteger(dataOf(response), 'time') * 1000,
  }
}
