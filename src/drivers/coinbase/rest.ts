import {
  BookUpdate,
  type Candle,
  type CandleInterval,
  type HistoryRange,
  type HttpRequest,
  type HttpResponse,
  type Instrument,
  type InstrumentSlot,
  type OwnedMarketEvent,
  type RestCall,
  TradeUpdate,
} from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { fillSides, fillTrade, type Level } from '../kit/cold-updates.ts'
import { eventHead } from '../kit/event-head.ts'
import {
  arrayAt,
  asObject,
  decimalAt,
  given,
  integerAt,
  objectAt,
  optionalDecimalAt,
  optionalTextAt,
  parseJson,
  textAt,
} from '../kit/fields.ts'
import { GRANULARITIES, readCandle } from './candles.ts'
import { readProduct } from './instruments.ts'
import { historySpan } from './span.ts'
import { optionalIsoTimeAt } from './times.ts'
import { ADVANCED } from './venue.ts'

const PUBLIC = '/api/v3/brokerage/market'
/** Most rows of one answer. */
const PAGE = { candles: 350, trades: 1000 } as const

/** What lists a product line. */
const LISTINGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  spot: { product_type: 'SPOT' },
  futures: { product_type: 'FUTURE', contract_expiry_type: 'EXPIRING' },
  intx: { product_type: 'FUTURE', contract_expiry_type: 'PERPETUAL' },
}

/** Answers may be a second old at the venue's edge unless asked for like this. */
const FRESH = { 'cache-control': 'no-cache' } as const

function get(path: string, query: Record<string, string | number> = {}): HttpRequest {
  return {
    service: ADVANCED,
    method: 'GET',
    path,
    query,
    headers: FRESH,
    weight: 1,
    isIdempotent: true,
  }
}

function answerOf(response: HttpResponse): JsonObject {
  return asObject(parseJson(response.body), 'answer')
}

/** Calls that list the products of Advanced Trade among those asked for. */
export function listingCalls(
  products: readonly string[],
): readonly RestCall<readonly Instrument[]>[] {
  return products.flatMap((product) => {
    const query = LISTINGS[product]
    if (query === undefined) return []
    const parse = (response: HttpResponse): readonly Instrument[] =>
      arrayAt(answerOf(response), 'products').flatMap((row) => {
        const instrument = readProduct(asObject(row, 'product'))
        return instrument?.product === product ? [instrument] : []
      })
    return [{ request: get(`${PUBLIC}/products`, query), parse }]
  })
}

/** It has no number and cannot be joined to the stream, which brings its own. For audits. */
export function bookSnapshot(slot: InstrumentSlot, feed: string): RestCall<BookUpdate> {
  return {
    request: get(`${PUBLIC}/product_book`, { product_id: slot.instrument.symbol }),
    parse: (response, localTimeUs) => {
      const book = objectAt(answerOf(response), 'pricebook')
      const update = new BookUpdate(slot)
      update.begin(slot, feed, true, localTimeUs)
      update.venueUs = optionalIsoTimeAt(book, 'time') ?? Number.NaN
      fillSides(update, levelsOf(book, 'bids'), levelsOf(book, 'asks'))
      return update
    },
  }
}

function levelsOf(book: JsonObject, side: string): readonly Level[] {
  return arrayAt(book, side).map((value) => {
    const row = asObject(value, side)
    return { price: decimalAt(row, 'price'), size: decimalAt(row, 'size') }
  })
}

/** Bars, oldest first; the venue sends the newest first. */
export function candles(
  instrument: Instrument,
  interval: CandleInterval,
  range: HistoryRange,
): RestCall<readonly Candle[]> {
  const [granularity, seconds] = GRANULARITIES[interval] ?? ['UNKNOWN_GRANULARITY', 1]
  const { fromS, toS, rows } = historySpan(range, seconds, PAGE.candles)
  return {
    request: get(`${PUBLIC}/products/${instrument.symbol}/candles`, {
      ...given('start', fromS),
      ...given('end', toS),
      granularity,
    }),
    parse: (response, localTimeUs) =>
      arrayAt(answerOf(response), 'candles')
        .map((row) =>
          readCandle(asObject(row, 'bar'), instrument, interval, undefined, localTimeUs),
        )
        .reverse()
        .slice(-rows),
  }
}

