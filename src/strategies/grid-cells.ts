import { z } from 'zod'
import { Decimal, type Instrument, type Side } from '../core/index.ts'
import { passivePrice } from '../trader/index.ts'
import type { GridParams } from './grid-params.ts'

/** Two neighbouring prices of a grid: it buys at the lower, then sells at the higher, then buys again. */
export interface GridCell {
  /** Where it buys. */
  readonly buyPrice: Decimal
  /** Where it sells. */
  readonly sellPrice: Decimal
  /** What it does next. */
  side: Side
  /** How much of that was filled. */
  filled: Decimal
}

const cellMemory = z.object({
  buyPrice: z.string(),
  sellPrice: z.string(),
  side: z.enum(['buy', 'sell']),
  filled: z.string(),
})

/** Reads what {@link writeCells} wrote. */
export const cellsMemory: z.ZodType<readonly GridCell[]> = z.array(
  cellMemory.transform(({ side, ...told }) => ({
    side,
    buyPrice: new Decimal(told.buyPrice),
    sellPrice: new Decimal(told.sellPrice),
    filled: new Decimal(told.filled),
  })),
)

/** Cells as JSON data. */
export function writeCells(cells: readonly GridCell[]): unknown {
  return cells.map(({ side, buyPrice, sellPrice, filled }) => ({
    side,
    buyPrice: buyPrice.toFixed(),
    sellPrice: sellPrice.toFixed(),
    filled: filled.toFixed(),
  }))
}

/** Draws the cells on the tick. A grid finer than the tick is none, and ends the strategy. */
export function drawCells(params: GridParams, listing: Instrument, mid: Decimal): GridCell[] {
  const prices = drawPrices(params, listing)
  return prices.slice(1).map((sellPrice, place) => {
    const buyPrice = prices[place] ?? sellPrice
    if (!buyPrice.lt(sellPrice))
      throw new RangeError(
        `expected levels a tick apart at least, were two at ${sellPrice.toFixed()}`,
      )
    const isAbove = params.startsWithSells && buyPrice.gte(mid)
    return { buyPrice, sellPrice, side: isAbove ? 'sell' : 'buy', filled: new Decimal(0) }
  })
}

function drawPrices({ lower, upper, levels }: GridParams, listing: Instrument): Decimal[] {
  return Array.from({ length: levels }, (_, place) => {
    const price = lower.plus(
      upper
        .minus(lower)
        .times(place)
        .div(levels - 1),
    )
    // Without a tick, the digits of the venue's wire are the grid.
    return passivePrice(listing, 'buy', price.toDecimalPlaces(listing.priceScale, 'down'))
  })
}
