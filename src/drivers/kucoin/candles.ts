import type { Candle, CandleInterval, HistoryRange, Instrument } from '../../core/index.ts'
import type { JsonObject, JsonValue } from '../../wire/index.ts'
import { readBarRow } from '../kit/bar-row.ts'
import { eventHead } from '../kit/event-head.ts'
import { asArray, asDecimal, decimalAt, given, integerAt } from '../kit/fields.ts'

/** The venue's words for bar lengths: sockets of both generations, and classic spot REST. */
const WORDS: Readonly<Partial<Record<CandleInterval, string>>> = {
  '1m': '1min',
  '3m': '3min',
  '5m': '5min',
  '15m': '15min',
  '30m': '30min',
  '1h': '1hour',
  '2h': '2hour',
  '4h': '4hour',
  '6h': '6hour',
  '8h': '8hour',
  '12h': '12hour',
  '1d': '1day',
  '1w': '1week',
  '1M': '1month',
}

/** Bar lengths that KuCoin has. */
export const INTERVALS: readonly CandleInterval[] = Object.keys(WORDS) as CandleInterval[] // keys of the table

const BY_WORD: ReadonlyMap<string, CandleInterval> = new Map(
  INTERVALS.map((interval) => [wordOf(interval), interval]),
)

/** The venue's word for a bar length: `1min`, `4hour`. */
export function wordOf(interval: CandleInterval): string {
  return WORDS[interval] ?? interval
}

/** The bar length that the venue's word names; `undefined` where it is none. */
export function intervalOf(word: string): CandleInterval | undefined {
  return BY_WORD.get(word)
}

const MINUTES: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1440, w: 10_080 }

/** Length of a bar in minutes, as futures REST wants it; `undefined` for months, which have none. */
export function minutesOf(interval: CandleInterval): number | undefined {
  const unit = MINUTES[interval.slice(-1)]
  return unit === undefined ? undefined : unit * Number(interval.slice(0, -1))
}

const MINUTE_US = 60_000_000
/** A month has no length: for pages, no month is longer than this. */
const MONTH_MINUTES = 31 * 1440

/** A page of bars, both ends included where they are known. */
export interface BarPage {
  /** First moment, epoch µs. */
  readonly fromUs: number | undefined
  /** Last moment, epoch µs. */
  readonly toUs: number | undefined
  /** Most bars. */
  readonly limit: number
  /** Whether the oldest bars of the span are meant where there are more; else the newest. */
  readonly isFromStart: boolean
}

/**
 * The page that a range asks for. The calls take no limit and cut long spans to a page, so the end that is left open is
 * put where the page ends.
 */
export function barPage(
  interval: CandleInterval,
  { fromTimeUs, toTimeUs, limit }: HistoryRange,
  maxRows: number,
): BarPage {
  const rows = Math.min(limit ?? maxRows, maxRows)
  const spanUs = rows * (minutesOf(interval) ?? MONTH_MINUTES) * MINUTE_US
  const isFromStart = fromTimeUs !== undefined
  return {
    fromUs: fromTimeUs ?? (toTimeUs === undefined ? undefined : Math.max(0, toTimeUs - spanUs)),
    toUs: toTimeUs ?? (fromTimeUs === undefined ? undefined : fromTimeUs + spanUs),
    limit: rows,
    isFromStart,
  }
}

/** The rows of a page, of bars that stand oldest first. */
export function rowsOfPage<T>(
  oldestFirst: readonly T[],
  { limit, isFromStart }: BarPage,
): readonly T[] {
  if (isFromStart) return oldestFirst.slice(0, limit)
  return limit === 0 ? [] : oldestFirst.slice(-limit)
}

/**
 * The `d` of a unified `kline`: `{"O":start s,"C":end s,"o","c","h","l","v":volume,"a":turnover,"S":closed}`. On futures
 * turnover is not documented to be quote, and is left out.
 */
export function readUnifiedCandle(
  row: JsonObject,
  instrument: Instrument,
  interval: CandleInterval,
  times: { readonly venueTimeUs: number | undefined; readonly localTimeUs: number },
): Candle {
  const isSpot = instrument.market === 'spot'
  return {
    type: 'candle',
    ...eventHead(instrument, times.venueTimeUs, times.localTimeUs),
    interval,
    openTimeUs: integerAt(row, 'O') * 1_000_000,
    open: decimalAt(row, 'o'),
    high: decimalAt(row, 'h'),
    low: decimalAt(row, 'l'),
    close: decimalAt(row, 'c'),
    volume: decimalAt(row, 'v'),
    ...given('quoteVolume', isSpot ? decimalAt(row, 'a') : undefined),
    ...given('isClosed', closedFlag(row['S'])),
  }
}

/** Documented as a boolean, sent as text. */
function closedFlag(value: JsonValue | undefined): boolean | undefined {
  if (value === true || value === 'true') return true
  return value === false || value === 'false' ? false : undefined
}

/**
 * `[time s, open, close, high, low, volume, turnover]`: close comes before high. Classic sockets and spot REST. The
 * turnover is quote on spot; on futures it is lots again, and is left out.
 */
export function readClassicCandle(
  value: JsonValue | undefined,
  instrument: Instrument,
  interval: CandleInterval,
  times: { readonly venueTimeUs?: number | undefined; readonly localTimeUs: number },
): Candle {
  const row = asArray(value, 'bar')
  const quoteVolume = instrument.market === 'spot' ? asDecimal(row[6], 'turnover') : undefined
  return {
    ...readBarRow(row, instrument, interval, times.localTimeUs, 1_000_000, [1, 3, 4, 2, 5]),
    ...given('venueTimeUs', times.venueTimeUs),
    ...given('quoteVolume', quoteVolume),
  }
}

/** `[time ms, open, high, low, close, lots]`: here the order is the usual one. Futures REST. */
export function readFuturesRestCandle(
  value: JsonValue,
  instrument: Instrument,
  interval: CandleInterval,
  localTimeUs: number,
): Candle {
  const row = asArray(value, 'bar')
  return readBarRow(row, instrument, interval, localTimeUs)
}
