import {
  BookUpdate,
  type Candle,
  type CandleInterval,
  type Funding,
  type HistoryRange,
  type HttpRequest,
  type HttpResponse,
  type Instrument,
  type InstrumentEvent,
  type InstrumentSlot,
  type InstrumentTable,
  type OwnedMarketEvent,
  type RestCall,
  type RestProtocol,
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
  asInteger,
  asObject,
  decimalAt,
  given,
  integerAt,
  msTimeAt,
  optionalIntegerAt,
  optionalMsTimeAt,
  parseJson,
  textAt,
} from '../kit/fields.ts'
import { restError } from './errors.ts'
import { readInstrument } from './instruments.ts'

/** Path prefix of each product's public REST. */
const PREFIX: Readonly<Record<string, string>> = {
  spot: '/api/v3',
  usdm: '/fapi/v1',
  coinm: '/dapi/v1',
}

/** Levels a side of a snapshot; 1000 is what futures allow at most and a fifth of what spot's 5000 cost. */
const SNAPSHOT_DEPTH = 1000

/** Weight of `depth?limit=1000` and of other calls, by product. docs/venues/binance.md §REST. */
const WEIGHTS = {
  spot: { depth: 50, klines: 2, trades: 4, info: 20 },
  usdm: { depth: 20, klines: 5, trades: 20, info: 1 },
  coinm: { depth: 20, klines: 5, trades: 20, info: 1 },
} as const

const weightOf = (product: string, call: keyof (typeof WEIGHTS)['spot']): number =>
  WEIGHTS[product === 'usdm' || product === 'coinm' ? product : 'spot'][call]

/** Binance's public REST. docs/venues/binance.md §REST; checked 2026-11-21. */
export const rest: RestProtocol = {
  instruments: (products) =>
    products.map((product) => ({
      request: get(product, '/exchangeInfo', {}, weightOf(product, 'info')),
      parse: ({ body }) =>
        arrayAt(asObject(parseJson(body), 'exchangeInfo'), 'symbols').map((row) =>
          readInstrument(asObject(row, 'symbols'), product),
        ),
    })),
  bookSnapshot,
  snapshotAt,
  candles,
  trades,
  funding,
  serverTime: (service) => ({
    request: get(service, '/time', {}, 1),
    parse: ({ body }) => msTimeAt(asObject(parseJson(body), 'time'), 'serverTime'),
  }),
  error: restError,
}

function get(
  product: string,
  path: string,
  query: Record<string, string | number>,
  weight: number,
): HttpRequest {
  return {
    service: product,
    method: 'GET',
    path: `${PREFIX[product] ?? ''}${path}`,
    query,
    weight,
    isIdempotent: true,
  }
}

function bookSnapshot(slot: InstrumentSlot, feed: string): RestCall<BookUpdate> {
  const { product, symbol } = slot.instrument
  const path = feed === 'rpiDepth' ? '/rpiDepth' : '/depth'
  return {
    request: get(product, path, { symbol, limit: SNAPSHOT_DEPTH }, weightOf(product, 'depth')),
    parse: ({ body }, localTimeUs) => readSnapshot(body, slot, feed, localTimeUs),
  }
}

const SNAPSHOT_URL = /\/(api|fapi|dapi)\/v\d\/depth(?:\?(?:.*&)?symbol=([^&]+))?/

function snapshotAt(
  url: string,
  { body }: HttpResponse,
  table: InstrumentTable,
  localTimeUs: number,
): BookUpdate | undefined {
  const match = SNAPSHOT_URL.exec(url)
  if (match === null) return undefined
  const symbol = match[2]
  const market = match[1] === 'api' ? 'spot' : 'futures'
  // A recorder may leave the query out; then only a recording of one instrument says whose book it is.
  const [only, ...others] = table.slots()
  const slot =
    symbol === undefined
      ? others.length === 0 && only?.instrument.market === market
        ? only
        : undefined
      : table.bySymbol(market, decodeURIComponent(symbol))
  return slot === undefined ? undefined : readSnapshot(body, slot, 'depth', localTimeUs)
}

/** `{"lastUpdateId":…,"bids":[…],"asks":[…]}`; futures add `E` and `T` (engine time). */
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
  update.venueUs = optionalMsTimeAt(message, 'T') ?? Number.NaN
  fillLevels(update, arrayAt(message, 'bids'), arrayAt(message, 'asks'))
  return update
}

