import type { LiveInstrument } from '../live-instrument.ts'
import type { PerpetualState } from '../perpetual-state.ts'
import type { RequestContext } from '../venue-host.ts'
import { barRow, barsOf } from './bars.ts'
import type { BybitState } from './bybit-state.ts'
import { type Depth, intervalOf } from './channels.ts'
import { instrumentRow } from './instrument-row.ts'
import type { BybitLimits } from './limits.ts'
import { levelRows, sideText } from './messages.ts'
import { PRODUCTS } from './products.ts'
import { RestRefusal } from './rest-error.ts'
import { restTickerRow } from './ticker-rows.ts'
import { markText, priceText, sizeText, timeMs, tradeIdText } from './wire-text.ts'

/** One request as an endpoint sees it. */
interface EndpointCall {
  /** What the hosts share. */
  readonly state: BybitState
  /** The venue's limits. */
  readonly limits: BybitLimits
  /** The query. */
  readonly query: URLSearchParams
  /** What a fault asks of the answer. */
  readonly context: RequestContext
}

type Endpoint = (call: EndpointCall) => Readonly<Record<string, unknown>>

/** The endpoints by path: the result of each. They throw RestRefusal with the venue's code. */
export const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  '/v5/market/time': time,
  '/v5/market/instruments-info': instruments,
  '/v5/market/orderbook': (call) => book(call, '1000', limitOf(call, isSpot(call) ? 1 : 25, 1000)),
  '/v5/market/full_orderbook': (call) => book(call, 'full', 10_000),
  '/v5/market/recent-trade': recentTrades,
  '/v5/market/kline': klines,
  '/v5/market/tickers': tickers,
  '/v5/market/funding/history': fundings,
  '/v5/market/open-interest': openInterest,
  '/v5/system/status': ({ state }) => ({
    list: state.lastMaintenance === undefined ? [] : [state.lastMaintenance],
  }),
}

const INVALID = '10001'
/** Categories that exist; options and spreads are not listed here. */
const CATEGORIES: readonly string[] = [...PRODUCTS, 'option']

function nowUs({ state }: EndpointCall): number {
  return state.clock.nowUs()
}

function isSpot({ query }: EndpointCall): boolean {
  return query.get('category') === 'spot'
}

function time(call: EndpointCall): Readonly<Record<string, unknown>> {
  const us = nowUs(call)
  return { timeSecond: String(Math.floor(us / 1_000_000)), timeNano: `${us}000` }
}

function categoryOf({ query }: EndpointCall): string {
  const category = query.get('category') ?? ''
  if (CATEGORIES.includes(category)) return category
  throw new RestRefusal(INVALID, 'params error: Category is invalid')
}

function liveOf(call: EndpointCall): LiveInstrument {
  const category = categoryOf(call)
  const live = call.state.market.find(category, call.query.get('symbol') ?? '')
  if (live === undefined) throw new RestRefusal(INVALID, 'params error: symbol invalid')
  return live
}

function limitOf({ query }: EndpointCall, usual: number, most: number): number {
  const text = query.get('limit')
  const limit = text === null ? usual : Number(text)
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new RestRefusal(INVALID, 'params error: limit is invalid')
  }
  return Math.min(limit, most)
}

/** Only what trades, unless another status is asked for. Spot has no pages. */
function instruments(call: EndpointCall): Readonly<Record<string, unknown>> {
  const { state, query } = call
  const category = categoryOf(call)
  const status = query.get('status') ?? 'Trading'
  const symbol = query.get('symbol')
  const all = state.market.instruments(category)
  const rows = all
    .filter((live) => state.statusOf(live) === status)
    .filter(({ spec }) => symbol === null || spec.symbol === symbol)
    .map((live) => instrumentRow(live, state.statusOf(live), all.indexOf(live) + 1))
  if (category === 'spot') return { category, list: rows }
  const from = Number(query.get('cursor') ?? 0)
  const to = from + Math.min(limitOf(call, 500, 1000), call.limits.listingPage)
  const nextPageCursor = to < rows.length ? String(to) : ''
  return { category, list: rows.slice(from, to), nextPageCursor }
}

