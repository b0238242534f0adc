import { readTimestampUs } from '../../wire/index.ts'
import { dayStats } from '../day-stats.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { MARK_SCALE } from '../perpetual-state.ts'
import { type Bar, barsOf } from './bars.ts'
import {
  absoluteRate,
  msOf,
  priceOf,
  RATE_SCALE,
  relativeRate,
  sizeOf,
  uidOf,
} from './futures-messages.ts'
import { FuturesStreams } from './futures-streams.ts'
import type { KrakenState } from './kraken-state.ts'
import { RestRefusal } from './rest-error.ts'
import { floatText, isoOf, type SideLevels } from './wire-text.ts'

/** One request as an endpoint sees it. */
export interface FuturesCall {
  /** What the hosts share. */
  readonly state: KrakenState
  /** The query. */
  readonly query: URLSearchParams
}

const HISTORY_ROWS = 100
const CHART_ROWS = 2000

/** Bar lengths of the charts, in minutes. */
const RESOLUTIONS: Readonly<Record<string, number>> = {
  '1m': 1,
  '5m': 5,
  '15m': 15,
  '30m': 30,
  '1h': 60,
  '4h': 240,
  '12h': 720,
  '1d': 1440,
  '1w': 10_080,
}

/** Endpoints under `/derivatives/api/v3`: the fields beside `result`, as JSON text. */
export const FUTURES_ENDPOINTS: Readonly<Record<string, (call: FuturesCall) => string>> = {
  instruments: ({ state }) =>
    `"instruments":[${[...state.market.instruments('futures').map(instrumentRow), INDEX_ROW].join(',')}]`,
  'instruments/status': ({ state }) =>
    `"instrumentStatus":[${state.market
      .instruments('futures')
      .map(({ spec }) => `{"tradeable":"${spec.symbol}","experiencingDislocation":false}`)
      .join(',')}]`,
  tickers: ({ state }) =>
    `"tickers":[${state.market
      .instruments('futures')
      .map((live) => tickerRow(live, state))
      .join(',')}]`,
  orderbook: (call) => {
    const live = one(call)
    const { bids, asks } = live.book()
    const rows = (levels: SideLevels): string =>
      levels
        .map(([price, size]) => `[${priceOf(live.spec, price)},${sizeOf(live.spec, size)}]`)
        .join(',')
    return `"orderBook":{"bids":[${rows(bids)}],"asks":[${rows(asks)}]}`
  },
  history: (call) => {
    const live = one(call)
    const beforeUs = timeUsOf(call.query.get('lastTime') ?? '')
    const trades = live.trades
      .filter(({ timeUs }) => !(timeUs >= beforeUs))
      .slice(-HISTORY_ROWS)
      .toReversed()
    return `"history":[${trades.map((trade) => historyRow(call.state, live, trade)).join(',')}]`
  },
  'historical-funding-rates': (call) => {
    const live = one(call)
    if (live.spec.kind === 'dated') return '"rates":[]'
    const rates = (live.perpetual?.fundings ?? []).map(({ timeMs, rate }) => {
      const relative = relativeRate(rate)
      const amount = absoluteRate(live, relative)
      return `{"timestamp":"${isoOf(timeMs)}","fundingRate":${floatText(amount, RATE_SCALE)},"relativeFundingRate":${floatText(relative, RATE_SCALE)}}`
    })
    return `"rates":[${rates.join(',')}]`
  },
}

const INDEX_ROW = '{"symbol":"in_xbtusd","type":"spot index","tradeable":false}'

/** Epoch µs of RFC 3339 text; NaN where it is none. */
function timeUsOf(text: string): number {
  const bytes = new TextEncoder().encode(text)
  return readTimestampUs(bytes, 0, bytes.length)
}

/** Bars of a contract, as the charts answer: no envelope, numbers as text. `undefined` where there is no such chart. */
export function chart(call: FuturesCall, path: string): string | undefined {
  const [kind = '', symbol = '', resolution = ''] = path.split('/')
  const minutes = RESOLUTIONS[resolution]
  const live = new FuturesStreams(call.state).find(decodeURIComponent(symbol))
  if (minutes === undefined || live === undefined) return undefined
  if (!['trade', 'mark', 'spot'].includes(kind)) return undefined
  const seconds = (key: string, usual: number): number => Number(call.query.get(key) ?? usual)
  const from = seconds('from', 0) * 1e6
  const to = seconds('to', Number.MAX_SAFE_INTEGER / 1e6) * 1e6
  const found = barsOf(live, minutes).filter(
    ({ openTimeUs }) => openTimeUs >= from && openTimeUs <= to,
  )
  // Who names a start pages forward, who names none wants the newest.
  const bars = call.query.has('from') ? found.slice(0, CHART_ROWS) : found.slice(-CHART_ROWS)
  const hasMore = bars.length < found.length
  return `{"candles":[${bars.map((bar) => barRow(live, bar)).join(',')}],"more_candles":${hasMore}}`
}

