import { scaledText } from '../../core/index.ts'
import { dayStats } from '../day-stats.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { HyperliquidState } from './hyperliquid-state.ts'
import { markText, priceText, sizeText, timeMs, valueText, wireText } from './wire-text.ts'

/** What is told of an instrument beside its book, all as text; `null` where its book is empty. */
export type Context = Readonly<Record<string, string | null | readonly string[]>>

/** The statistics of an instrument now. */
export function contextOf(state: HyperliquidState, live: LiveInstrument): Context {
  return live.perpetual === undefined ? spotContext(state, live) : perpetualContext(state, live)
}

/** The middle of the best prices, exact; `null` where a side is empty. */
export function midText(state: HyperliquidState, live: LiveInstrument): string | null {
  const { bids, asks } = live.book(1)
  const [bid, ask] = [bids[0], asks[0]]
  if (bid === undefined || ask === undefined || state.isDelisted(live.spec.symbol)) return null
  return wireText(scaledText((bid[0] + ask[0]) * 5, live.spec.priceScale + 1))
}

function perpetualContext(state: HyperliquidState, live: LiveInstrument): Context {
  const { perpetual } = live
  if (perpetual === undefined) return {}
  const midPx = midText(state, live)
  const premium = Number(perpetual.markPrice - perpetual.indexPrice)
  const share = Math.round((premium / Number(perpetual.indexPrice)) * 1e8)
  return {
    funding: markText(perpetual.fundingRate),
    openInterest: sizeText(live.spec, perpetual.openInterest),
    ...dayOf(state, live),
    premium: midPx === null ? null : markText(share),
    oraclePx: markText(perpetual.indexPrice),
    markPx: markText(perpetual.markPrice),
    midPx,
    impactPxs: midPx === null ? null : impactPrices(live),
  }
}

function spotContext(state: HyperliquidState, live: LiveInstrument): Context {
  const { spec } = live
  return {
    ...dayOf(state, live),
    markPx: priceText(spec, live.trades.at(-1)?.price ?? spec.start),
    midPx: midText(state, live),
    circulatingSupply: '597683272.12003005',
    coin: spec.symbol,
    totalSupply: '597683276.64275002',
  }
}

function dayOf(state: HyperliquidState, live: LiveInstrument): Context {
  const { spec } = live
  const stats = dayStats(live, timeMs(state.clock.nowUs()))
  return {
    prevDayPx: priceText(spec, stats.open),
    dayNtlVlm: valueText(spec, stats.value),
    dayBaseVlm: sizeText(spec, stats.volume),
  }
}

/** What an order of some size would pay: here the third level's price. */
function impactPrices(live: LiveInstrument): readonly string[] {
  const { bids, asks } = live.book(3)
  return [bids, asks].map((side) => priceText(live.spec, side.at(-1)?.[0] ?? live.spec.start))
}
