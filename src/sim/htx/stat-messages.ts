import { dayStats } from '../day-stats.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { PerpetualState } from '../perpetual-state.ts'
import { volumeMembers } from './bars.ts'
import { levelRows } from './book-messages.ts'
import type { HtxState, StatusPart } from './htx-state.ts'
import {
  markText,
  priceOf,
  secondsOf,
  sizeOf,
  volumesOf,
  WireNumber,
  type WireValue,
} from './wire-text.ts'

/** The day's statistics without best prices (`market.<symbol>.detail`); futures have them. */
export function detailTick(live: LiveInstrument, nowUs: number): WireValue {
  const { spec } = live
  const day = dayMembers(live, nowUs)
  if (spec.kind === 'spot') {
    return { id: live.updateId, ...day, version: live.updateId }
  }
  return { id: secondsOf(nowUs), mrid: live.updateId, ...day, ...bestMembers(live) }
}

/** `market.<symbol>.ticker`: the day's statistics, the best prices and the last trade. */
export function tickerTick(live: LiveInstrument, nowUs: number): WireValue {
  const { spec } = live
  const last = live.trades.at(-1)
  return {
    ...dayMembers(live, nowUs),
    ...spotBest(live),
    ...(last === undefined
      ? {}
      : { lastPrice: priceOf(spec, last.price), lastSize: sizeOf(spec, last.size) }),
  }
}

/** One row of the list of all spot tickers. */
export function tickersRow(live: LiveInstrument, nowUs: number): WireValue {
  return { symbol: live.spec.symbol, ...dayMembers(live, nowUs), ...spotBest(live) }
}

type Members = { readonly [key: string]: WireValue }

function dayMembers(live: LiveInstrument, nowUs: number): Members {
  const { spec } = live
  const stats = dayStats(live, Math.floor(nowUs / 1000))
  return {
    open: priceOf(spec, stats.open),
    close: priceOf(spec, stats.last),
    high: priceOf(spec, stats.high),
    low: priceOf(spec, stats.low),
    ...volumeMembers(volumesOf(spec, stats.volume, stats.value)),
    count: stats.count,
  }
}

function spotBest(live: LiveInstrument): Members {
  const { spec } = live
  const bid = live.engine.best('bid')
  const ask = live.engine.best('ask')
  return {
    ...(bid && { bid: priceOf(spec, bid.price), bidSize: sizeOf(spec, bid.size) }),
    ...(ask && { ask: priceOf(spec, ask.price), askSize: sizeOf(spec, ask.size) }),
  }
}

/** The best levels as `[price, size]`; a side that is empty is left out. */
export function bestMembers(live: LiveInstrument): Members {
  const { bids, asks } = live.book(1)
  const [bid, ask] = [bids, asks].map((side) => levelRows(live, side)[0])
  return { ...(ask !== undefined && { ask }), ...(bid !== undefined && { bid }) }
}

/** A running bar of a mark or index price; all of it is text. */
export function priceBar(price: bigint, nowUs: number): WireValue {
  const text = markText(price)
  const minuteUs = Math.floor(nowUs / 60_000_000) * 60_000_000
  const none = { amount: '0', vol: '0', count: '0', trade_turnover: '0' }
  return { id: secondsOf(minuteUs), open: text, close: text, high: text, low: text, ...none }
}

/** The rate of the running period; `funding_time` is the minute it was computed in. */
export function fundingRow(live: LiveInstrument, state: PerpetualState, nowUs: number): WireValue {
  const { spec } = live
  const isLinear = spec.product.startsWith('linear')
  return {
    symbol: spec.base,
    contract_code: spec.symbol,
    fee_asset: isLinear ? spec.quote : spec.base,
    funding_time: String(Math.floor(nowUs / 10_000_000) * 10_000),
    funding_rate: markText(state.fundingRate),
    estimated_rate: null,
    settlement_time: String(state.nextFundingTimeMs),
    ...(isLinear ? { trade_partition: spec.quote } : {}),
  }
}

/** The system status of a part. */
export function heartbeatData(state: HtxState, part: StatusPart): WireValue {
  const recovery = state.recoveryOf(part)
  return { heartbeat: recovery === undefined ? 1 : 0, estimated_recovery_time: recovery ?? null }
}

/** Fundings charged, newest first. */
export function fundingHistory(live: LiveInstrument, state: PerpetualState): readonly WireValue[] {
  return state.fundings.toReversed().map(({ timeMs, rate }) => ({
    avg_premium_index: markText(rate),
    funding_rate: markText(rate),
    realized_rate: markText(rate),
    funding_time: String(timeMs),
    contract_code: live.spec.symbol,
    symbol: live.spec.base,
    fee_asset: live.spec.settle ?? live.spec.quote,
  }))
}

/** Open interest in contracts, base and quote. */
export function openInterestRow(live: LiveInstrument, state: PerpetualState): WireValue {
  const { spec } = live
  const size = state.openInterest
  const mark = Number(state.markPrice) / 1e8
  const price = Math.round(mark * 10 ** spec.priceScale)
  const { amount, vol, turnover } = volumesOf(spec, BigInt(size), spec.valueOf(price, size))
  return {
    volume: new WireNumber(`${vol.text}.000000000000000000`),
    amount,
    symbol: spec.base,
    ...(turnover === undefined ? {} : { value: turnover }),
    contract_code: spec.symbol,
  }
}
