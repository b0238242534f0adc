import { z } from 'zod'
import type { Instrument, LiveOrderBook, Side } from '../core/index.ts'
import {
  type OwnOrder,
  type OwnOrderEvent,
  passivePrice,
  passiveQuantity,
  type Strategy,
  type StrategyDefinition,
  type StrategyIntent,
  type StrategyLeg,
  type StrategyView,
} from '../trader/index.ts'
import { affordable } from './affordable.ts'
import { legsOf } from './legs-of.ts'
import { limitOrder } from './limit-order.ts'
import { type MarketMakingParams, marketMakingParams } from './market-making-params.ts'
import { cancelsOf, leavesOf, OwnQuotes, rests } from './own-quotes.ts'
import { type Quote, type Quotes, quotesOf } from './quotes.ts'
import { pauseMemory, RefusalPause } from './refusal-pause.ts'

const SIDES = ['buy', 'sell'] as const satisfies readonly Side[]
const memorySchema = z.object(pauseMemory)

/**
 * Rests a bid and an ask around a fair price, leaning against its own position and towards the heavier side of the book.
 *
 * One order a side: a quote is moved by cancelling it, and placing the next once it has ended. So what is held and what may
 * still be filled are never beyond `maxPosition`. On spot it rests no more than there is enough for, with `feeBps` on top.
 * Without a live book, or while trading is stopped, it cancels both.
 */
class MarketMaking implements Strategy<MarketMakingParams> {
  #params: MarketMakingParams
  readonly #pause = new RefusalPause()

  constructor(params: MarketMakingParams) {
    this.#params = params
  }

  configure(params: MarketMakingParams): void {
    this.#params = params
  }

  evaluate(view: StrategyView): readonly StrategyIntent[] {
    const [leg] = legsOf(view, 1)
    const { instrument } = leg
    const book = view.book(instrument)
    const orders = view.orders(instrument)
    if (book?.state !== 'live' || !view.isTradable(instrument)) return cancelsOf(orders)
    const quotes = quotesOf(this.#params, book, view.position(instrument).quantity)
    if (quotes === undefined) return cancelsOf(orders)
    const own = new OwnQuotes(orders)
    const { feeBps } = this.#params
    return SIDES.flatMap((side) => {
      const [first, ...others] = own.of(side)
      const surplus = cancelsOf(others)
      if (first === undefined)
        return this.#pause.isOn(view.nowUs)
          ? []
          : quote(side, { leg, book, own, quotes, feeBps }, view)
      const isWanted = isInPlace(first, quotes[side], quotes, view.listing(instrument))
      return isWanted ? surplus : [...cancelsOf([first]), ...surplus]
    })
  }

  onOrder(view: StrategyView<OwnOrderEvent>): readonly StrategyIntent[] {
    this.#pause.note(view.event.order, view.nowUs)
    return this.evaluate(view)
  }

  onFill(view: StrategyView): readonly StrategyIntent[] {
    return this.evaluate(view)
  }

  snapshot(): unknown {
    return this.#pause.snapshot()
  }

  restore(memory: unknown): void {
    this.#pause.restore(memorySchema.parse(memory))
  }
}

interface Desk {
  readonly leg: StrategyLeg
  readonly book: LiveOrderBook
  readonly own: OwnQuotes
  readonly quotes: Quotes
  readonly feeBps: number
}

/** Places a quote where there is none. One that would trade at once waits beside the other side's best. */
function quote(
  side: Side,
  { leg, book, own, quotes, feeBps }: Desk,
  view: StrategyView,
): readonly StrategyIntent[] {
  const listing = view.listing(leg.instrument)
  const { price: wanted, quantity: most } = quotes[side]
  const price = passivePrice(listing, side, wanted)
  const quantity = affordable(view, leg, listing, { side, price, quantity: most }, feeBps)
  if (!rests(book, side, price) || own.crosses(side, price)) return []
  const intent = limitOrder(leg, listing, {
    side,
    price,
    quantity,
    as: 'rest',
    reason: `${side} at ${price.toFixed()} holding ${view.position(leg.instrument).quantity.toFixed()}`,
  })
  if (intent === undefined) return []
  own.add(side, price)
  return [intent]
}

/** Whether an order is near enough to its quote, and for no more than it. */
function isInPlace(
  order: OwnOrder,
  { price, quantity }: Quote,
  { tolerance }: Quotes,
  listing: Instrument,
): boolean {
  if (leavesOf(order).gt(passiveQuantity(listing, quantity))) return false
  const { side, price: at } = order.terms
  const distance = at?.minus(passivePrice(listing, side, price)).abs()
  return distance?.lte(tolerance) === true
}

/** Makes a market in one instrument; see {@link MarketMakingParams}. Wants `book` events. */
export const marketMaking: StrategyDefinition<MarketMakingParams> = {
  kind: 'marketMaking',
  params: marketMakingParams,
  create: (params) => new MarketMaking(params),
}
