import {
  type Candle,
  type CandleInterval,
  ConfigError,
  type Funding,
  type HistoryRange,
  type HttpRequest,
  type Instrument,
  type InstrumentSlot,
  type RestCall,
  TradeUpdate,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { fillTrade } from '../../kit/cold-updates.ts'
import { eventHead } from '../../kit/event-head.ts'
import { arrayAt, asObject, decimalAt, given, msTimeAt, textAt } from '../../kit/fields.ts'
import { futuresAnswer } from '../errors.ts'
import { pageOf } from '../page.ts'
import { isoText, isoTimeAt } from '../times.ts'
import { readContract } from './instruments.ts'

/** Bar lengths of the charts, in ms; the words are ours. */
const RESOLUTIONS_MS: Readonly<Partial<Record<CandleInterval, number>>> = {
  '1m': 60_000,
  '5m': 300_000,
  '15m': 900_000,
  '30m': 1_800_000,
  '1h': 3_600_000,
  '4h': 14_400_000,
  '12h': 43_200_000,
  '1d': 86_400_000,
  '1w': 604_800_000,
}

/** Public calls are not priced by the venue; this is what its cheapest private calls of a list cost. */
const WEIGHT = 10

const API = '/derivatives/api/v3'

function get(path: string, query: Record<string, string | number> = {}): HttpRequest {
  return { service: 'futures', method: 'GET', path, query, weight: WEIGHT, isIdempotent: true }
}

/** Lists the contracts; indices and reference rates, which stand in the same list, are left out. */
export function contracts(): RestCall<readonly Instrument[]> {
  return {
    request: get(`${API}/instruments`),
    parse: ({ body }) =>
      arrayAt(futuresAnswer(body), 'instruments').flatMap((row) => {
        const instrument = readContract(asObject(row, 'instruments'))
        return instrument === undefined ? [] : [instrument]
      }),
  }
}

/** The clock, as every answer of the legacy API tells it. */
export function futuresTime(): RestCall<number> {
  return {
    request: get(`${API}/instruments/status`),
    parse: ({ body }) => isoTimeAt(futuresAnswer(body), 'serverTime'),
  }
}

/** Bars of trades. */
export function contractCandles(
  instrument: Instrument,
  interval: CandleInterval,
  range: HistoryRange,
): RestCall<readonly Candle[]> {
  const lengthMs = RESOLUTIONS_MS[interval]
  if (lengthMs === undefined) {
    throw new ConfigError(
      'UNKNOWN_INTERVAL',
      `Asking Kraken for bars: there is no interval "${interval}"; there is ${Object.keys(RESOLUTIONS_MS).join(', ')}`,
    )
  }
  const query = {
    ...given(
      'from',
      range.fromTimeUs === undefined ? undefined : Math.ceil(range.fromTimeUs / 1e6),
    ),
    ...given('to', range.toTimeUs === undefined ? undefined : Math.floor(range.toTimeUs / 1e6)),
  }
  return {
    request: get(`/api/charts/v1/trade/${instrument.symbol}/${interval}`, query),
    parse: ({ body }, localTimeUs) => {
      const bars = arrayAt(futuresAnswer(body), 'candles').map((row) =>
        readBar(asObject(row, 'candle'), instrument, interval, lengthMs, localTimeUs),
      )
      return pageOf(bars, range)
    },
  }
}

function readBar(
  row: JsonObject,
  instrument: Instrument,
  interval: CandleInterval,
  lengthMs: number,
  localTimeUs: number,
): Candle {
  const openTimeUs = msTimeAt(row, 'time')
  return {
    type: 'candle',
    ...eventHead(instrument, undefined, localTimeUs),
    interval,
    openTimeUs,
    open: decimalAt(row, 'open'),
    high: decimalAt(row, 'high'),
    low: decimalAt(row, 'low'),
    close: decimalAt(row, 'close'),
    volume: decimalAt(row, 'volume'),
    isClosed: openTimeUs + lengthMs * 1000 <= localTimeUs,
  }
}

/** Kinds of print that are trades between two parties on the book, as in the stream. */
const TRADES = new Set(['fill', 'liquidation'])

/** The last trades before the range's end, oldest first; the venue lists the newest first. */
export function contractTrades(
  slot: InstrumentSlot,
  range: HistoryRange,
): RestCall<readonly TradeUpdate[]> {
  const { symbol } = slot.instrument
  const before = range.toTimeUs
  const query = { symbol, ...given('lastTime', before === undefined ? undefined : isoText(before)) }
  return {
    request: get(`${API}/history`, query),
    parse: ({ body }, localTimeUs) =>
      arrayAt(futuresAnswer(body), 'history')
        .map((row) => asObject(row, 'trade'))
        .filter((row) => TRADES.has(textAt(row, 'type')))
        .map((row) => readTrade(row, slot, localTimeUs))
        .filter(({ venueUs }) => venueUs >= (range.fromTimeUs ?? 0))
        .slice(0, range.limit)
        .reverse(),
  }
}

function readTrade(row: JsonObject, slot: InstrumentSlot, localTimeUs: number): TradeUpdate {
  return fillTrade(new TradeUpdate(slot), {
    price: decimalAt(row, 'price'),
    size: decimalAt(row, 'size'),
    takerSide: textAt(row, 'side') === 'sell' ? 'sell' : 'buy',
    tradeId: textAt(row, 'uid'),
    venueTimeUs: isoTimeAt(row, 'time'),
    localTimeUs,
  })
}

/** Past rates; the venue answers all there are, the range is cut here. */
export function contractFunding(
  instrument: Instrument,
  range: HistoryRange,
): RestCall<readonly Funding[]> {
  const { fromTimeUs = 0, toTimeUs = Number.POSITIVE_INFINITY } = range
  return {
    request: get(`${API}/historical-funding-rates`, { symbol: instrument.symbol }),
    parse: ({ body }, localTimeUs) => {
      const rates = arrayAt(futuresAnswer(body), 'rates')
        .map((item) => readFunding(asObject(item, 'rate'), instrument, localTimeUs))
        .filter(({ fundingTimeUs = 0 }) => fundingTimeUs >= fromTimeUs && fundingTimeUs <= toTimeUs)
        .sort((a, b) => (a.fundingTimeUs ?? 0) - (b.fundingTimeUs ?? 0))
      return pageOf(rates, range)
    },
  }
}

function readFunding(row: JsonObject, instrument: Instrument, localTimeUs: number): Funding {
  const fundingTimeUs = isoTimeAt(row, 'timestamp')
  return {
    type: 'funding',
    ...eventHead(instrument, fundingTimeUs, localTimeUs),
    // `fundingRate` is an amount per contract; the fraction is the relative one.
    rate: decimalAt(row, 'relativeFundingRate'),
    kind: 'settled',
    fundingTimeUs,
  }
}
