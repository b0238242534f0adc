import { dayStats } from '../day-stats.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { pairOf } from './book-messages.ts'
import type { BinanceProduct } from './products.ts'
import { markText } from './stat-messages.ts'
import { percentText, wireText } from './wire-text.ts'

const INTEREST_RATE = '0.00010000'

/** One row of `ticker/24hr`. */
export function dayTickerRow(live: LiveInstrument, nowMs: number): unknown {
  const { spec } = live
  const text = wireText(spec)
  const stats = dayStats(live, nowMs)
  const head = {
    symbol: spec.symbol,
    ...pairField(live),
    priceChange: text.price(stats.last - stats.open),
    priceChangePercent: percentText(stats.open, stats.last),
    weightedAvgPrice: text.average(stats.volume, stats.value),
  }
  const prices = {
    openPrice: text.price(stats.open),
    highPrice: text.price(stats.high),
    lowPrice: text.price(stats.low),
    volume: text.size(stats.volume),
    [spec.product === 'coinm' ? 'baseVolume' : 'quoteVolume']: text.value(stats.value),
    openTime: stats.openTimeMs,
    closeTime: stats.closeTimeMs,
    firstId: stats.firstTradeId,
    lastId: stats.lastTradeId,
    count: stats.count,
  }
  const last = { lastPrice: text.price(stats.last), lastQty: text.size(stats.lastSize) }
  if (spec.kind !== 'spot') return { ...head, ...last, ...prices }
  return { ...head, prevClosePrice: text.price(stats.open), ...last, ...best(live), ...prices }
}

/** One row of `ticker/price`. */
export function priceRow(live: LiveInstrument, nowMs: number): unknown {
  const { spec } = live
  const price = wireText(spec).price(dayStats(live, nowMs).last)
  if (spec.kind === 'spot') return { symbol: spec.symbol, price }
  return {
    symbol: spec.symbol,
    ...(spec.product === 'coinm' ? { ps: pairOf(live) } : {}),
    price,
    time: nowMs,
  }
}

/** One row of `ticker/bookTicker`. */
export function bookTickerRow(live: LiveInstrument, nowMs: number): unknown {
  const { symbol, kind } = live.spec
  if (kind === 'spot') return { symbol, ...best(live) }
  return { lastUpdateId: live.updateId, symbol, ...pairField(live), ...best(live), time: nowMs }
}

/** One row of `premiumIndex`. Dated contracts have no funding and say so with empty texts. */
export function premiumRow(live: LiveInstrument, nowMs: number): unknown {
  const state = live.perpetual
  const isPerpetual = live.spec.kind === 'perpetual'
  return {
    symbol: live.spec.symbol,
    ...pairField(live),
    markPrice: markText(state?.markPrice ?? 0),
    indexPrice: markText(state?.indexPrice ?? 0),
    estimatedSettlePrice: markText(state?.indexPrice ?? 0),
    lastFundingRate: isPerpetual ? markText(state?.fundingRate ?? 0) : '',
    interestRate: isPerpetual ? INTEREST_RATE : '',
    nextFundingTime: isPerpetual ? (state?.nextFundingTimeMs ?? 0) : 0,
    time: nowMs,
  }
}

/** The row of `openInterest`. */
export function openInterestRow(live: LiveInstrument, nowMs: number): unknown {
  const openInterest = wireText(live.spec).size(live.perpetual?.openInterest ?? 0)
  const contractType = live.spec.kind === 'perpetual' ? 'PERPETUAL' : 'CURRENT_QUARTER'
  const coin = live.spec.product === 'coinm' ? { pair: pairOf(live), contractType } : {}
  return { openInterest, symbol: live.spec.symbol, ...coin, time: nowMs }
}

/** Rows of `fundingRate`, oldest first: from `startTime` on, or the newest. */
export function fundingRows(
  product: BinanceProduct,
  one: LiveInstrument | undefined,
  all: readonly LiveInstrument[],
  limit: number,
  [fromMs, toMs]: readonly [number, number],
): unknown {
  const rows = (one === undefined ? all : [one])
    .filter((live) => live.spec.kind === 'perpetual')
    .flatMap((live) => (live.perpetual?.fundings ?? []).map((funding) => ({ live, funding })))
    .filter(({ funding }) => funding.timeMs >= fromMs && funding.timeMs <= toMs)
    .sort((a, b) => a.funding.timeMs - b.funding.timeMs)
  const wanted = Number.isFinite(fromMs) ? rows.slice(0, limit) : rows.slice(-limit)
  return wanted.map(({ live, funding }) => ({
    symbol: live.spec.symbol,
    fundingTime: funding.timeMs,
    fundingRate: markText(funding.rate),
    ...(product === 'usdm' ? { markPrice: markText(funding.markPrice) } : {}),
  }))
}

function best(live: LiveInstrument): Record<string, string> {
  const text = wireText(live.spec)
  const bid = live.engine.best('bid')
  const ask = live.engine.best('ask')
  return {
    bidPrice: text.price(bid?.price ?? 0),
    bidQty: text.size(bid?.size ?? 0),
    askPrice: text.price(ask?.price ?? 0),
    askQty: text.size(ask?.size ?? 0),
  }
}

function pairField(live: LiveInstrument): Record<string, string> {
  return live.spec.product === 'coinm' ? { pair: pairOf(live) } : {}
}
