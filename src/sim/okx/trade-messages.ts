import type { LiveInstrument } from '../live-instrument.ts'
import type { SimLiquidation, SimTrade } from '../sim-trade.ts'
import { push } from './book-messages.ts'
import { instTypeOf } from './okx-state.ts'
import { priceText, sizeText, timeText } from './wire-text.ts'

/** Prints of one taker order at one price, told as one. */
export interface TradeGroup {
  /** The last of them, whose id the group has. */
  readonly last: SimTrade
  /** How many. */
  readonly count: number
  /** Sum of their sizes. */
  readonly size: number
}

/** Groups the prints of one taker order by price, in order. */
export function groupTrades(trades: readonly SimTrade[]): readonly TradeGroup[] {
  const groups: TradeGroup[] = []
  for (const trade of trades) {
    const group = groups.at(-1)
    if (group?.last.price === trade.price) {
      const size = group.size + trade.size
      groups[groups.length - 1] = { last: trade, count: group.count + 1, size }
    } else groups.push({ last: trade, count: 1, size: trade.size })
  }
  return groups
}

/** A group of prints on `trades`, as text. */
export function tradeMessage(live: LiveInstrument, group: TradeGroup, id: number): string {
  const { last, count, size } = group
  const row = { ...tradeRow(live, { ...last, size }), count: String(count), seqId: id }
  return push('trades', live.spec.symbol, [row])
}

/** One print on `trades-all`, as text. */
export function tradeAllMessage(live: LiveInstrument, trade: SimTrade): string {
  return push('trades-all', live.spec.symbol, [tradeRow(live, trade)])
}

/** One print as a row, of a message or of a REST answer. `source` 0: no RPI order. */
export function tradeRow(live: LiveInstrument, trade: SimTrade): Record<string, string> {
  const { spec } = live
  return {
    instId: spec.symbol,
    tradeId: String(trade.id),
    px: priceText(spec, trade.price),
    sz: sizeText(spec, trade.size),
    side: trade.takerSide,
    ts: timeText(trade.timeUs),
    source: '0',
  }
}

/** A forced order, as text. Its price is called bankruptcy price. */
export function liquidationMessage(live: LiveInstrument, forced: SimLiquidation): string {
  const { spec } = live
  const instType = instTypeOf(live)
  const family = spec.symbol.split('-').slice(0, 2).join('-')
  const detail = {
    side: forced.side,
    posSide: forced.side === 'buy' ? 'short' : 'long',
    bkPx: priceText(spec, forced.price),
    sz: sizeText(spec, forced.size),
    bkLoss: '0',
    ccy: '',
    ts: timeText(forced.timeUs),
  }
  const row = {
    instType,
    instId: spec.symbol,
    instFamily: family,
    uly: `${spec.base}-${spec.quote}`,
    details: [detail],
  }
  return JSON.stringify({ arg: { channel: 'liquidation-orders', instType }, data: [row] })
}