function barRow({ spec }: LiveInstrument, bar: Bar): string {
  const text = (price: number): string => `"${priceOf(spec, price)}"`
  const prices = `"open":${text(bar.open)},"high":${text(bar.high)},"low":${text(bar.low)},"close":${text(bar.close)}`
  return `{"time":${msOf(bar.openTimeUs)},${prices},"volume":"${sizeOf(spec, bar.volume)}"}`
}

function one({ state, query }: FuturesCall): LiveInstrument {
  const live = new FuturesStreams(state).find(query.get('symbol') ?? '')
  if (live === undefined) throw new RestRefusal('invalidArgument', 400)
  return live
}

function instrumentRow({ spec }: LiveInstrument): string {
  const isInverse = spec.inverseContractSize !== undefined
  const row = {
    symbol: spec.symbol,
    type: isInverse ? 'futures_inverse' : 'flexible_futures',
    ...(isInverse ? { underlying: `rr_${spec.symbol.split('_')[1]?.toLowerCase()}` } : {}),
    ...(spec.expiryTimeMs === undefined ? {} : { lastTradingTime: isoOf(spec.expiryTimeMs) }),
    tickSize: Number(spec.tickSize),
    contractSize: Number(spec.inverseContractSize ?? 1),
    tradeable: spec.status ?? true,
    impactMidSize: 1,
    maxPositionSize: 1_000_000,
    openingDate: '2022-03-22T13:18:45.000Z',
    fundingRateCoefficient: 8,
    maxRelativeFundingRate: 0.001,
    contractValueTradePrecision: spec.sizeScale,
    postOnly: false,
    base: spec.base,
    quote: spec.quote,
    pair: `${spec.base}:${spec.quote}`,
  }
  return JSON.stringify(row)
}

function tickerRow(live: LiveInstrument, state: KrakenState): string {
  const { spec, engine, perpetual } = live
  const day = dayStats(live, msOf(state.clock.nowUs()))
  const bid = engine.best('bid')
  const ask = engine.best('ask')
  const mark = (price: bigint | undefined): string => floatText(price ?? 0n, MARK_SCALE)
  const fields = [
    `"symbol":"${spec.symbol}"`,
    `"last":${priceOf(spec, day.last)}`,
    `"tag":"${spec.kind === 'dated' ? 'quarter' : 'perpetual'}"`,
    `"pair":"${spec.base}:${spec.quote}"`,
    `"markPrice":${mark(perpetual?.markPrice)}`,
    ...(bid === undefined
      ? []
      : [`"bid":${priceOf(spec, bid.price)}`, `"bidSize":${sizeOf(spec, bid.size)}`]),
    ...(ask === undefined
      ? []
      : [`"ask":${priceOf(spec, ask.price)}`, `"askSize":${sizeOf(spec, ask.size)}`]),
    `"vol24h":${sizeOf(spec, day.volume)}`,
    `"openInterest":${sizeOf(spec, perpetual?.openInterest ?? 0)}`,
    `"open24h":${priceOf(spec, day.open)}`,
    `"high24h":${priceOf(spec, day.high)}`,
    `"low24h":${priceOf(spec, day.low)}`,
    `"lastSize":${sizeOf(spec, day.lastSize)}`,
    '"suspended":false',
    `"indexPrice":${mark(perpetual?.indexPrice)}`,
    '"postOnly":false',
  ]
  return `{${fields.join(',')}}`
}

function historyRow(
  state: KrakenState,
  live: LiveInstrument,
  trade: LiveInstrument['trades'][number],
): string {
  const { spec } = live
  const kind = state.isForced(live, trade.id) ? 'liquidation' : 'fill'
  const terms = `"price":${priceOf(spec, trade.price)},"size":${sizeOf(spec, trade.size)}`
  return `{"time":"${isoOf(msOf(trade.timeUs))}","trade_id":${trade.id},${terms},"side":"${trade.takerSide}","type":"${kind}","uid":"${uidOf(live, trade)}"}`
}
