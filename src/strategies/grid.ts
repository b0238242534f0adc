import { z } from 'zod'
import { mid } from '../book/index.ts'
import { asset, Decimal, type Fill, type Instrument } from '../core/index.ts'
import type {
  OwnFillEvent,
  OwnOrderEvent,
  Strategy,
  StrategyDefinition,
  StrategyIntent,
  StrategyLeg,
  StrategyView,
} from '../trader/index.ts'
import {
  cellsMemory,
  countFill,
  countUnheard,
  drawCells,
  type GridCell,
  heldBy,
  turnRound,
  wantedQuantity,
  writeCells,
} from './grid-cells.ts'
import { type GridParams, gridParams } from './grid-params.ts'
import { legsOf } from './legs-of.ts'
import { limitOrder } from './limit-order.ts'
import { cancelsOf, leavesOf, OwnQuotes, rests } from './own-quotes.ts'
import { pauseMemory, RefusalPause } from './refusal-pause.ts'

const memorySchema = z.object({
  lines: z.string(),
  ...pauseMemory,
  cells: z.unknown(),
  // Older memories do not have it.
  begun: z.string().optional(),
})

/**
 * Buys below and sells a level higher, again and again, between two prices.
 *
 * Each cell of the grid has one order at most: it is placed once the book is live and it would rest there. What a cell has bought
 * it sells at its upper price, partial fills included. Orders that belong to no cell are cancelled. On spot a cell sells what it
 * bought less a fee that was taken of it, and never more than is free.
 *
 * What the cells hold, positions say: what is booked and not told yet is waited for, and what was never told, because the grid
 * was stopped, is counted with the next book.
 */
class Grid implements Strategy<GridParams> {
  readonly #params: GridParams
  readonly #pause = new RefusalPause()
  #cells: readonly GridCell[] = []
  /** What the cells held beyond the position when they were drawn. */
  #begun: Decimal | undefined

  constructor(params: GridParams) {
    this.#params = params
  }

  evaluate(view: StrategyView): readonly StrategyIntent[] {
    return this.#tend(view)
  }

  onFill(view: StrategyView<OwnFillEvent>): readonly StrategyIntent[] {
    const price = view.order(view.event.clientOrderId)?.terms.price
    this.#count(view.event.fill, price)
    return this.#tend(view)
  }

  onOrder(view: StrategyView<OwnOrderEvent>): readonly StrategyIntent[] {
    this.#pause.note(view.event.order, view.nowUs)
    return this.#tend(view)
  }

  snapshot(): unknown {
    return {
      lines: linesOf(this.#params),
      ...this.#pause.snapshot(),
      cells: writeCells(this.#cells),
      ...(this.#begun && { begun: this.#begun.toFixed() }),
    }
  }

  restore(memory: unknown): void {
    const { lines, cells, begun, ...pause } = memorySchema.parse(memory)
    // Cells know what they hold; other lines would forget it.
    if (lines !== linesOf(this.#params))
      throw new RangeError(
        `expected the memory of a grid ${linesOf(this.#params)}, was of ${lines}`,
      )
    this.#pause.restore(pause)
    this.#cells = cellsMemory(this.#params.amount).parse(cells)
    this.#begun = begun === undefined ? undefined : new Decimal(begun)
  }

  /** Counts a fill in the cell whose order it was; a cell that has all it bought, or sold all it had, turns round. */
  #count(fill: Fill, price: Decimal | undefined): void {
    const { side } = fill
    const cell = this.#cells.find((one) => price?.eq(priceOf(one, side)) === true)
    if (cell === undefined) return
    countFill(cell, fill)
    const isDone = !wantedQuantity(cell, this.#params.amount).isPositive()
    if (cell.side === side && isDone) turnRound(cell)
  }

  #tend(view: StrategyView): readonly StrategyIntent[] {
    const [leg] = legsOf(view, 1)
    const { instrument } = leg
    const book = view.book(instrument)
    if (book?.state !== 'live' || !view.isTradable(instrument) || this.#pause.isOn(view.nowUs))
      return []
    const listing = view.listing(instrument)
    const middle = mid(book)
    if (middle === undefined) return []
    const { quantity: position } = view.position(instrument)
    if (this.#cells.length === 0) {
      this.#cells = drawCells(this.#params, listing, middle)
      this.#begun = heldBy(this.#cells).minus(position)
    }
    if (!this.#isUpToDate(position, view.event.type === 'book')) return []
    const orders = view.orders(instrument)
    const own = new OwnQuotes(orders)
    const strays = orders.filter(
      ({ terms }) =>
        !this.#cells.some((cell) => cell.side === terms.side && terms.price?.eq(priceOf(cell))),
    )
    const intents = cancelsOf(strays.filter((order) => leavesOf(order).gt(0)))
    let free = freeOf(view, leg, listing)
    for (const cell of this.#cells) {
      if (own.has(cell.side, priceOf(cell))) continue
      // What is left of its side is too little for an order.
      const isBegun = cell.side === 'sell' || !cell.filled.isZero()
      if (isBegun && this.#order(cell, leg, listing) === undefined) turnRound(cell)
      const { side } = cell
      const price = priceOf(cell)
      if (own.has(side, price) || own.crosses(side, price) || !rests(book, side, price)) continue
      const intent = this.#order(cell, leg, listing, free)
      if (intent === undefined) continue
      if (side === 'sell') free = free?.minus(intent.terms.quantity)
      own.add(side, price)
      intents.push(intent)
    }
    return intents
  }

  /** Whether the cells hold what the position says. All that is booked was told before a book; what was not, never is. */
  #isUpToDate(position: Decimal, isAllTold: boolean): boolean {
    const held = heldBy(this.#cells)
    if (isAllTold) this.#begun ??= held.minus(position)
    if (this.#begun === undefined) return false
    const unheard = position.plus(this.#begun).minus(held)
    if (unheard.isZero()) return true
    if (!isAllTold) return false
    this.#begun = this.#begun.minus(countUnheard(this.#cells, unheard, this.#params.amount))
    return true
  }

  /** A cell's next order; `undefined` where nothing can be placed. */
  #order(
    cell: GridCell,
    leg: StrategyLeg,
    listing: Instrument,
    free?: Decimal,
  ): ReturnType<typeof limitOrder> {
    const { side } = cell
    const wanted = wantedQuantity(cell, this.#params.amount)
    const quantity = side === 'sell' && free?.lt(wanted) === true ? free : wanted
    const reason = `${side} of the cell at ${cell.buyPrice.toFixed()}`
    return limitOrder(leg, listing, { side, price: priceOf(cell), quantity, as: 'rest', reason })
  }
}

/** What may be sold on spot, where nobody lends it: a fee may be told after its fill, or never. */
function freeOf(view: StrategyView, leg: StrategyLeg, listing: Instrument): Decimal | undefined {
  return listing.market === 'spot' ? view.balance(leg, asset(listing.base)).free : undefined
}

function priceOf({ side, buyPrice, sellPrice }: GridCell, of = side): Decimal {
  return of === 'buy' ? buyPrice : sellPrice
}

function linesOf({ lower, upper, levels, amount }: GridParams): string {
  return `from ${lower.toFixed()} to ${upper.toFixed()} in ${levels} levels of ${amount.toFixed()}`
}

/** A grid over one instrument; see {@link GridParams}. Wants `book` events. */
export const grid: StrategyDefinition<GridParams> = {
  kind: 'grid',
  params: gridParams,
  create: (params) => new Grid(params),
}
