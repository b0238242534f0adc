import {
  type Candle,
  type CandleInterval,
  type Funding,
  type HistoryRange,
  type HttpRequest,
  type HttpResponse,
  type Instrument,
  type InstrumentSlot,
  type OwnedMarketEvent,
  type RestCall,
  type RestProtocol,
  TradeUpdate,
} from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { fillTrade } from '../kit/cold-updates.ts'
import { eventHead } from '../kit/event-head.ts'
import {
  arrayAt,
  asObject,
  decimalAt,
  given,
  msTimeAt,
  objectAt,
  optionalDecimalAt,
  optionalMsTimeAt,
  optionalTextAt,
  parseJson,
  textAt,
} from '../kit/fields.ts'
import { periodOf, readCandle, secondsOf } from './candles.ts'
import { answerError, refusalIn, restError } from './errors.ts'
import { FAMILIES } from './families.ts'
import { readContract, readSpot } from './instruments.ts'
import { pageOf } from './page.ts'
import { FACTS } from './venue.ts'

/** Most rows of one answer. */
const PAGE = { bars: 2000, spotBars: 1000, trades: 2000, funding: 50 } as const

/**
 * HTX's public REST. docs/venues/htx.md §REST; checked 2026-11-21. There is no book snapshot: the numbers of REST depth
 * are not those of the sockets, where snapshots are asked for or sent.
 */
export const rest: RestProtocol = {
  instruments: (products) =>
    FACTS.products.flatMap(({ id }) => (products.includes(id) ? [listing(id)] : [])),
  candles,
  trades,
  funding,
  serverTime: (service) => ({
    request: get(service, service === 'spot' ? '/v1/common/timestamp' : '/api/v1/timestamp', {}),
    parse: (response) => msTimeAt(answerOf(response), service === 'spot' ? 'data' : 'ts'),
  }),
  error: restError,
}

function get(service: string, path: string, query: Record<string, string | number>): HttpRequest {
  return { service, method: 'GET', path, query, weight: 1, isIdempotent: true }
}

/** The answer; refusals come as status 200 too. */
function answerOf(response: HttpResponse): JsonObject {
  const message = asObject(parseJson(response.body), 'answer')
  const refusal = refusalIn(message)
  if (refusal !== undefined) throw answerError(response, refusal)
  return message
}

function listing(product: string): RestCall<readonly Instrument[]> {
  const family = FAMILIES[product]
  if (family === undefined) {
    return {
      request: get('spot', '/v1/common/symbols', {}),
      parse: (response) =>
        arrayAt(answerOf(response), 'data').map((row) => readSpot(asObject(row, 'symbol'))),
    }
  }
  return {
    request: get('futures', family.listing, { ...family.listingQuery }),
    parse: (response) =>
      arrayAt(answerOf(response), 'data').flatMap((row) => {
        const instrument = readContract(asObject(row, 'contract'))
        return instrument?.product === product ? [instrument] : []
      }),
  }
}

/** The request for market data of one instrument: `/market/history/kline?symbol=btcusdt`, … */
function marketData(
  { product, symbol }: Instrument,
  path: string,
  query: Record<string, string | number>,
): HttpRequest {
  const family = FAMILIES[product]
  return family === undefined
    ? get('spot', `/market${path}`, { symbol, ...query })
    : get('futures', `${family.marketPath}${path}`, { [family.marketKey]: symbol, ...query })
}

/**
 * Without a span the newest bars. A span is in seconds, both ends included, at most a page long; on spot only an endpoint
 * that is not documented takes one (ccxt uses it).
 */
function candles(
  instrument: Instrument,
  interval: CandleInterval,
  range: HistoryRange,
): RestCall<readonly Candle[]> {
  const isSpot = instrument.market === 'spot'
  const most = isSpot ? PAGE.spotBars : PAGE.bars
  const rows = Math.min(range.limit ?? most, most)
  const span = spanOf(range, rows * secondsOf(interval) - 1)
  const path = span !== undefined && isSpot ? '/history/candles' : '/history/kline'
  // A count makes futures forget the span; spot counts from its start.
  const query = span === undefined ? { size: rows } : { ...span, ...(isSpot && { size: rows }) }
  return {
    request: marketData(instrument, path, { period: periodOf(interval), ...query }),
    parse: (response, localTimeUs) => {
      const bars = arrayAt(answerOf(response), 'data').map((row) =>
        readCandle(asObject(row, 'bar'), instrument, interval, localTimeUs),
      )
      const oldestFirst = bars.toSorted((a, b) => a.openTimeUs - b.openTimeUs)
      return pageOf(oldestFirst, range, ({ openTimeUs }) => openTimeUs)
    },
  }
}

/** A span of at most `mostSeconds`, so that no more bars open in it than fit a page: from its start, or up to its end where it has no start. */
function spanOf(
  { fromTimeUs, toTimeUs }: HistoryRange,
  mostSeconds: number,
): { readonly from: number; readonly to: number } | undefined {
  const start = fromTimeUs === undefined ? undefined : Math.ceil(fromTimeUs / 1_000_000)
  const end = toTimeUs === undefined ? undefined : Math.floor(toTimeUs / 1_000_000)
  if (start === undefined)
    return end === undefined ? undefined : { from: end - mostSeconds, to: end }
  return { from: start, to: Math.min(end ?? Number.POSITIVE_INFINITY, start + mostSeconds) }
}

