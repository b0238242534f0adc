import type { LiveInstrument } from '../live-instrument.ts'
import type { PerpetualState } from '../perpetual-state.ts'
import { intervalOfWord } from './bars.ts'
import { contractRow, dealRow, levelRows, tickerRow } from './futures-messages.ts'
import { countOf, momentOf, type RestCall, restBook } from './rest-book.ts'
import { RestRefusal } from './rest-error.ts'
import { amountNumber, markNumber, msOf, priceNumber, sizeNumber } from './wire-text.ts'

/** One endpoint of futures: calls that it takes in 2 s, and what stands under `data`. */
export interface FuturesEndpoint {
  /** Calls in 2 s. */
  readonly limit: number
  /** The answer. @throws RestRefusal with the venue's code. */
  readonly answer: (call: RestCall) => unknown
}

const MOST_BARS = 2000
const USUAL_LEVELS = 1500
const MOST_LEVELS = 5000
const COLLECT_HOURS = 8

/** Public endpoints of futures by the first part of their path; a contract's symbol follows. */
export const FUTURES_ENDPOINTS: Readonly<Record<string, FuturesEndpoint>> = {
  ping: { limit: 20, answer: ({ state }) => msOf(state.clock.nowUs()) },
  detail: { limit: 10, answer: detail },
  depth: { limit: 10, answer: depth },
  depth_commits: { limit: 20, answer: depthCommits },
  deals: { limit: 20, answer: deals },
  kline: { limit: 10, answer: kline },
  ticker: { limit: 10, answer: ticker },
  funding_rate: { limit: 20, answer: fundingRate },
  index_price: {
    limit: 20,
    answer: (call) => price(call, 'indexPrice', (state) => state.indexPrice),
  },
  fair_price: {
    limit: 20,
    answer: (call) => price(call, 'fairPrice', (state) => state.markPrice),
  },
}

function found(call: RestCall, symbol: string | null | undefined): LiveInstrument {
  const live = call.state.contract(symbol ?? '')
  if (live === undefined) throw new RestRefusal(1001, 'Contract does not exist!')
  return live
}

/** The contract that the path names. */
function liveOf(call: RestCall): LiveInstrument {
  return found(call, call.rest[0])
}

function stateOf(live: LiveInstrument): PerpetualState {
  if (live.perpetual === undefined) throw new RestRefusal(1001, 'Contract does not exist!')
  return live.perpetual
}

/** One contract by `symbol`, or all; `detail/country` is the same. */
function detail(call: RestCall): unknown {
  const { state, query } = call
  const row = (live: LiveInstrument): unknown => contractRow(live, state.listingOf(live))
  const symbol = query.get('symbol')
  return symbol === null ? state.contracts().map(row) : row(found(call, symbol))
}

/** A contract that is gone still answers, with an empty book. */
function depth(call: RestCall): unknown {
  const live = liveOf(call)
  const limit = countOf(call, 'limit', USUAL_LEVELS, MOST_LEVELS)
  const { book, updateId } = restBook(live, call)
  return {
    asks: levelRows(live, book.asks.slice(0, limit)),
    bids: levelRows(live, book.bids.slice(0, limit)),
    version: updateId,
    timestamp: msOf(call.state.clock.nowUs()),
    cts: null,
  }
}

/** The last changes one version each, newest first. */
function depthCommits(call: RestCall): unknown {
  const live = liveOf(call)
  const count = Math.min(Number(call.rest[1] ?? 1) || 1, 1000)
  return call.state.commits(live, count).map(({ version, changes }) => {
    const side = (name: 'bid' | 'ask'): unknown =>
      levelRows(
        live,
        changes.filter((each) => each.side === name).map(({ price, size }) => [price, size]),
      )
    return { asks: side('ask'), bids: side('bid'), version }
  })
}

/** Newest first. */
function deals(call: RestCall): unknown {
  const live = liveOf(call)
  return live.trades
    .slice(-countOf(call, 'limit', 100, 100))
    .toReversed()
    .map((trade) => dealRow(live, { first: trade, last: trade, size: trade.size }))
}

/** Columns, times in seconds, both ends included. */
function kline(call: RestCall): unknown {
  const live = liveOf(call)
  const { spec } = live
  const interval = intervalOfWord(call.query.get('interval') ?? 'Min1')
  if (interval === undefined) throw new RestRefusal(600, 'Parameter error')
  const [start, end] = [momentOf(call, 'start'), momentOf(call, 'end')]
  const inside = live
    .candles(interval)
    .all()
    .filter(({ openTimeUs }) => {
      const seconds = openTimeUs / 1e6
      return seconds >= (start ?? 0) && seconds <= (end ?? Infinity)
    })
  const bars = start === undefined ? inside.slice(-MOST_BARS) : inside.slice(0, MOST_BARS)
  return {
    time: bars.map(({ openTimeUs }) => Math.floor(openTimeUs / 1e6)),
    open: bars.map(({ open }) => priceNumber(spec, open)),
    close: bars.map(({ close }) => priceNumber(spec, close)),
    high: bars.map(({ high }) => priceNumber(spec, high)),
    low: bars.map(({ low }) => priceNumber(spec, low)),
    vol: bars.map(({ volume }) => sizeNumber(spec, volume)),
    amount: bars.map(({ value }) => amountNumber(spec, value)),
  }
}

function ticker(call: RestCall): unknown {
  const nowUs = call.state.clock.nowUs()
  const row = (live: LiveInstrument): unknown => tickerRow(live, stateOf(live), nowUs)
  const symbol = call.query.get('symbol')
  return symbol === null ? call.state.contracts().map(row) : row(found(call, symbol))
}

/** Of one contract, of all, or the history of one, newest first. */
function fundingRate(call: RestCall): unknown {
  const [name] = call.rest
  if (name === 'history') return fundingHistory(call)
  const row = (live: LiveInstrument): unknown => {
    const state = stateOf(live)
    return {
      symbol: live.spec.symbol,
      fundingRate: markNumber(state.fundingRate),
      maxFundingRate: 0.001,
      minFundingRate: -0.001,
      collectCycle: COLLECT_HOURS,
      nextSettleTime: state.nextFundingTimeMs,
      timestamp: msOf(call.state.clock.nowUs()),
      idxPrice: markNumber(state.indexPrice),
      fairPrice: markNumber(state.markPrice),
    }
  }
  return name === undefined ? call.state.contracts().map(row) : row(liveOf(call))
}

function fundingHistory(call: RestCall): unknown {
  const live = found(call, call.query.get('symbol'))
  const all = stateOf(live).fundings.toReversed()
  const pageSize = countOf(call, 'page_size', 20, 1000)
  const page = countOf(call, 'page_num', 1, 1000)
  return {
    pageSize,
    totalCount: all.length,
    totalPage: Math.ceil(all.length / pageSize),
    currentPage: page,
    resultList: all.slice((page - 1) * pageSize, page * pageSize).map(({ timeMs, rate }) => ({
      symbol: live.spec.symbol,
      fundingRate: markNumber(rate),
      settleTime: timeMs,
      collectCycle: COLLECT_HOURS,
    })),
  }
}

function price(call: RestCall, name: string, of: (state: PerpetualState) => bigint): unknown {
  const live = liveOf(call)
  const timestamp = msOf(call.state.clock.nowUs())
  return { symbol: live.spec.symbol, [name]: markNumber(of(stateOf(live))), timestamp }
}
