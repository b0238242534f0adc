import {
  type Candle,
  type CandleInterval,
  ConfigError,
  type HistoryRange,
  type HttpRequest,
  type Instrument,
  type RestCall,
  type RestProtocol,
} from '../../core/index.ts'
import { arrayAt, asObject, integerAt, parseJson, textAt } from '../kit/fields.ts'
import { jsonBackend } from './backends.ts'
import { restError } from './errors.ts'
import { readInstrument } from './instruments.ts'

/** Dukascopy's JSON service as the SDK's REST. docs/venues/dukascopy.md; checked 2026-11-21. */
export const rest: RestProtocol = {
  instruments: (products) => [
    {
      request: get('/instruments'),
      parse: ({ body }) =>
        arrayAt(asObject(parseJson(body), 'listing'), 'instruments').flatMap((row) => {
          const instrument = readInstrument(asObject(row, 'instrument'))
          return instrument !== undefined && products.includes(instrument.product)
            ? [instrument]
            : []
        }),
    },
  ],
  candles,
  error: restError,
}

/** When the history of an instrument begins, epoch µs, by what it is of. */
export interface HistoryStarts {
  /** Ticks. */
  readonly tickUs?: number
  /** Bars of a minute. */
  readonly minuteUs?: number
  /** Bars of an hour. */
  readonly hourUs?: number
  /** Bars of a day. */
  readonly dayUs?: number
}

const PERIODS: Readonly<Record<string, keyof HistoryStarts>> = {
  TICK: 'tickUs',
  MINUTE: 'minuteUs',
  HOUR: 'hourUs',
  DAY: 'dayUs',
}

/** Asks when the history of an instrument begins: nothing before it is worth a request. */
export function historyStarts({ symbol }: Instrument): RestCall<HistoryStarts> {
  return {
    request: get(`/instruments/${encodeURIComponent(symbol)}`),
    parse: ({ body }) => {
      const starts: { -readonly [Key in keyof HistoryStarts]: number } = {}
      for (const row of arrayAt(asObject(parseJson(body), 'instrument'), 'histories')) {
        const history = asObject(row, 'history')
        const period = PERIODS[textAt(history, 'period')]
        if (period !== undefined) starts[period] = integerAt(history, 'from') * 1000
      }
      return starts
    },
  }
}

function get(path: string): HttpRequest {
  return { service: 'json', method: 'GET', path, weight: 1, isIdempotent: true }
}

/**
 * Bars of the bid, of the finished day, month or year (for bars of a minute, an hour, a day) that the range begins in:
 * one bucket a call. The service has no newest page, and a driver has no clock, so the range must say where to begin.
 */
function candles(
  instrument: Instrument,
  interval: CandleInterval,
  { fromTimeUs, toTimeUs = Number.POSITIVE_INFINITY, limit }: HistoryRange,
): RestCall<readonly Candle[]> {
  if (fromTimeUs === undefined) {
    throw new ConfigError(
      'INVALID_OPTIONS',
      `Asking Dukascopy for bars of ${instrument.pair}: give fromTimeUs; it has no default span`,
    )
  }
  const { request, parse } = jsonBackend.candles(instrument, interval, fromTimeUs)
  return {
    request,
    parse: (response, localTimeUs) =>
      parse(response, localTimeUs)
        .filter(({ openTimeUs }) => openTimeUs >= fromTimeUs && openTimeUs <= toTimeUs)
        .slice(0, limit),
  }
}
