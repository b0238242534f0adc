import type { LiveInstrument } from '../live-instrument.ts'
import type { PerpetualState } from '../perpetual-state.ts'
import type { SimTrade } from '../sim-trade.ts'
import type { RequestContext } from '../venue-host.ts'
import { barRow, barsOf, isBar } from './bars.ts'
import { bookRow } from './book-messages.ts'
import { instrumentRow } from './instrument-row.ts'
import type { OkxState } from './okx-state.ts'
import { RestRefusal } from './rest-error.ts'
import {
  fundingHistory,
  fundingRow,
  indexRow,
  interestRow,
  maintenanceRow,
  markRow,
  tickerRow,
} from './stat-rows.ts'
import { hasFunding } from './statistic-channels.ts'
import { tradeRow } from './trade-messages.ts'
import { timeText } from './wire-text.ts'

/** One request as an endpoint sees it. */
interface EndpointCall {
  /** What the hosts share. */
  readonly state: OkxState
  /** The query. */
  readonly query: URLSearchParams
  /** What a fault asks of the answer. */
  readonly context: RequestContext
}

/** One endpoint: how many calls it takes in 2 s, and what it says. */
export interface Endpoint {
  /** Calls in 2 s. */
  readonly limit: number
  /** The rows of the answer. @throws RestRefusal with the venue's code. */
  answer(call: EndpointCall): readonly unknown[]
}

/** Bars that `candles` goes back; older ones are in `history-candles`. */
const RECENT_BARS = 1440

/** The endpoints by path. */
export const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  '/api/v5/public/time': { limit: 10, answer: (call) => [{ ts: timeText(nowUs(call)) }] },
  '/api/v5/public/instruments': { limit: 20, answer: instruments },
  '/api/v5/public/mark-price': { limit: 10, answer: (call) => contracts(call, markRow) },
  '/api/v5/public/open-interest': { limit: 20, answer: (call) => contracts(call, interestRow) },
  '/api/v5/public/funding-rate': {
    limit: 10,
    answer: (call) => [fundingRow(...fundedOf(call), nowUs(call))],
  },
  '/api/v5/public/funding-rate-history': { limit: 10, answer: pastFundings },
  '/api/v5/market/books': { limit: 40, answer: (call) => books(call, 400) },
  '/api/v5/market/books-full': { limit: 10, answer: (call) => books(call, 5000) },
  '/api/v5/market/ticker': {
    limit: 20,
    answer: (call) => [tickerRow(liveOf(call), nowUs(call))],
  },
  '/api/v5/market/tickers': {
    limit: 20,
    answer: (call) => ofTypeAsked(call).map((live) => tickerRow(live, nowUs(call))),
  },
  '/api/v5/market/index-tickers': { limit: 20, answer: indexTickers },
  '/api/v5/market/candles': { limit: 40, answer: (call) => candles(call, false) },
  '/api/v5/market/history-candles': { limit: 20, answer: (call) => candles(call, true) },
  '/api/v5/market/trades': { limit: 100, answer: recentTrades },
  '/api/v5/market/history-trades': { limit: 20, answer: pastTrades },
  '/api/v5/system/status': {
    limit: 1,
    answer: ({ state }) =>
      state.lastMaintenance === undefined
        ? []
        : [maintenanceRow(state.lastMaintenance, state.clock.nowUs())],
  },
}

function nowUs({ state }: EndpointCall): number {
  return state.clock.nowUs()
}

function asked({ query }: EndpointCall, name: string): string {
  const value = query.get(name)
  if (value === null || value === '') {
    throw new RestRefusal('50014', `Parameter ${name} can not be empty.`, 400)
  }
  return value
}

function liveOf(call: EndpointCall): LiveInstrument {
  const live = call.state.find(asked(call, 'instId'))
  if (live === undefined) throw new RestRefusal('51001', "Instrument ID doesn't exist.")
  return live
}

const TYPES = new Set(['SPOT', 'MARGIN', 'SWAP', 'FUTURES', 'OPTION', 'EVENTS'])

/** Options, margin and events exist, and none is listed here. */
function ofTypeAsked(call: EndpointCall): readonly LiveInstrument[] {
  const instType = asked(call, 'instType')
  if (!TYPES.has(instType)) throw new RestRefusal('51000', 'Parameter instType error', 400)
  return call.state.ofType(instType)
}

