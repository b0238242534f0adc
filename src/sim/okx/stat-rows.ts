import { dayStats } from '../day-stats.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { PerpetualState } from '../perpetual-state.ts'
import { indexIdOf, instTypeOf, type OkxMaintenance } from './okx-state.ts'
import { interestTexts, markText, priceText, sizeText, timeText, volumeTexts } from './wire-text.ts'

const FUNDING_EVERY_MS = 8 * 3_600_000

/** The day's statistics and the best prices; `""` where a side is empty. */
export function tickerRow(live: LiveInstrument, nowUs: number): Record<string, string> {
  const { spec } = live
  const stats = dayStats(live, Math.floor(nowUs / 1000))
  const { vol, volCcy } = volumeTexts(spec, stats.volume, stats.value)
  const bid = live.engine.best('bid')
  const ask = live.engine.best('ask')
  return {
    instType: instTypeOf(live),
    instId: spec.symbol,
    last: priceText(spec, stats.last),
    lastSz: sizeText(spec, stats.lastSize),
    askPx: ask === undefined ? '' : priceText(spec, ask.price),
    askSz: ask === undefined ? '' : sizeText(spec, ask.size),
    bidPx: bid === undefined ? '' : priceText(spec, bid.price),
    bidSz: bid === undefined ? '' : sizeText(spec, bid.size),
    open24h: priceText(spec, stats.open),
    high24h: priceText(spec, stats.high),
    low24h: priceText(spec, stats.low),
    sodUtc0: priceText(spec, stats.open),
    sodUtc8: priceText(spec, stats.open),
    volCcy24h: volCcy,
    vol24h: vol,
    ts: timeText(nowUs),
  }
}

/** The mark price. */
export function markRow(live: LiveInstrument, state: PerpetualState, nowUs: number): unknown {
  return { ...headOf(live), markPx: markText(state.markPrice), ts: timeText(nowUs) }
}

/** The index that a contract is priced against. */
export function indexRow(live: LiveInstrument, state: PerpetualState, nowUs: number): unknown {
  const idxPx = markText(state.indexPrice)
  const stats = dayStats(live, Math.floor(nowUs / 1000))
  const [open, high, low] = [stats.open, stats.high, stats.low].map((price) =>
    priceText(live.spec, price),
  )
  const days = { high24h: high, low24h: low, open24h: open, sodUtc0: open, sodUtc8: open }
  return { instId: indexIdOf(live), idxPx, ...days, ts: timeText(nowUs) }
}

/** Open interest. */
export function interestRow(live: LiveInstrument, state: PerpetualState, nowUs: number): unknown {
  return { ...headOf(live), ...interestTexts(live.spec, state), ts: timeText(nowUs) }
}

/** The rate to come and the one charged last. */
export function fundingRow(live: LiveInstrument, state: PerpetualState, nowUs: number): unknown {
  const last = state.fundings.at(-1)
  const next = state.nextFundingTimeMs
  return {
    formulaType: 'withRate',
    fundingRate: markText(state.fundingRate),
    fundingTime: String(next),
    impactValue: '20000',
    ...headOf(live),
    interestRate: '0.0001',
    maxFundingRate: '0.00075',
    method: 'current_period',
    minFundingRate: '-0.00075',
    nextFundingRate: '',
    nextFundingTime: String(next + FUNDING_EVERY_MS),
    premium: '0',
    prevFundingTime: String(last?.timeMs ?? next - FUNDING_EVERY_MS),
    settFundingRate: last === undefined ? '' : markText(last.rate),
    settState: 'settled',
    ts: timeText(nowUs),
  }
}

/** Fundings charged, newest first. */
export function fundingHistory(
  live: LiveInstrument,
  state: PerpetualState,
): readonly FundingPast[] {
  return state.fundings.toReversed().map(({ timeMs, rate }) => ({
    formulaType: 'withRate',
    fundingRate: markText(rate),
    fundingTime: String(timeMs),
    ...headOf(live),
    method: 'current_period',
    realizedRate: markText(rate),
  }))
}

/** A funding of the past as a row. */
export type FundingPast = Readonly<Record<'fundingTime' | 'fundingRate' | 'realizedRate', string>>

/** A maintenance as a row. */
export function maintenanceRow(maintenance: OkxMaintenance, nowUs: number): unknown {
  const { title, state, beginMs, endMs } = maintenance
  return {
    title,
    state,
    begin: String(beginMs),
    end: String(endMs),
    preOpenBegin: '',
    href: '',
    serviceType: '0',
    system: 'unified',
    scheDesc: '',
    maintType: '1',
    env: '1',
    ts: timeText(nowUs),
  }
}

function headOf(live: LiveInstrument): { readonly instType: string; readonly instId: string } {
  return { instType: instTypeOf(live), instId: live.spec.symbol }
}
