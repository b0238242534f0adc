import { z } from 'zod'
import { Decimal, type Fill, type Instrument, type Side } from '../core/index.ts'
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
  /** How much of that was filled; below 0 where more was sold than it had. */
  filled: Decimal
  /** What it holds: what it bought, less a fee in the asset itself, and has not sold. */
  held: Decimal
}

const cellMemory = z.object({
  buyPrice: z.string(),
  sellPrice: z.string(),
  side: z.enum(['buy', 'sell']),
  filled: z.string(),
  // Memories of before fees were counted do not have it.
  held: z.string().optional(),
})

/** Reads what {@link writeCells} wrote, of a grid whose cells are for that amount. */
export function cellsMemory(amount: Decimal): z.ZodType<readonly GridCell[]> {
  return z.array(
    cellMemory.transform(({ side, ...told }) => {
      const filled = new Decimal(told.filled)
      const gross = side === 'buy' ? filled : amount.minus(filled)
      return {
        side,
        buyPrice: new Decimal(told.buyPrice),
        sellPrice: new Decimal(told.sellPrice),
        filled,
        held: told.held === undefined ? gross : new Decimal(told.held),
      }
    }),
  )
}

/** Cells as JSON data. */
export function writeCells(cells: readonly GridCell[]): unknown {
  return cells.map(({ side, buyPrice, sellPrice, filled, held }) => ({
    side,
    buyPrice: buyPrice.toFixed(),
    sellPrice: sellPrice.toFixed(),
    filled: filled.toFixed(),
    held: held.toFixed(),
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
    const filled = new Decimal(0)
    const held = isAbove ? params.amount : filled
    return { buyPrice, sellPrice, side: isAbove ? 'sell' : 'buy', filled, held }
  })
}

/**
 * Counts a fill of a cell's order. What the cell has is what came in: a fee in the asset itself is taken off. A cell that has
 * bought it all sells what it has; what is too little to sell stays with it until the next time.
 */
export function countFill(cell: GridCell, { side, quantity, fee, instrument }: Fill): void {
  const isOwnFee = instrument.market === 'spot' && fee?.asset === instrument.base
  const change = side === 'buy' ? quantity : quantity.negated()
  cell.held = cell.held.plus(change).minus(isOwnFee ? fee.amount : 0)
  // One that comes after the cell has turned changes what it has, and no more.
  if (cell.side === side) cell.filled = cell.filled.plus(quantity)
}

/** What all cells hold. */
export function heldBy(cells: readonly GridCell[]): Decimal {
  return cells.reduce((sum, { held }) => sum.plus(held), new Decimal(0))
}

/**
 * Counts a change of what is held that no fill told of: the grid was stopped meanwhile, or a fee came late. What was bought, the
 * highest cells that buy have; what is gone, the lowest that sell had, then those that buy. What no cell can have is given back.
 */
export function countUnheard(
  cells: readonly GridCell[],
  change: Decimal,
  amount: Decimal,
): Decimal {
  const isBought = change.isPositive()
  const [buys, sells] = (['buy', 'sell'] as const).map((of) =>
    cells.filter(({ side }) => side === of),
  )
  const concerned = isBought ? buys?.toReversed() : [...(sells ?? []), ...(buys ?? [])]
  let left = change.abs()
  for (const cell of concerned ?? []) {
    const most = isBought ? wantedQuantity(cell, amount) : cell.held
    const quantity = Decimal.max(0, Decimal.min(left, most))
    if (quantity.isZero()) continue
    left = left.minus(quantity)
    cell.held = isBought ? cell.held.plus(quantity) : cell.held.minus(quantity)
    if (isBought === (cell.side === 'buy')) cell.filled = cell.filled.plus(quantity)
    if (!wantedQuantity(cell, amount).isPositive()) turnRound(cell)
  }
  return isBought ? left : left.negated()
}

/** What a cell asks for next. */
export function wantedQuantity({ side, filled, held }: GridCell, amount: Decimal): Decimal {
  return side === 'buy' ? amount.minus(filled) : held
}

/** A cell has nothing more to do on its side: it turns round. What it sold and did not have is bought with the rest. */
export function turnRound(cell: GridCell): void {
  cell.side = cell.side === 'buy' ? 'sell' : 'buy'
  cell.filled = Decimal.min(0, cell.held)
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