function rangeQuery(range: HistoryRange, maxRows: number): Record<string, number> {
  return {
    ...given(
      'startTime',
      range.fromTimeUs === undefined ? undefined : Math.ceil(range.fromTimeUs / 1000),
    ),
    ...given(
      'endTime',
      range.toTimeUs === undefined ? undefined : Math.floor(range.toTimeUs / 1000),
    ),
    limit: Math.min(range.limit ?? maxRows, maxRows),
  }
}

function candles(
  instrument: Instrument,
  interval: CandleInterval,
  range: HistoryRange,
): RestCall<readonly Candle[]> {
  const { product, symbol } = instrument
  const query = { symbol, interval, ...rangeQuery(range, 1000) }
  return {
    request: get(product, '/klines', query, weightOf(product, 'klines')),
    parse: ({ body }, localTimeUs) =>
      asArray(parseJson(body), 'klines').map((row) =>
        readKline(asArray(row, 'kline'), instrument, interval, localTimeUs),
      ),
  }
}

/** `[openTime, open, high, low, close, volume, closeTime, quoteVolume, count, takerBuyBase, takerBuyQuote, ignore]`. */
function readKline(
  row: readonly JsonValue[],
  instrument: Instrument,
  interval: CandleInterval,
  localTimeUs: number,
): Candle {
  const closeTimeUs = asInteger(row[6], 'close time') * 1000
  return {
    ...readBarRow(row, instrument, interval, localTimeUs),
    quoteVolume: asDecimal(row[7], 'quote volume'),
    tradeCount: asInteger(row[8], 'trade count'),
    isClosed: closeTimeUs < localTimeUs,
  }
}

function trades(slot: InstrumentSlot, range: HistoryRange): RestCall<readonly TradeUpdate[]> {
  const { product, symbol } = slot.instrument
  return {
    request: get(
      product,
      '/aggTrades',
      { symbol, ...rangeQuery(range, 1000) },
      weightOf(product, 'trades'),
    ),
    parse: ({ body }, localTimeUs) =>
      asArray(parseJson(body), 'aggTrades').map((row) =>
        readTrade(asObject(row, 'trade'), slot, localTimeUs),
      ),
  }
}

/** `{"a":id,"p":price,"q":size,"T":ms,"m":buyerIsMaker}`. */
function readTrade(row: JsonObject, slot: InstrumentSlot, localTimeUs: number): TradeUpdate {
  return fillTrade(new TradeUpdate(slot), {
    price: decimalAt(row, 'p'),
    size: decimalAt(row, 'q'),
    takerSide: row['m'] === true ? 'sell' : 'buy',
    tradeId: textAt(row, 'a'),
    venueTimeUs: msTimeAt(row, 'T'),
    localTimeUs,
  })
}

function funding(instrument: Instrument, range: HistoryRange): RestCall<readonly Funding[]> {
  const { product, symbol } = instrument
  return {
    request: get(product, '/fundingRate', { symbol, ...rangeQuery(range, 1000) }, 1),
    parse: ({ body }, localTimeUs) =>
      asArray(parseJson(body), 'fundingRate').map((item) => {
        const row = asObject(item, 'funding')
        const fundingTimeUs = msTimeAt(row, 'fundingTime')
        const head = eventHead(instrument, fundingTimeUs, localTimeUs)
        return {
          type: 'funding',
          ...head,
          rate: decimalAt(row, 'fundingRate'),
          kind: 'settled',
          fundingTimeUs,
        }
      }),
  }
}

/** Open interest has no stream: `{"openInterest":"10659.509","symbol":"BTCUSDT","time":…}`. */
export function openInterest(instrument: Instrument): RestCall<readonly OwnedMarketEvent[]> {
  const { product, symbol } = instrument
  return {
    request: get(product, '/openInterest', { symbol }, 1),
    parse: ({ body }, localTimeUs) => {
      const row = asObject(parseJson(body), 'openInterest')
      const time = optionalIntegerAt(row, 'time')
      const head: InstrumentEvent = eventHead(
        instrument,
        time === undefined ? undefined : time * 1000,
        localTimeUs,
      )
      return [{ type: 'openInterest', ...head, size: decimalAt(row, 'openInterest') }]
    },
  }
}
