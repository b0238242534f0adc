import {
  type Candle,
  type CandleInterval,
  ConfigError,
  type HistoryRange,
  type HttpRequest,
  type Instrument,
  type InstrumentSlot,
  type RestCall,
  type RestProtocol,
  TradeUpdate,
} from '../../core/index.ts'
import type { JsonObject, JsonValue } from '../../wire/index.ts'
import { readBarRow } from '../kit/bar-row.ts'
import { fillTrade } from '../kit/cold-updates.ts'
import { asArray, asDecimal, asInteger, asObject, asText, given, integerAt } from '../kit/fields.ts'
import { restError, spotResult } from './errors.ts'
import {
  contractCandles,
  contractFunding,
  contracts,
  contractTrades,
  futuresTime,
} from './futures/rest.ts'
import { readAssetPair, restPair } from './instruments.ts'
import { pageOf } from './page.ts'
import { secondsTextUs } from './times.ts'
import { OHLC_MINUTES } from './venue.ts'

/** Rows that `Trades` answers at most. */
const TRADE_ROWS = 1000

/**
 * Kraken's public REST. docs/venues/kraken.md §REST; checked 2026-11-21. There is no book snapshot: `Depth` has no
 * sequence number, so it cannot be joined to the stream.
 */
export const rest: RestProtocol = {
  instruments: (products) =>
    products.flatMap((product) =>
      product === 'spot' ? [pairs()] : product === 'futures' ? [contracts()] : [],
    ),
  candles: (instrument, interval, range) =>
    instrument.market === 'spot'
      ? candles(instrument, interval, range)
      : contractCandles(instrument, interval, range),
  trades: (slot, range) =>
    slot.instrument.market === 'spot' ? trades(slot, range) : contractTrades(slot, range),
  funding: contractFunding,
  serverTime: (service) => (service.startsWith('spot') ? spotTime() : futuresTime()),
  error: restError,
}

function get(method: string, query: Record<string, string | number> = {}): HttpRequest {
  return {
    service: 'spot',
    method: 'GET',
    path: `/0/public/${method}`,
    query,
    weight: 1,
    isIdempotent: true,
  }
}

function pairs(): RestCall<readonly Instrument[]> {
  return {
    request: get('AssetPairs'),
    parse: ({ body }) =>
      Object.values(asObject(spotResult(body), 'AssetPairs')).flatMap((row) => {
        const instrument = readAssetPair(asObject(row, 'pair'))
        return instrument === undefined ? [] : [instrument]
      }),
  }
}

function spotTime(): RestCall<number> {
  return {
    request: get('Time'),
    parse: ({ body }) => integerAt(asObject(spotResult(body), 'Time'), 'unixtime') * 1_000_000,
  }
}

/** Rows stand under the pair's REST name (`XXBTZUSD`), whatever name was asked with, beside `last`. */
function rowsOf(result: JsonValue | undefined): readonly JsonValue[] {
  const entries: JsonObject = asObject(result, 'result')
  const key = Object.keys(entries).find((name) => name !== 'last')
  return asArray(key === undefined ? [] : entries[key], key ?? 'rows')
}

function candles(
  instrument: Instrument,
  interval: CandleInterval,
  range: HistoryRange,
): RestCall<readonly Candle[]> {
  const minutes = OHLC_MINUTES[interval]
  if (minutes === undefined) {
    throw new ConfigError(
      'UNKNOWN_INTERVAL',
      `Asking Kraken for bars: there is no interval "${interval}"; there is ${Object.keys(OHLC_MINUTES).join(', ')}`,
    )
  }
  // `since` is exclusive: one second earlier asks for the bar that opens then, too.
  const since = range.fromTimeUs === undefined ? undefined : Math.ceil(range.fromTimeUs / 1e6) - 1
  const query = { pair: restPair(instrument), interval: minutes, ...given('since', since) }
  return {
    request: get('OHLC', query),
    parse: ({ body }, localTimeUs) => {
      const bars = rowsOf(spotResult(body))
        .map((row) => readBar(asArray(row, 'bar'), instrument, interval, minutes, localTimeUs))
        .filter(({ openTimeUs }) => openTimeUs <= (range.toTimeUs ?? Number.POSITIVE_INFINITY))
      return pageOf(bars, range)
    },
  }
}

/** `[time in s, open, high, low, close, vwap, volume, count]`; the last row is the bar under way. */
function readBar(
  row: readonly JsonValue[],
  instrument: Instrument,
  interval: CandleInterval,
  minutes: number,
  localTimeUs: number,
): Candle {
  const bar = readBarRow(row, instrument, interval, localTimeUs, 1_000_000, [1, 2, 3, 4, 6])
  return {
    ...bar,
    tradeCount: asInteger(row[7], 'count'),
    isClosed: bar.openTimeUs + minutes * 60_000_000 <= localTimeUs,
  }
}

function trades(slot: InstrumentSlot, range: HistoryRange): RestCall<readonly TradeUpdate[]> {
  const limit = Math.min(range.limit ?? TRADE_ROWS, TRADE_ROWS)
  // Nanoseconds, which do not fit a number exactly: µs and three zeros as text.
  const since = range.fromTimeUs === undefined ? undefined : `${range.fromTimeUs}000`
  const query = { pair: restPair(slot.instrument), ...given('since', since), count: limit }
  return {
    request: get('Trades', query),
    parse: ({ body }, localTimeUs) =>
      rowsOf(spotResult(body))
        .map((row) => readTrade(asArray(row, 'trade'), slot, localTimeUs))
        .filter(({ venueUs }) => venueUs <= (range.toTimeUs ?? Number.POSITIVE_INFINITY)),
  }
}

/** `[price, volume, time in s with a fraction, b|s of the taker, m|l, misc, trade id]`. */
function readTrade(
  row: readonly JsonValue[],
  slot: InstrumentSlot,
  localTimeUs: number,
): TradeUpdate {
  return fillTrade(new TradeUpdate(slot), {
    price: asDecimal(row[0], 'price'),
    size: asDecimal(row[1], 'volume'),
    takerSide: row[3] === 's' ? 'sell' : 'buy',
    tradeId: row[6] === undefined ? '' : asText(row[6], 'trade id'),
    venueTimeUs: secondsTextUs(asText(row[2], 'time')),
    localTimeUs,
  })
}
