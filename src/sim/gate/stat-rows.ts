import { scaledText } from '../../core/index.ts'
import { type DayStats, dayStats } from '../day-stats.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { PerpetualState } from '../perpetual-state.ts'
import {
  contractSizeText,
  markText,
  millis,
  priceText,
  type SizeMode,
  sizeText,
  volumeTexts,
} from './wire-text.ts'

const FUNDING_EVERY_S = 8 * 3600

/** The day's statistics of an instrument, as pushed and as REST answers. */
export function tickerRow(live: LiveInstrument, mode: SizeMode, nowUs: number): unknown {
  const stats = dayStats(live, millis(nowUs))
  return live.perpetual === undefined
    ? spotTicker(live, stats)
    : contractTicker(live, live.perpetual, stats, mode)
}

function spotTicker(live: LiveInstrument, stats: DayStats): unknown {
  const { spec } = live
  return {
    currency_pair: spec.symbol,
    last: priceText(spec, stats.last),
    lowest_ask: bestText(live, 'ask'),
    highest_bid: bestText(live, 'bid'),
    change_percentage: change(stats),
    base_volume: sizeText(spec, stats.volume),
    quote_volume: scaledText(stats.value, spec.valueScale),
    high_24h: priceText(spec, stats.high),
    low_24h: priceText(spec, stats.low),
  }
}

function contractTicker(
  live: LiveInstrument,
  state: PerpetualState,
  stats: DayStats,
  mode: SizeMode,
): unknown {
  const { spec } = live
  const { base, quote } = volumeTexts(spec, stats.volume, stats.value)
  const isInverse = spec.inverseContractSize !== undefined
  return {
    contract: spec.symbol,
    last: priceText(spec, stats.last),
    change_percentage: change(stats),
    total_size: contractSizeText(spec, state.openInterest, mode),
    volume_24h: contractSizeText(spec, stats.volume, mode),
    volume_24h_base: base,
    volume_24h_quote: quote,
    volume_24h_settle: isInverse ? base : quote,
    mark_price: markText(state.markPrice),
    index_price: markText(state.indexPrice),
    quanto_base_rate: '',
    low_24h: priceText(spec, stats.low),
    high_24h: priceText(spec, stats.high),
    lowest_ask: bestText(live, 'ask'),
    highest_bid: bestText(live, 'bid'),
    ...(spec.kind === 'perpetual' ? fundingFields(state) : { settle_price: '0' }),
  }
}

function fundingFields(state: PerpetualState): object {
  const rate = markText(state.fundingRate)
  return {
    funding_rate: rate,
    funding_rate_indicative: rate,
    funding_interval: FUNDING_EVERY_S,
    funding_next_apply: state.nextFundingTimeMs / 1000,
  }
}

function bestText(live: LiveInstrument, side: 'bid' | 'ask'): string {
  const best = live.engine.best(side)
  return best === undefined ? '' : priceText(live.spec, best.price)
}

/** Per cent of the day's open, two digits. */
function change({ open, last }: DayStats): string {
  return (((last - open) / open) * 100).toFixed(2)
}

/** Fundings charged, newest first. */
export function fundingRows(
  state: PerpetualState,
): readonly { readonly t: number; readonly r: string }[] {
  return state.fundings.toReversed().map(({ timeMs, rate }) => ({
    t: timeMs / 1000,
    r: markText(rate),
  }))
}
