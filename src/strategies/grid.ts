import { z } from 'zod'
import { mid } from '../book/index.ts'
import type { Decimal, Fill } from '../core/index.ts'
import type {
  OwnFillEvent,
  OwnOrderEvent,
  Strategy,
  StrategyDefinition,
  StrategyIntent,
  StrategyView,
} from '../trader/index.ts'
import { cellsMemory, drawCells, type GridCell, writeCells } from './grid-cells.ts'
import { type GridParams, gridParams } from './grid-params.ts'
import { legsOf } from './legs-of.ts'
import { limitOrder } from './limit-order.ts'
import { cancelsOf, leavesOf, OwnQuotes, rests } from './own-quotes.ts'
import { RefusalPause } from './refusal-pause.ts'

const memorySchema = z.object({ lines: z.string(), untilUs: z.number(), cells: cellsMemory })

/**
 * Buys below and sells a level higher, again and again, between two prices.
 *
 * Each cell of the grid has one order at most: it is placed once the book is live and it would rest there. What a cell has bought
 * it sells at its upper price, partial fills included. Orders that belong to no cell are cancelled.
 */
class Grid implements Strategy<GridParams> {
  readonly #params: GridParams
  readonly #pause = new RefusalPause()
  #cells: readonly GridCell[] = []

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
      untilUs: this.#pause.untilUs,
      cells: writeCells(this.#cells),
    }
  }

  restore(memory: unknown): void {
    const { lines, untilUs, cells } = memorySchema.parse(memory)
    // Cells know what they hold; other lines would forget it.
    if (lines !== linesOf(this.#params))
      throw new RangeError(
        `expected the memory of a grid ${linesOf(this.#params)}, was of ${lines}`,
      )
    this.#pause.untilUs = untilUs
    this.#cells = cells
  }

  /** Counts a fill in the cell whose order it was; a cell that has it all turns round. */
  #count({ side, quantity }: Fill, price: Decimal | undefined): void {
    const cell = this.#cells.find((one) => one.side === side && price?.eq(priceOf(one)) === true)
    if (cell === undefined) return
    cell.filled = cell.filled.plus(quantity)
    if (cell.filled.lt(this.#params.amount)) return
    cell.side = side === 'buy' ? 'sell' : 'buy'
    cell.filled = cell.filled.minus(this.#params.amount)
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
    if (this.#cells.length === 0) this.#cells = drawCells(this.#params, listing, middle)
    const orders = view.orders(instrument)
    const own = new OwnQuotes(orders)
    const strays = orders.filter(
      ({ terms }) =>
        !this.#cells.some((cell) => cell.side === terms.side && terms.price?.eq(priceOf(cell))),
    )
    const intents = cancelsOf(strays.filter((order) => leavesOf(order).gt(0)))
    for (const cell of this.#cells) {
      const { side, filled } = cell
      const price = priceOf(cell)
      if (own.has(side, price) || own.crosses(side, price) || !rests(book, side, price)) continue
      const quantity = this.#params.amount.minus(filled)
      const reason = `${side} of the cell at ${cell.buyPrice.toFixed()}`
      const intent = limitOrder(leg, listing, { side, price, quantity, as: 'rest', reason })
      if (intent === undefined) continue
      own.add(side, price)
      intents.push(intent)
    }
    return intents
  }
}

function priceOf({ side, buyPrice, sellPrice }: GridCell): Decimal {
  return side === 'buy' ? buyPrice : sellPrice
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
