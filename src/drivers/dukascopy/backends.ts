import {
  type Candle,
  type CandleInterval,
  ConfigError,
  type HttpRequest,
  type Instrument,
  InstrumentSlot,
  instrumentIndex,
  type RestCall,
} from '../../core/index.ts'
import type { TickColumns } from '../kit/tick-columns.ts'
import { candlesOfFile, ticks } from './bi5.ts'
import { fileSymbol } from './factors.ts'
import { HOUR_US, hourStartUs, utcHour } from './hours.ts'
import { readCandles, readTicks } from './json.ts'
import type { TickService } from './venue.ts'

/** The side whose prices make bars. */
export type QuoteSide = 'BID' | 'ASK'

/** Where ticks and bars of the past come from: calls as data, the same for both services. */
export interface TickBackend {
  /** The service that it asks. */
  readonly service: TickService
  /** The ticks of a finished hour, which starts at `hourUs` (epoch µs, UTC). */
  readonly hour: (slot: InstrumentSlot, hourUs: number) => RestCall<TickColumns>
  /** The bars of the finished day, month or year (for bars of a minute, an hour, a day) that a moment lies in. */
  readonly candles: (
    instrument: Instrument,
    interval: CandleInterval,
    timeUs: number,
    side?: QuoteSide,
  ) => RestCall<readonly Candle[]>
  /** The ticks so far of the hour that runs; it changes, so nobody may keep it. Absent where there are files only. */
  readonly runningHour?: (slot: InstrumentSlot, hourUs: number) => RestCall<TickColumns>
  /** The bars so far of the day, month or year that runs. Absent where there are files only. */
  readonly runningCandles?: (
    instrument: Instrument,
    interval: CandleInterval,
    timeUs: number,
    side?: QuoteSide,
  ) => RestCall<readonly Candle[]>
}

/** Options of {@link bi5Backend}. */
export interface Bi5Options {
  /** Scales of prices by code, beside and above those that are known. The point factor is 10^scale. */
  readonly priceScales?: Readonly<Record<string, number>>
}

/** What the bars of each length are kept by. */
const BUCKETS: Readonly<Partial<Record<CandleInterval, 'minute' | 'hour' | 'day'>>> = {
  '1m': 'minute',
  '1h': 'hour',
  '1d': 'day',
}

/** The JSON service: months from 1, nothing padded, codes with a dash. */
export const jsonBackend: TickBackend = {
  service: 'json',
  hour: (slot, hourUs) => {
    const { year, month, day, hour } = utcHour(hourUs)
    return jsonTicks(slot, `/${year}/${month}/${day}/${hour}`)
  },
  runningHour: (slot, hourUs) => jsonTicks(slot, '', hourUs - (hourUs % HOUR_US)),
  candles: (instrument, interval, timeUs, side = 'BID') => {
    const { year, month, day } = utcHour(timeUs)
    const dates = { minute: `${year}/${month}/${day}`, hour: `${year}/${month}`, day: `${year}` }
    return jsonCandles(instrument, interval, side, `/${dates[bucketOf(interval)]}`)
  },
  runningCandles: (instrument, interval, timeUs, side = 'BID') =>
    jsonCandles(instrument, interval, side, '', bucketStartUs(interval, timeUs)),
}

/** The classic files: months from 00, two digits each, names without signs. */
export function bi5Backend({ priceScales = {} }: Bi5Options = {}): TickBackend {
  const scaleOf = ({ symbol }: Instrument): { readonly priceScale?: number } => {
    const priceScale = priceScales[symbol]
    return priceScale === undefined ? {} : { priceScale }
  }
  return {
    service: 'bi5',
    hour: (slot, hourUs) => {
      const startUs = hourUs - (hourUs % HOUR_US)
      const own = scaleOf(slot.instrument)
      return {
        request: get('bi5', hourPath(slot.instrument.symbol, startUs)),
        parse: ({ body }, localTimeUs) => ticks(body, { slot, startUs, localTimeUs, ...own }),
      }
    },
    candles: (instrument, interval, timeUs, side = 'BID') => {
      const startUs = bucketStartUs(interval, timeUs)
      // Only its scales are read: a slot of no table will do.
      const slot = new InstrumentSlot(instrumentIndex(0), instrument)
      const own = scaleOf(instrument)
      return {
        request: get('bi5', candlePath(instrument.symbol, interval, startUs, side)),
        parse: ({ body }, localTimeUs) =>
          candlesOfFile(body, interval, { slot, startUs, localTimeUs, ...own }),
      }
    },
  }
}

