import { type DayStats, dayStats } from '../day-stats.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { PerpetualState } from '../perpetual-state.ts'
import {
  interestValueText,
  isoText,
  markText,
  priceText,
  sizeText,
  timeMs,
  turnoverText,
  volumeText,
} from './wire-text.ts'

/** Fields of a ticker by name. */
export type TickerRow = Readonly<Record<string, string>>

/** Hours between two fundings. */
const FUNDING_HOURS = 8

/** A ticker as the stream tells it: spot has no bid and ask, contracts have all there is. */
export function tickerRow(live: LiveInstrument, nowUs: number): TickerRow {
  const stats = dayStats(live, timeMs(nowUs))
  const { perpetual } = live
  return perpetual === undefined
    ? { ...statistics(live, stats), usdIndexPrice: priceText(live.spec, stats.last) }
    : {
        ...statistics(live, stats),
        tickDirection: 'ZeroPlusTick',
        prevPrice1h: priceText(live.spec, stats.open),
        ...contractFields(live, perpetual),
        ...bestFields(live),
        preOpenPrice: '',
        preQty: '',
        curPreListingPhase: '',
      }
}

/** A ticker as REST answers it: spot has bid and ask here. */
export function restTickerRow(live: LiveInstrument, nowUs: number): TickerRow {
  return { ...tickerRow(live, nowUs), ...bestFields(live) }
}

/** The fields of a ticker that differ from what was told last, with the symbol; `undefined` where none does. */
export function changedFields(told: TickerRow, now: TickerRow): TickerRow | undefined {
  const changed = Object.entries(now).filter(([name, value]) => told[name] !== value)
  if (changed.length === 0) return undefined
  return { symbol: now['symbol'] ?? '', ...Object.fromEntries(changed) }
}

function statistics({ spec }: LiveInstrument, stats: DayStats): TickerRow {
  return {
    symbol: spec.symbol,
    lastPrice: priceText(spec, stats.last),
    highPrice24h: priceText(spec, stats.high),
    lowPrice24h: priceText(spec, stats.low),
    prevPrice24h: priceText(spec, stats.open),
    volume24h: volumeText(spec, stats.volume),
    turnover24h: turnoverText(spec, stats.value),
    price24hPcnt: ((stats.last - stats.open) / stats.open).toFixed(6),
  }
}

function bestFields({ spec, engine }: LiveInstrument): TickerRow {
  const bid = engine.best('bid')
  const ask = engine.best('ask')
  return {
    bid1Price: bid === undefined ? '' : priceText(spec, bid.price),
    bid1Size: bid === undefined ? '' : sizeText(spec, bid.size),
    ask1Price: ask === undefined ? '' : priceText(spec, ask.price),
    ask1Size: ask === undefined ? '' : sizeText(spec, ask.size),
  }
}

/** `openInterest` counts both sides of a contract, `singleOpenInterest` one. Dated contracts have no funding. */
function contractFields({ spec }: LiveInstrument, state: PerpetualState): TickerRow {
  const isDated = spec.kind === 'dated'
  return {
    markPrice: markText(state.markPrice),
    indexPrice: markText(state.indexPrice),
    openInterest: sizeText(spec, 2 * state.openInterest),
    openInterestValue: interestValueText(spec, state, 2),
    singleOpenInterest: sizeText(spec, state.openInterest),
    singleOpenInterestValue: interestValueText(spec, state, 1),
    fundingRate: isDated ? '' : markText(state.fundingRate),
    nextFundingTime: isDated ? '' : String(state.nextFundingTimeMs),
    ...(isDated
      ? { deliveryTime: isoText(spec.expiryTimeMs ?? 0) }
      : { fundingIntervalHour: String(FUNDING_HOURS), fundingCap: '0.005' }),
  }
}