/** Past trades, oldest first. `start` is taken only together with `end`. */
export function trades(
  slot: InstrumentSlot,
  range: HistoryRange,
  isMakerSide: boolean,
): RestCall<readonly TradeUpdate[]> {
  const { fromTimeUs, toTimeUs, limit, nowUs } = range
  const endUs = toTimeUs ?? (fromTimeUs === undefined ? undefined : nowUs)
  const request = get(`${PUBLIC}/products/${slot.instrument.symbol}/ticker`, {
    limit: Math.min(limit ?? PAGE.trades, PAGE.trades),
    ...given('start', fromTimeUs === undefined ? undefined : Math.floor(fromTimeUs / 1e6)),
    ...given('end', endUs === undefined ? undefined : Math.ceil(endUs / 1e6)),
  })
  const isWithin = ({ venueUs }: TradeUpdate): boolean =>
    !(venueUs < (fromTimeUs ?? 0)) && !(venueUs > (toTimeUs ?? Number.POSITIVE_INFINITY))
  return {
    request,
    // The span is in whole seconds: what lies within the first and the last one, but outside, is left out.
    parse: (response, localTimeUs) =>
      arrayAt(answerOf(response), 'trades')
        .map((row) => readTrade(asObject(row, 'trade'), slot, isMakerSide, localTimeUs))
        .filter(isWithin)
        .reverse(),
  }
}

function readTrade(
  row: JsonObject,
  slot: InstrumentSlot,
  isMakerSide: boolean,
  localTimeUs: number,
): TradeUpdate {
  const isBuy = textAt(row, 'side') === 'BUY'
  return fillTrade(new TradeUpdate(slot), {
    price: decimalAt(row, 'price'),
    size: decimalAt(row, 'size'),
    takerSide: isBuy === isMakerSide ? 'sell' : 'buy',
    tradeId: textAt(row, 'trade_id'),
    ...given('venueTimeUs', optionalIsoTimeAt(row, 'time')),
    localTimeUs,
  })
}

/** `{"iso","epochSeconds","epochMillis"}`. */
export function serverTime(): RestCall<number> {
  return {
    request: get('/api/v3/brokerage/time'),
    parse: (response) => integerAt(answerOf(response), 'epochMillis') * 1000,
  }
}

/** What REST alone tells of a contract: the funding rate, the index price and the open interest. */
export function contractFacts(instrument: Instrument): RestCall<readonly OwnedMarketEvent[]> {
  return {
    request: get(`${PUBLIC}/products/${instrument.symbol}`),
    parse: (response, localTimeUs) => {
      const details = objectAt(answerOf(response), 'future_product_details')
      return contractEvents(details, instrument, localTimeUs)
    },
  }
}

/** US contracts have rate and interest in the details, international ones in `perpetual_details`. */
function contractEvents(
  details: JsonObject,
  instrument: Instrument,
  localTimeUs: number,
): readonly OwnedMarketEvent[] {
  const perpetual = details['perpetual_details'] ?? null
  const inner = perpetual === null ? {} : asObject(perpetual, 'perpetual_details')
  const rates = optionalTextAt(details, 'funding_rate') === undefined ? inner : details
  const rate = optionalDecimalAt(rates, 'funding_rate')
  const price = optionalDecimalAt(details, 'index_price')
  const size =
    optionalDecimalAt(details, 'open_interest') ?? optionalDecimalAt(inner, 'open_interest')
  const head = eventHead(instrument, undefined, localTimeUs)
  const events: OwnedMarketEvent[] = []
  if (rate !== undefined) {
    const fundingTimeUs = optionalIsoTimeAt(rates, 'funding_time')
    events.push({
      type: 'funding',
      ...head,
      rate,
      // Seen half an hour after the full hour that it named: the rate is the one that was charged then.
      kind: fundingTimeUs !== undefined && fundingTimeUs <= localTimeUs ? 'settled' : 'estimate',
      ...given('fundingTimeUs', fundingTimeUs),
      ...given('intervalMs', secondsMs(optionalTextAt(details, 'funding_interval'))),
    })
  }
  if (price !== undefined) events.push({ type: 'indexPrice', ...head, price })
  if (size !== undefined) events.push({ type: 'openInterest', ...head, size })
  return events
}

/** `3600s` in ms. */
function secondsMs(text: string | undefined): number | undefined {
  const seconds = /^(\d+)s$/.exec(text ?? '')?.[1]
  return seconds === undefined ? undefined : Number(seconds) * 1000
}
