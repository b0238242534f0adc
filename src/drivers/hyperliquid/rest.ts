import {
  BookUpdate,
  type Candle,
  type CandleInterval,
  ConfigError,
  type Funding,
  type HistoryRange,
  type Instrument,
  type InstrumentSlot,
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
  asObject,
  decimalAt,
  given,
  msTimeAt,
  optionalMsTimeAt,
  textAt,
} from '../kit/fields.ts'
import { lengthOf, readCandle } from './candles.ts'
import { dexListing } from './dex-listing.ts'
import { restError } from './errors.ts'
import { answerOf, infoRequest } from './info.ts'
import { readOwnDex, readSpot } from './instruments.ts'

/** Most rows of one answer: bars are the latest there are, fundings the first of the span. */
const PAGE = { candles: 5000, trades: 100, funding: 500 } as const
/** Rows of an answer that cost one more each time: docs/venues/hyperliquid.md §REST. */
const ROWS_PER_WEIGHT = { candles: 60, others: 20 } as const
const HOUR_MS = 3_600_000

/** Hyperliquid's public REST. docs/venues/hyperliquid.md §REST; checked 2026-11-21. */
export const rest: RestProtocol = {
  instruments: (products) => [
    ...(products.includes('perp') ? [listing('metaAndAssetCtxs', readOwnDex)] : []),
    ...(products.includes('hip3') ? dexListing() : []),
    ...(products.includes('spot') ? [listing('spotMetaAndAssetCtxs', readSpot)] : []),
  ],
  bookSnapshot,
  candles,
  trades,
  funding,
  serverTime: () => ({
    request: infoRequest({ type: 'exchangeStatus' }),
    parse: (response) => msTimeAt(asObject(answerOf(response), 'status'), 'time'),
  }),
  error: restError,
}

function listing(
  type: string,
  read: (answer: JsonValue) => readonly Instrument[],
): RestCall<readonly Instrument[]> {
  return { request: infoRequest({ type }), parse: (response) => read(answerOf(response)) }
}

/** Not needed to keep a book in step: every message is a whole book. For audits. */
function bookSnapshot(slot: InstrumentSlot, feed: string): RestCall<BookUpdate> {
  return {
    request: infoRequest({ type: 'l2Book', coin: slot.instrument.symbol }),
    parse: (response, localTimeUs) => {
      const book = asObject(answerOf(response), 'book')
      const [bids, asks] = arrayAt(book, 'levels')
      const timeUs = optionalMsTimeAt(book, 'time') ?? Number.NaN
      const update = new BookUpdate(slot)
      update.begin(slot, feed, true, localTimeUs)
      update.venueUs = timeUs
      update.last = timeUs / 1000
      fillSides(update, levels(bids), levels(asks))
      return update
    },
  }
}

function levels(side: JsonValue | undefined): readonly Level[] {
  return asArray(side, 'levels').map((value) => {
    const level = asObject(value, 'level')
    return { price: decimalAt(level, 'px'), size: decimalAt(level, 'sz') }
  })
}

/** A span in ms, both ends included. The venue wants a beginning; it needs no end. */
function spanOf(
  { fromTimeUs, toTimeUs }: HistoryRange,
  otherwiseMs: number,
): { readonly startTime: number; readonly endTime?: number } {
  return {
    startTime: fromTimeUs === undefined ? otherwiseMs : Math.ceil(fromTimeUs / 1000),
    ...given('endTime', toTimeUs === undefined ? undefined : Math.floor(toTimeUs / 1000)),
  }
}

const isWithin = (timeUs: number, { fromTimeUs, toTimeUs }: HistoryRange): boolean =>
  timeUs >= (fromTimeUs ?? Number.NEGATIVE_INFINITY) &&
  timeUs <= (toTimeUs ?? Number.POSITIVE_INFINITY)

/** At most `limit` rows: the first of a span that has a beginning, else the last. */
function cut<T>(rows: readonly T[], { fromTimeUs, limit }: HistoryRange): readonly T[] {
  if (limit === undefined || rows.length <= limit) return rows
  return fromTimeUs === undefined ? rows.slice(-limit) : rows.slice(0, limit)
}

/**
 * The venue answers with all bars of a span, the latest 5000 at most. A span that has a beginning ends where the bars
 * wanted do; one without a beginning begins with time, so that it costs as much as 5000 bars.
 */