function instruments(call: EndpointCall): readonly unknown[] {
  const { state, query } = call
  const instId = query.get('instId')
  const listed = ofTypeAsked(call).filter(({ spec }) => instId === null || spec.symbol === instId)
  if (instId !== null && listed.length === 0) {
    throw new RestRefusal('51001', "Instrument ID doesn't exist.")
  }
  return listed.map((live) => instrumentRow(live, state.stateOf(live), state.idCodeOf(live)))
}

/** One contract by its id, or all of a type. */
function contracts(
  call: EndpointCall,
  row: (live: LiveInstrument, state: PerpetualState, nowUs: number) => unknown,
): readonly unknown[] {
  const lives = call.query.has('instId') ? [liveOf(call)] : ofTypeAsked(call)
  return lives.flatMap((live) =>
    live.perpetual === undefined ? [] : [row(live, live.perpetual, nowUs(call))],
  )
}

function fundedOf(call: EndpointCall): readonly [LiveInstrument, PerpetualState] {
  const live = liveOf(call)
  if (!hasFunding(live) || live.perpetual === undefined) {
    throw new RestRefusal('51000', 'Parameter instId error', 400)
  }
  return [live, live.perpetual]
}

function pastFundings(call: EndpointCall): readonly unknown[] {
  return page(call, fundingHistory(...fundedOf(call)), (row) => Number(row.fundingTime), 100, 400)
}

function indexTickers(call: EndpointCall): readonly unknown[] {
  const live = call.state.ofIndex(asked(call, 'instId'))
  if (live?.perpetual === undefined) throw new RestRefusal('51001', "Instrument ID doesn't exist.")
  return [indexRow(live, live.perpetual, nowUs(call))]
}

function books(call: EndpointCall, most: number): readonly unknown[] {
  const live = liveOf(call)
  const depth = limitOf(call, 'sz', 1, most)
  const { snapshotAgeMs } = call.context
  const agedId = snapshotAgeMs > 0 ? live.updateIdAt(nowUs(call) - snapshotAgeMs * 1000) : undefined
  const updateId = agedId ?? live.updateId
  const book = live.bookAt(updateId) ?? live.book()
  return [bookRow(live, book, call.state.wireId(live, updateId), depth, nowUs(call))]
}

function candles(call: EndpointCall, isHistory: boolean): readonly unknown[] {
  const live = liveOf(call)
  const bar = call.query.get('bar') ?? '1m'
  if (!isBar(bar)) throw new RestRefusal('51000', 'Parameter bar error', 400)
  const bars = barsOf(live, bar).toReversed()
  // The history has closed bars only.
  const rows = isHistory
    ? bars.filter(({ endTimeUs }) => endTimeUs <= nowUs(call))
    : bars.slice(0, RECENT_BARS)
  const chosen = page(call, rows, ({ openTimeUs }) => openTimeUs / 1000, 100, 300)
  return chosen.map((each) => barRow(live, each, nowUs(call)))
}

function recentTrades(call: EndpointCall): readonly unknown[] {
  const live = liveOf(call)
  const limit = limitOf(call, 'limit', 100, 500)
  return live.trades
    .slice(-limit)
    .toReversed()
    .map((trade) => tradeRow(live, trade))
}

/** Paged by id, or by time with `type=2`. */
function pastTrades(call: EndpointCall): readonly unknown[] {
  const live = liveOf(call)
  const place =
    call.query.get('type') === '2'
      ? (trade: SimTrade) => trade.timeUs / 1000
      : (trade: SimTrade) => trade.id
  const chosen = page(call, live.trades.toReversed(), place, 100, 100)
  return chosen.map((trade) => tradeRow(live, trade))
}

/** `after` means older, `before` newer, both exclusive; a page is the newest rows of what is left. */
function page<Row>(
  call: EndpointCall,
  newestFirst: readonly Row[],
  place: (row: Row) => number,
  usual: number,
  most: number,
): readonly Row[] {
  const bound = (name: string, otherwise: number): number => {
    const text = call.query.get(name)
    const value = text === null || text === '' ? otherwise : Number(text)
    if (Number.isNaN(value)) throw new RestRefusal('51000', `Parameter ${name} error`, 400)
    return value
  }
  const after = bound('after', Number.POSITIVE_INFINITY)
  const before = bound('before', Number.NEGATIVE_INFINITY)
  const rows = newestFirst.filter((row) => place(row) < after && place(row) > before)
  return rows.slice(0, limitOf(call, 'limit', usual, most))
}

function limitOf({ query }: EndpointCall, name: string, usual: number, most: number): number {
  const text = query.get(name)
  const limit = text === null ? usual : Number(text)
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new RestRefusal('51000', `Parameter ${name} error`, 400)
  }
  return Math.min(limit, most)
}
