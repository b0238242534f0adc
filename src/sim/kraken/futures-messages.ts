import { dayStats } from '../day-stats.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { MARK_SCALE } from '../perpetual-state.ts'
import type { SimInstrument } from '../sim-instrument.ts'
import type { SimTrade } from '../sim-trade.ts'
import type { NumberedChange } from './futures-book.ts'
import type { KrakenState } from './kraken-state.ts'
import { floatText, type SideLevels } from './wire-text.ts'

/** Fraction digits of absolute and relative funding rates. */
export const RATE_SCALE = 18

const HOUR_MS = 3_600_000

/** A price as futures write it. */
export const priceOf = (spec: SimInstrument, price: number): string =>
  floatText(price, spec.priceScale)

/** A size as futures write it. */
export const sizeOf = (spec: SimInstrument, size: number | bigint): string =>
  floatText(size, spec.sizeScale)

/** The whole book at a number. */
export function bookSnapshotMessage(state: KrakenState, live: LiveInstrument): string {
  const { spec } = live
  const { seq } = state.book(live)
  const { bids, asks } = live.book()
  const rows = (levels: SideLevels): string =>
    levels
      .map(([price, size]) => `{"price":${priceOf(spec, price)},"qty":${sizeOf(spec, size)}}`)
      .join(',')
  const head = `"feed":"book_snapshot","product_id":"${spec.symbol}","timestamp":${msOf(live.updatedUs)},"seq":${seq},"tickSize":null`
  return `{${head},"bids":[${rows(bids)}],"asks":[${rows(asks)}]}`
}

/** One changed level. */
export function bookMessage({ spec }: LiveInstrument, change: NumberedChange): string {
  const side = change.side === 'bid' ? 'buy' : 'sell'
  const level = `"price":${priceOf(spec, change.price)},"qty":${sizeOf(spec, change.size)}`
  return `{"feed":"book","product_id":"${spec.symbol}","side":"${side}","seq":${change.seq},${level},"timestamp":${msOf(change.timeUs)}}`
}

/** One print; `liquidation` where its taker was forced. */
export function futuresTrade(live: LiveInstrument, trade: SimTrade, isForced: boolean): string {
  const { spec } = live
  const terms = `"qty":${sizeOf(spec, trade.size)},"price":${priceOf(spec, trade.price)}`
  const kind = isForced ? 'liquidation' : 'fill'
  return `{"feed":"trade","product_id":"${spec.symbol}","uid":"${uidOf(live, trade)}","side":"${trade.takerSide}","type":"${kind}","seq":${trade.id},"time":${msOf(trade.timeUs)},${terms}}`
}

/** The last prints, newest first. */
export function tradeSnapshotMessage(
  state: KrakenState,
  live: LiveInstrument,
  trades: readonly SimTrade[],
): string {
  const rows = trades
    .toReversed()
    .map((trade) => futuresTrade(live, trade, state.isForced(live, trade.id)))
  return `{"feed":"trade_snapshot","product_id":"${live.spec.symbol}","trades":[${rows.join(',')}]}`
}

/** An id in the form of a UUID, the same each time it is asked for. */
export function uidOf({ spec }: LiveInstrument, trade: SimTrade): string {
  let hash = 0x811c9dc5
  for (const letter of spec.symbol) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193)
  const head = (hash >>> 0).toString(16).padStart(8, '0')
  const tail = trade.id.toString(16).padStart(12, '0')
  return `${head}-a774-478c-a50c-${tail}`
}

