import { dayStats } from '../day-stats.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { PerpetualState } from '../perpetual-state.ts'
import type { SimTrade } from '../sim-trade.ts'
import type { CoinexState } from './coinex-state.ts'
import { markText, priceText, sizeText, timeMs, valueText } from './wire-text.ts'

const DAY_S = 86_400
const FUNDING_EVERY_MS = 8 * 3_600_000

/** The day's statistics; of a contract its open interest, prices and funding too. */
export function stateRow(state: CoinexState, live: LiveInstrument): Record<string, unknown> {
  const row = tickerRow(state, live)
  const contract = live.perpetual
  return contract === undefined ? row : { ...row, ...contractFields(live, contract) }
}

/** The day's statistics alone, as REST tells them of spot. */
export function tickerRow(state: CoinexState, live: LiveInstrument): Record<string, unknown> {
  const { spec } = live
  const stats = dayStats(live, state.nowMs)
  const bought = live
    .candles('1m')
    .all()
    .reduce((sum, bar) => sum + bar.buyVolume, 0n)
  const sold = stats.volume > bought ? stats.volume - bought : 0n
  const last = priceText(spec, stats.last)
  return {
    market: spec.symbol,
    last,
    open: priceText(spec, stats.open),
    close: last,
    high: priceText(spec, stats.high),
    low: priceText(spec, stats.low),
    volume: sizeText(spec, stats.volume),
    volume_sell: sizeText(spec, sold),
    volume_buy: sizeText(spec, bought),
    value: valueText(spec, stats.value),
    period: DAY_S,
  }
}

function contractFields(live: LiveInstrument, contract: PerpetualState): Record<string, unknown> {
  return {
    open_interest_size: sizeText(live.spec, contract.openInterest),
    insurance_fund_size: '24497980.15',
    mark_price: markText(contract.markPrice),
    index_price: markText(contract.indexPrice),
    ...fundingFields(contract),
  }
}

/** Of the interval that runs, and a guess at the one after it. */
function fundingFields(contract: PerpetualState): Record<string, unknown> {
  const next = contract.nextFundingTimeMs
  return {
    latest_funding_rate: markText(contract.fundingRate),
    next_funding_rate: markText(contract.fundingRate),
    latest_funding_time: contract.fundings.at(-1)?.timeMs ?? next - FUNDING_EVERY_MS,
    next_funding_time: next,
  }
}

/** Funding of a contract as REST tells it. */
export function fundingRow(live: LiveInstrument, contract: PerpetualState): unknown {
  return {
    market: live.spec.symbol,
    mark_price: markText(contract.markPrice),
    ...fundingFields(contract),
    max_funding_rate: '0.00075',
    min_funding_rate: '-0.00075',
  }
}

/** Index price; on futures the mark price too. `undefined` where a market has no index. */
export function indexData(
  state: CoinexState,
  live: LiveInstrument,
): Record<string, unknown> | undefined {
  const contract = state.indexOf(live)
  if (contract === undefined) return undefined
  const market = live.spec.symbol
  const index = markText(contract.indexPrice)
  return live.perpetual === undefined
    ? { market, index_price: index }
    : { market, index_price: index, mark_price: markText(contract.markPrice) }
}

/** The best bid and ask; `0` where a side is empty. */
export function bboData(live: LiveInstrument): unknown {
  const { spec, engine } = live
  const [bid, ask] = [engine.best('bid'), engine.best('ask')]
  return {
    market: spec.symbol,
    updated_at: timeMs(live.updatedUs),
    best_bid_price: bid === undefined ? '0' : priceText(spec, bid.price),
    best_bid_size: bid === undefined ? '0' : sizeText(spec, bid.size),
    best_ask_price: ask === undefined ? '0' : priceText(spec, ask.price),
    best_ask_size: ask === undefined ? '0' : sizeText(spec, ask.size),
  }
}

/** Prints as rows, the newest first. */
export function dealRows(
  { spec }: LiveInstrument,
  trades: readonly SimTrade[],
): readonly unknown[] {
  return trades.toReversed().map((trade) => ({
    deal_id: trade.id,
    created_at: timeMs(trade.timeUs),
    side: trade.takerSide,
    price: priceText(spec, trade.price),
    amount: sizeText(spec, trade.size),
  }))
}