/** The book as it was told last at a depth, so that changes join it. */
function book(call: EndpointCall, depth: Depth, most: number): Readonly<Record<string, unknown>> {
  const live = liveOf(call)
  const { levels, u, updateId } = call.state.told(live, depth, call.context.snapshotAgeMs)
  return {
    s: live.spec.symbol,
    b: levelRows(live, levels.bids.slice(0, most)),
    a: levelRows(live, levels.asks.slice(0, most)),
    ts: timeMs(nowUs(call)),
    u,
    seq: updateId,
    cts: timeMs(live.updatedUs),
  }
}

/** Spot gives 60 at most, the others 1000; the newest first. */
function recentTrades(call: EndpointCall): Readonly<Record<string, unknown>> {
  const live = liveOf(call)
  const { spec } = live
  const limit = isSpot(call) ? limitOf(call, 60, 60) : limitOf(call, 500, 1000)
  const list = live.trades
    .slice(-limit)
    .toReversed()
    .map((trade) => ({
      execId: tradeIdText(spec, trade.id),
      symbol: spec.symbol,
      price: priceText(spec, trade.price),
      size: sizeText(spec, trade.size),
      side: sideText(trade.takerSide),
      time: String(timeMs(trade.timeUs)),
      isBlockTrade: false,
      isRPITrade: false,
      seq: String(live.updateId),
    }))
  return { category: spec.product, list }
}

/** The newest of the span, the newest first; of a span without an end the oldest. */
function klines(call: EndpointCall): Readonly<Record<string, unknown>> {
  const live = liveOf(call)
  const word = call.query.get('interval') ?? ''
  if (intervalOf(word) === undefined) throw new RestRefusal(INVALID, 'Invalid period!')
  const limit = limitOf(call, 200, 1000)
  const [start, end] = spanOf(call, 'start', 'end')
  const bars = barsOf(live, word).filter(({ openTimeUs }) => {
    const openMs = timeMs(openTimeUs)
    return openMs >= start && openMs <= end
  })
  const isOpen = start > 0 && end === Number.POSITIVE_INFINITY
  const chosen = isOpen ? bars.slice(0, limit) : bars.slice(-limit)
  const list = chosen.toReversed().map((bar) => barRow(live, bar))
  return { category: live.spec.product, symbol: live.spec.symbol, list }
}

function spanOf({ query }: EndpointCall, from: string, to: string): readonly [number, number] {
  const bound = (name: string, otherwise: number): number => {
    const text = query.get(name)
    const value = text === null || text === '' ? otherwise : Number(text)
    if (Number.isNaN(value)) throw new RestRefusal(INVALID, `params error: ${name} is invalid`)
    return value
  }
  return [bound(from, 0), bound(to, Number.POSITIVE_INFINITY)]
}

function tickers(call: EndpointCall): Readonly<Record<string, unknown>> {
  const category = categoryOf(call)
  const lives = call.query.has('symbol') ? [liveOf(call)] : call.state.market.instruments(category)
  return { category, list: lives.map((live) => restTickerRow(live, nowUs(call))) }
}

function contractOf(call: EndpointCall): readonly [LiveInstrument, PerpetualState] {
  const live = liveOf(call)
  if (live.perpetual === undefined)
    throw new RestRefusal(INVALID, 'params error: Category is invalid')
  return [live, live.perpetual]
}

/** The newest first; a start without an end is an error. */
function fundings(call: EndpointCall): Readonly<Record<string, unknown>> {
  const [{ spec }, state] = contractOf(call)
  const { query } = call
  if (query.has('startTime') && !query.has('endTime')) {
    throw new RestRefusal(INVALID, 'params error: endTime is required with startTime')
  }
  const [start, end] = spanOf(call, 'startTime', 'endTime')
  const past = spec.kind === 'dated' ? [] : state.fundings
  const list = past
    .filter(({ timeMs: at }) => at >= start && at <= end)
    .slice(-limitOf(call, 200, 200))
    .toReversed()
    .map(({ timeMs: at, rate }) => ({
      symbol: spec.symbol,
      fundingRate: markText(rate),
      fundingRateTimestamp: String(at),
    }))
  return { category: spec.product, list }
}

/** Only the interest of now is known here. */
function openInterest(call: EndpointCall): Readonly<Record<string, unknown>> {
  const [{ spec }, state] = contractOf(call)
  const row = {
    openInterest: sizeText(spec, 2 * state.openInterest),
    singleOpenInterest: sizeText(spec, state.openInterest),
    timestamp: String(timeMs(nowUs(call))),
  }
  return { category: spec.product, symbol: spec.symbol, list: [row], nextPageCursor: '' }
}