function candles(
  instrument: Instrument,
  interval: CandleInterval,
  range: HistoryRange,
): RestCall<readonly Candle[]> {
  const span = spanOf(range, 0)
  const { startTime } = span
  const lengthMs = lengthOf(interval)
  const isCut = range.fromTimeUs !== undefined && range.limit !== undefined
  const endTime = Math.min(
    span.endTime ?? Number.POSITIVE_INFINITY,
    isCut ? startTime + (range.limit ?? 0) * lengthMs : Number.POSITIVE_INFINITY,
  )
  const ends = Number.isFinite(endTime) ? { endTime } : {}
  // One more than fit: the bar that the beginning falls into comes too.
  const rows = Math.min(PAGE.candles, Math.ceil((endTime - startTime) / lengthMs) + 1)
  return {
    request: infoRequest(
      {
        type: 'candleSnapshot',
        req: { coin: instrument.symbol, interval, startTime, ...ends },
      },
      Math.ceil(Math.max(0, rows) / ROWS_PER_WEIGHT.candles),
    ),
    parse: (response, localTimeUs) => {
      const bars = asArray(answerOf(response), 'bars')
        .map((row) => readCandle(asObject(row, 'bar'), instrument, interval, localTimeUs))
        .filter(({ openTimeUs }) => isWithin(openTimeUs, range))
      return cut(bars, range)
    },
  }
}

/** The venue has a few recent trades only, and no page before them; newest first. */
function trades(slot: InstrumentSlot, range: HistoryRange): RestCall<readonly TradeUpdate[]> {
  return {
    request: infoRequest(
      { type: 'recentTrades', coin: slot.instrument.symbol },
      Math.ceil(PAGE.trades / ROWS_PER_WEIGHT.others),
    ),
    parse: (response, localTimeUs) => {
      const found = asArray(answerOf(response), 'trades')
        .map((row) => readTrade(asObject(row, 'trade'), slot, localTimeUs))
        .reverse()
        .filter(({ venueUs }) => isWithin(venueUs, range))
      return cut(found, range)
    },
  }
}

/** `{"coin","side":taker,"px","sz","time":ms,"tid",…}`. */
function readTrade(row: JsonObject, slot: InstrumentSlot, localTimeUs: number): TradeUpdate {
  return fillTrade(new TradeUpdate(slot), {
    price: decimalAt(row, 'px'),
    size: decimalAt(row, 'sz'),
    takerSide: textAt(row, 'side') === 'A' ? 'sell' : 'buy',
    tradeId: textAt(row, 'tid'),
    venueTimeUs: msTimeAt(row, 'time'),
    localTimeUs,
  })
}

/**
 * Fundings charged, of a span that must have an end on one side: the venue answers with the first 500 from its beginning.
 * With an end alone the beginning is as many hours before it as rows are wanted.
 *
 * @throws ConfigError `INVALID_OPTIONS` where the span has neither beginning nor end: its first page would be of 2023.
 */
function funding(instrument: Instrument, range: HistoryRange): RestCall<readonly Funding[]> {
  const { fromTimeUs, toTimeUs, limit } = range
  if (fromTimeUs === undefined && toTimeUs === undefined) {
    throw new ConfigError(
      'INVALID_OPTIONS',
      'Asking Hyperliquid for past fundings: expected fromTimeUs or toTimeUs, was neither; the venue answers from a beginning only',
    )
  }
  const rows = Math.min(limit ?? PAGE.funding, PAGE.funding)
  const earliestMs = Math.floor((toTimeUs ?? 0) / 1000) - rows * HOUR_MS
  const span = spanOf(range, Math.max(0, earliestMs + 1))
  return {
    request: infoRequest(
      { type: 'fundingHistory', coin: instrument.symbol, ...span },
      Math.ceil(PAGE.funding / ROWS_PER_WEIGHT.others),
    ),
    parse: (response, localTimeUs) =>
      cut(
        asArray(answerOf(response), 'fundings').map((value) => {
          const row = asObject(value, 'funding')
          const fundingTimeUs = msTimeAt(row, 'time')
          return {
            type: 'funding',
            ...eventHead(instrument, fundingTimeUs, localTimeUs),
            rate: decimalAt(row, 'fundingRate'),
            kind: 'settled',
            fundingTimeUs,
            intervalMs: HOUR_MS,
          } as const
        }),
        range,
      ),
  }
}
