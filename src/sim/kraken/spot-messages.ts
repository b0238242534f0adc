import { dayStats } from '../day-stats.ts'
import { fixedText } from '../fixed-text.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { SimTrade } from '../sim-trade.ts'
import type { Bar } from './bars.ts'
import {
  averageText,
  nanoTimeText,
  percentText,
  priceText,
  sizeText,
  timeText,
} from './wire-text.ts'

/** Prints of one command, or the last ones for a client that joins. */
export function tradeMessage(
  live: LiveInstrument,
  trades: readonly SimTrade[],
  type: 'snapshot' | 'update',
): string {
  const { spec } = live
  const rows = trades.map((trade) => {
    const terms = `"price":${priceText(spec, trade.price)},"qty":${sizeText(spec, trade.size)}`
    const tail = `"ord_type":"market","trade_id":${trade.id},"timestamp":"${timeText(trade.timeUs)}"`
    return `{"symbol":"${spec.symbol}","side":"${trade.takerSide}",${terms},${tail}}`
  })
  return `{"channel":"trade","type":"${type}","data":[${rows.join(',')}]}`
}

/** The statistics of 24 hours with the best prices; a side that is empty has price and size 0. */
export function tickerMessage(
  live: LiveInstrument,
  type: 'snapshot' | 'update',
  nowUs: number,
): string {
  const { spec } = live
  const { open, high, low, last, volume, value } = dayStats(live, Math.floor(nowUs / 1000))
  const bid = live.engine.best('bid') ?? NOTHING
  const ask = live.engine.best('ask') ?? NOTHING
  const fields = [
    `"symbol":"${spec.symbol}"`,
    `"bid":${priceText(spec, bid.price)}`,
    `"bid_qty":${sizeText(spec, bid.size)}`,
    `"ask":${priceText(spec, ask.price)}`,
    `"ask_qty":${sizeText(spec, ask.size)}`,
    `"last":${priceText(spec, last)}`,
    `"volume":${sizeText(spec, volume)}`,
    `"vwap":${averageText(spec, volume, value)}`,
    `"low":${priceText(spec, low)}`,
    `"high":${priceText(spec, high)}`,
    `"change":${fixedText(last - open, spec.priceScale, spec.tickDigits)}`,
    `"change_pct":${percentText(open, last)}`,
    `"timestamp":"${timeText(nowUs)}"`,
  ]
  return `{"channel":"ticker","type":"${type}","data":[{${fields.join(',')}}]}`
}

const NOTHING = { price: 0, size: 0 } as const

/** Bars; nothing says that one is final. */
export function barMessage(
  live: LiveInstrument,
  minutes: number,
  bars: readonly Bar[],
  type: 'snapshot' | 'update',
  nowUs: number,
): string {
  const { spec } = live
  const rows = bars.map((bar) => {
    const prices = `"open":${priceText(spec, bar.open)},"high":${priceText(spec, bar.high)},"low":${priceText(spec, bar.low)},"close":${priceText(spec, bar.close)}`
    const sums = `"trades":${bar.count},"volume":${sizeText(spec, bar.volume)},"vwap":${averageText(spec, bar.volume, bar.value)}`
    const span = `"interval_begin":"${nanoTimeText(bar.openTimeUs)}","interval":${minutes},"timestamp":"${timeText(bar.endTimeUs)}"`
    return `{"symbol":"${spec.symbol}",${prices},${sums},${span}}`
  })
  const head = `"channel":"ohlc","type":"${type}","timestamp":"${nanoTimeText(nowUs)}"`
  return `{${head},"data":[${rows.join(',')}]}`
}

/** The system's status; its connection id does not fit 2^53. */
export function statusMessage(system: string, connectionId: string): string {
  const row = `{"version":"2.0.10","system":"${system}","api_version":"v2","connection_id":${connectionId}}`
  return `{"channel":"status","type":"update","data":[${row}]}`
}

/** Assets and pairs. Numbers as JavaScript writes them, `1e-8` among them. */
export function instrumentMessage(
  listed: readonly (readonly [live: LiveInstrument, status: string])[],
  type: 'snapshot' | 'update',
): string {
  const ids = [...new Set(listed.flatMap(([{ spec }]) => [spec.base, spec.quote]))]
  const assets = ids.map((id) => ({
    id,
    status: 'enabled',
    precision: 10,
    precision_display: 5,
    borrowable: true,
    collateral_value: 1,
  }))
  const pairs = listed.map(([{ spec }, status]) => ({
    symbol: spec.symbol,
    base: spec.base,
    quote: spec.quote,
    status,
    qty_precision: spec.sizeScale,
    qty_increment: Number(spec.lotSize),
    qty_min: Number(spec.lotSize),
    price_precision: spec.tickDigits,
    price_increment: Number(spec.tickSize),
    cost_precision: 5,
    cost_min: spec.minNotional,
    marginable: false,
    has_index: true,
  }))
  const data = { assets: type === 'snapshot' ? assets : [], pairs }
  return JSON.stringify({ channel: 'instrument', type, data })
}
