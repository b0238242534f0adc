import type { LiveInstrument } from '../live-instrument.ts'
import type { SimLiquidation, SimTrade } from '../sim-trade.ts'
import {
  packed,
  priceOf,
  sizeOf,
  timeOf,
  tradeIdText,
  volumesOf,
  WireNumber,
  type WireValue,
} from './wire-text.ts'

/** Prints of one taker order; spot writes the newest first, futures the oldest. Sizes are of one side here. */
export function tradeMessage(
  topic: string,
  live: LiveInstrument,
  trades: readonly SimTrade[],
  nowUs: number,
): Uint8Array {
  return packed({ ch: topic, ts: timeOf(nowUs), tick: tradeGroup(live, trades, 'tradeId') })
}

/** A group as the body of a message, or as an item of a REST answer, which spells spot's id `trade-id`. */
export function tradeGroup(
  live: LiveInstrument,
  trades: readonly SimTrade[],
  idKey: 'tradeId' | 'trade-id',
): WireValue {
  const rows = trades.map((trade) => tradeRow(live, trade, idKey))
  const last = trades.at(-1)
  return {
    id: live.updateId,
    ts: timeOf(last?.timeUs ?? 0),
    data: live.spec.kind === 'spot' ? rows.toReversed() : rows,
  }
}

function tradeRow(live: LiveInstrument, trade: SimTrade, idKey: string): WireValue {
  const { spec } = live
  const ts = timeOf(trade.timeUs)
  const price = priceOf(spec, trade.price)
  const direction = trade.takerSide
  if (spec.kind === 'spot') {
    // Longer than any integer of a client: written with an exponent, its last digits gone.
    const digits = String(trade.id)
    const id = new WireNumber(`${digits[0]}.${digits.slice(1)}E26`)
    return { id, ts, [idKey]: trade.id, amount: sizeOf(spec, trade.size), price, direction }
  }
  const { amount: quantity, vol, turnover } = volumesOf(spec, BigInt(trade.size), trade.value)
  return {
    amount: vol,
    quantity,
    ...(turnover === undefined ? {} : { trade_turnover: turnover }),
    ts,
    id: new WireNumber(tradeIdText(spec, trade.id)),
    price,
    direction,
  }
}

/** A forced order; its price is called bankruptcy price. */
export function liquidationRow(live: LiveInstrument, forced: SimLiquidation): WireValue {
  const { spec } = live
  const value = spec.valueOf(forced.price, forced.size)
  const { amount, vol, turnover } = volumesOf(spec, BigInt(forced.size), value)
  return {
    symbol: spec.base,
    contract_code: spec.symbol,
    direction: forced.side,
    offset: 'close',
    volume: vol,
    price: priceOf(spec, forced.price),
    created_at: timeOf(forced.timeUs),
    amount,
    ...(turnover === undefined ? {} : { trade_turnover: turnover }),
  }
}
