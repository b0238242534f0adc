import { Decimal } from '../../core/index.ts'
import { minus } from '../portfolio/exact.ts'
import {
  type FillModel,
  isBeyond,
  isHitBy,
  type ModelFill,
  type RestingOrder,
} from './fill-model.ts'
import { sumOf } from './liquidity.ts'

/**
 * Fills a resting order once the market is beyond its price: the opposite best passes it, or a print trades through it. At the
 * price itself it never fills: whoever stood there before us is served first, all of them.
 */
export function crossModel(): FillModel {
  return {
    joins: () => undefined,
    ends: () => undefined,
    onBook(orders, { book, liquidity }) {
      return orders.flatMap((order): ModelFill[] => {
        const { clientOrderId, side, price: limit, leaves: quantity } = order
        const parts = liquidity.find(book, { side, quantity, limit, isBeyond: true })
        liquidity.take(side, parts)
        return parts.length === 0 ? [] : [{ clientOrderId, quantity: sumOf(parts) }]
      })
    },
    onPrint(orders, print) {
      let left = print.quantity
      return orders.flatMap((order): ModelFill[] => {
        if (!isHitBy(order, print) || !isBeyond(order, print.price)) return []
        const fill = partOf(order, left)
        left = minus(left, fill.quantity)
        return fill.quantity.isZero() ? [] : [fill]
      })
    },
  }
}

function partOf({ clientOrderId, leaves }: RestingOrder, left: Decimal): ModelFill {
  return { clientOrderId, quantity: Decimal.min(leaves, left) }
}
