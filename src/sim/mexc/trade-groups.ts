import type { SimTrade } from '../sim-trade.ts'

/** Prints of one taker order at one price, told as one. */
export interface TradeGroup {
  /** The first of them. */
  readonly first: SimTrade
  /** The last of them. */
  readonly last: SimTrade
  /** Sum of their sizes. */
  readonly size: number
}

/** Groups prints by taker order and price, in order. */
export function groupTrades(trades: readonly SimTrade[]): readonly TradeGroup[] {
  const groups: TradeGroup[] = []
  for (const trade of trades) {
    const group = groups.at(-1)
    if (group?.last.price === trade.price && group.last.takerOrderId === trade.takerOrderId) {
      const size = group.size + trade.size
      groups[groups.length - 1] = { first: group.first, last: trade, size }
    } else groups.push({ first: trade, last: trade, size: trade.size })
  }
  return groups
}