/** Prices, volume, and on perpetuals the funding of the hour. */
export function futuresTicker(state: KrakenState, live: LiveInstrument): string {
  const { spec } = live
  const nowMs = msOf(state.clock.nowUs())
  const { open, high, low, last, volume, value } = dayStats(live, nowMs)
  const price = (each: number): string => priceOf(spec, each)
  const fields = [
    `"time":${nowMs}`,
    `"product_id":"${spec.symbol}"`,
    ...fundingFields(live, nowMs),
    '"feed":"ticker"',
    ...bestFields(live),
    `"bid_size":${sizeOf(spec, live.engine.best('bid')?.size ?? 0)}`,
    `"ask_size":${sizeOf(spec, live.engine.best('ask')?.size ?? 0)}`,
    `"volume":${sizeOf(spec, volume)}`,
    `"index":${markText(live.perpetual?.indexPrice)}`,
    `"last":${price(last)}`,
    ...tailFields(live),
    `"openInterest":${sizeOf(spec, live.perpetual?.openInterest ?? 0)}`,
    `"markPrice":${markText(live.perpetual?.markPrice)}`,
    '"suspended":false',
    '"post_only":false',
    `"volumeQuote":${floatText(spec.inverseContractSize === undefined ? value : volume, spec.inverseContractSize === undefined ? spec.valueScale : spec.sizeScale)}`,
    `"open":${price(open)}`,
    `"high":${price(high)}`,
    `"low":${price(low)}`,
  ]
  return `{${fields.join(',')}}`
}

/** The short ticker. */
export function futuresTickerLite(state: KrakenState, live: LiveInstrument): string {
  const { volume } = dayStats(live, msOf(state.clock.nowUs()))
  const fields = [
    '"feed":"ticker_lite"',
    `"product_id":"${live.spec.symbol}"`,
    ...bestFields(live),
    `"volume":${sizeOf(live.spec, volume)}`,
    ...tailFields(live),
  ]
  return `{${fields.join(',')}}`
}

function bestFields({ spec, engine }: LiveInstrument): readonly string[] {
  const bid = engine.best('bid')
  const ask = engine.best('ask')
  return [
    ...(bid === undefined ? [] : [`"bid":${priceOf(spec, bid.price)}`]),
    ...(ask === undefined ? [] : [`"ask":${priceOf(spec, ask.price)}`]),
  ]
}

function tailFields({ spec }: LiveInstrument): readonly string[] {
  const isDated = spec.kind === 'dated'
  const code = spec.base === 'BTC' ? 'XBT' : spec.base
  return [
    `"tag":"${isDated ? 'quarter' : 'perpetual'}"`,
    `"pair":"${code}:${spec.quote}"`,
    `"maturityTime":${isDated ? (spec.expiryTimeMs ?? 0) : 0}`,
  ]
}

/** The rate of an hour: an eighth of that of eight hours. Absolute: per contract, in what profit is paid in. */
function fundingFields(live: LiveInstrument, nowMs: number): readonly string[] {
  const { spec, perpetual } = live
  if (perpetual === undefined || spec.kind === 'dated') return []
  const rate = relativeRate(perpetual.fundingRate)
  const amount = absoluteRate(live, rate)
  const next = (Math.floor(nowMs / HOUR_MS) + 1) * HOUR_MS
  return [
    `"funding_rate":${floatText(amount, RATE_SCALE)}`,
    `"funding_rate_prediction":${floatText(amount, RATE_SCALE)}`,
    `"relative_funding_rate":${floatText(rate, RATE_SCALE)}`,
    `"relative_funding_rate_prediction":${floatText(rate, RATE_SCALE)}`,
    `"next_funding_rate_time":${next}`,
  ]
}

/** A rate per hour at {@link RATE_SCALE} of one per eight hours at the mark scale. */
export function relativeRate(rate: number): bigint {
  return (BigInt(rate) * 10n ** BigInt(RATE_SCALE - MARK_SCALE)) / 8n
}

/** The amount that a rate comes to: of a base unit on linear contracts, of one quote unit on inverse ones. */
export function absoluteRate({ spec, perpetual }: LiveInstrument, rate: bigint): bigint {
  const index = perpetual?.indexPrice ?? 0n
  const unit = 10n ** BigInt(MARK_SCALE)
  if (index === 0n) return 0n
  return spec.inverseContractSize === undefined ? (rate * index) / unit : (rate * unit) / index
}

function markText(price: bigint | undefined): string {
  return floatText(price ?? 0n, MARK_SCALE)
}

/** Epoch ms of epoch µs. */
export function msOf(timeUs: number): number {
  return Math.floor(timeUs / 1000)
}