/** The newest trades, in groups of one taker order each; newest first. A span is cut out of them. */
function trades(slot: InstrumentSlot, range: HistoryRange): RestCall<readonly TradeUpdate[]> {
  const isCut = range.fromTimeUs === undefined && range.toTimeUs === undefined
  const size = isCut ? Math.min(range.limit ?? PAGE.trades, PAGE.trades) : PAGE.trades
  return {
    request: marketData(slot.instrument, '/history/trade', { size }),
    parse: (response, localTimeUs) => {
      const groups = arrayAt(answerOf(response), 'data').map((group) =>
        arrayAt(asObject(group, 'trades'), 'data').map((row) =>
          readTrade(asObject(row, 'trade'), slot, localTimeUs),
        ),
      )
      const oldestFirst = groups.flat().toSorted(byTime)
      return pageOf(oldestFirst, range, ({ venueTimeUs }) => venueTimeUs)
    },
  }
}

/** By time, then by id: spot writes a group newest first, futures oldest first. */
function byTime(a: TradeUpdate, b: TradeUpdate): number {
  if (a.venueUs !== b.venueUs) return a.venueUs - b.venueUs
  const [first, second] = [a.tradeId(), b.tradeId()]
  if (first.length !== second.length) return first.length - second.length
  return first < second ? -1 : Number(first > second)
}

/** Spot spells its id `trade-id` here; `id` is a longer number there. */
function readTrade(row: JsonObject, slot: InstrumentSlot, localTimeUs: number): TradeUpdate {
  return fillTrade(new TradeUpdate(slot), {
    price: decimalAt(row, 'price'),
    size: decimalAt(row, 'amount'),
    takerSide: textAt(row, 'direction') === 'sell' ? 'sell' : 'buy',
    tradeId: optionalTextAt(row, 'trade-id') ?? textAt(row, 'id'),
    venueTimeUs: msTimeAt(row, 'ts'),
    localTimeUs,
  })
}

/** Newest first, in pages without a span; `realized_rate` is what was charged, where it is told. */
function funding(instrument: Instrument, range: HistoryRange): RestCall<readonly Funding[]> {
  const path =
    FAMILIES[instrument.product]?.fundingHistory ?? FAMILIES['linear-swap']?.fundingHistory
  const isCut = range.fromTimeUs === undefined && range.toTimeUs === undefined
  const page_size = isCut ? Math.min(range.limit ?? PAGE.funding, PAGE.funding) : PAGE.funding
  const query = { contract_code: instrument.symbol, page_index: 1, page_size }
  return {
    request: get('futures', path ?? '', query),
    parse: (response, localTimeUs) => {
      const rows = arrayAt(objectAt(answerOf(response), 'data'), 'data').map((value): Funding => {
        const row = asObject(value, 'funding')
        const fundingTimeUs = msTimeAt(row, 'funding_time')
        const rate = optionalDecimalAt(row, 'realized_rate') ?? decimalAt(row, 'funding_rate')
        const head = eventHead(instrument, fundingTimeUs, localTimeUs)
        return { type: 'funding', ...head, rate, kind: 'settled', fundingTimeUs }
      })
      return pageOf(rows.toReversed(), range, ({ fundingTimeUs }) => fundingTimeUs)
    },
  }
}

/** `volume` is contracts, `amount` base, `value` quote (linear); documented as the sum of both sides. */
export function openInterestCall(instrument: Instrument): RestCall<readonly OwnedMarketEvent[]> {
  const path = FAMILIES[instrument.product]?.openInterest ?? ''
  return {
    request: get('futures', path, { contract_code: instrument.symbol }),
    parse: (response, localTimeUs) => {
      const answer = answerOf(response)
      const timeUs = optionalMsTimeAt(answer, 'ts')
      return arrayAt(answer, 'data').flatMap((value): readonly OwnedMarketEvent[] => {
        const row = asObject(value, 'open interest')
        if (textAt(row, 'contract_code') !== instrument.symbol) return []
        return [
          {
            type: 'openInterest',
            ...eventHead(instrument, timeUs, localTimeUs),
            size: decimalAt(row, 'volume'),
            ...given('baseSize', optionalDecimalAt(row, 'amount')),
            ...given('notional', optionalDecimalAt(row, 'value')),
          },
        ]
      })
    },
  }
}

/** Normal, halted, orders may only be cancelled. */
const MARKET_STATUS: Readonly<Record<string, 'online' | 'maintenance' | 'degraded'>> = {
  1: 'online',
  2: 'maintenance',
  3: 'degraded',
}

/** Spot's state as a whole. */
export function spotStatusCall(): RestCall<readonly OwnedMarketEvent[]> {
  return {
    request: get('spot', '/v2/market-status', {}),
    parse: (response, localTimeUs) => {
      const word = textAt(objectAt(answerOf(response), 'data'), 'marketStatus')
      const status = MARKET_STATUS[word] ?? 'unknown'
      const detail = `spot market status ${word}`.slice(0, 200)
      return [{ type: 'venueStatus', venue: FACTS.venue, status, detail, localTimeUs }]
    },
  }
}