const two = (value: number): string => String(value).padStart(2, '0')

/** Path of an hour's file below the root: `/EURUSD/2019/11/30/00h_ticks.bi5` is of December. */
export function hourPath(code: string, hourUs: number): string {
  const { year, month, day, hour } = utcHour(hourUs)
  return `/${fileSymbol(code)}/${year}/${two(month - 1)}/${two(day)}/${two(hour)}h_ticks.bi5`
}

/** The symbol and the start of the hour that a file's path names; `undefined` where it is no such path. */
export function hourOfPath(
  path: string,
): { readonly symbol: string; readonly hourUs: number } | undefined {
  const match = /([A-Z0-9]+)[\\/](\d{4})[\\/](\d\d)[\\/](\d\d)[\\/](\d\d)h_ticks\.bi5$/.exec(path)
  const [year = 0, month = 0, day = 0, hour = 0] = match?.slice(2).map(Number) ?? []
  const symbol = match?.[1]
  if (symbol === undefined || month > 11 || day < 1 || day > 31 || hour > 23) return undefined
  return { symbol, hourUs: hourStartUs({ year, month: month + 1, day, hour }) }
}

function candlePath(
  code: string,
  interval: CandleInterval,
  startUs: number,
  side: QuoteSide,
): string {
  const { year, month, day } = utcHour(startUs)
  const root = `/${fileSymbol(code)}/${year}`
  const folders = {
    minute: `${root}/${two(month - 1)}/${two(day)}/${side}_candles_min_1.bi5`,
    hour: `${root}/${two(month - 1)}/${side}_candles_hour_1.bi5`,
    day: `${root}/${side}_candles_day_1.bi5`,
  }
  return folders[bucketOf(interval)]
}

function jsonTicks(slot: InstrumentSlot, date: string, fromUs?: number): RestCall<TickColumns> {
  const path = `/ticks/${encodeURIComponent(slot.instrument.symbol)}${date}`
  return {
    request: get('json', path, fromUs),
    parse: ({ body }, localTimeUs) => readTicks(body, slot, localTimeUs),
  }
}

function jsonCandles(
  instrument: Instrument,
  interval: CandleInterval,
  side: QuoteSide,
  date: string,
  fromUs?: number,
): RestCall<readonly Candle[]> {
  const code = encodeURIComponent(instrument.symbol)
  return {
    request: get('json', `/candles/${bucketOf(interval)}/${code}/${side}${date}`, fromUs),
    parse: ({ body }, localTimeUs) => readCandles(body, instrument, interval, localTimeUs),
  }
}

function get(service: TickService, path: string, fromUs?: number): HttpRequest {
  const query = fromUs === undefined ? {} : { query: { from: Math.floor(fromUs / 1000) } }
  return { service, method: 'GET', path, ...query, weight: 1, isIdempotent: true }
}

function bucketOf(interval: CandleInterval): 'minute' | 'hour' | 'day' {
  const bucket = BUCKETS[interval]
  if (bucket !== undefined) return bucket
  throw new ConfigError(
    'UNKNOWN_INTERVAL',
    `Asking for bars: there is no interval "${interval}"; there are ${Object.keys(BUCKETS).join(', ')}`,
    { context: { interval } },
  )
}

/** The start of the day, month or year that bars of a length are kept by. */
function bucketStartUs(interval: CandleInterval, timeUs: number): number {
  const { year, month, day } = utcHour(timeUs)
  const bucket = bucketOf(interval)
  return hourStartUs({
    year,
    month: bucket === 'day' ? 1 : month,
    day: bucket === 'minute' ? day : 1,
    hour: 0,
  })
}
