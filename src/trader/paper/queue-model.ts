import { type ClientOrderId, Decimal, type LiveOrderBook, type Side } from '../../core/index.ts'
import { minus, plus, ZERO } from '../portfolio/exact.ts'
import {
  type FillModel,
  isBeyond,
  isHitBy,
  type MarketMoment,
  type MarketPrint,
  type ModelFill,
  type RestingOrder,
} from './fill-model.ts'
import { sizeAt, sumOf } from './liquidity.ts'

/**
 * Lets an order join behind the size that stands at its price, and fills it when that is gone.
 *
 * What is ahead shrinks by prints at the price, and to what still stands there: a cancel is taken to come from behind as long
 * as it can have. So what is ahead is never less than it was in truth. Where the book does not reach down to the price,
 * nobody knows what is ahead; it counts once it is seen.
 */
export function queueModel(): FillModel {
  return new QueueModel()
}

/** Where an order stands. */
interface Place {
  /** Size ahead of it at most. */
  readonly ahead: Decimal
  /** Size that was ahead and left the book; a print of that time may tell of it yet, and does not count twice. */
  readonly gone: Decimal
  /** When the newest of that left, by the venue, epoch µs. */
  readonly goneTimeUs: number | undefined
}

const FIRST: Place = { ahead: ZERO, gone: ZERO, goneTimeUs: undefined }

class QueueModel implements FillModel {
  /** Orders whose price the book has reached. */
  readonly #places = new Map<ClientOrderId, Place>()

  joins({ clientOrderId, side, price }: RestingOrder, book: LiveOrderBook): void {
    const ahead = standing(book, side, price)
    if (ahead === undefined) this.#places.delete(clientOrderId)
    else this.#places.set(clientOrderId, { ...FIRST, ahead })
  }

  ends(clientOrderId: ClientOrderId): void {
    this.#places.delete(clientOrderId)
  }

  onBook(orders: readonly RestingOrder[], { book, liquidity }: MarketMoment): readonly ModelFill[] {
    return orders.flatMap((order): ModelFill[] => {
      const { clientOrderId, side, price: limit, leaves: quantity } = order
      this.#look(order, book)
      // Whoever offers at our price, or beyond it, would have met us.
      const parts = liquidity.find(book, { side, quantity, limit })
      liquidity.take(side, parts)
      return parts.length === 0 ? [] : [{ clientOrderId, quantity: sumOf(parts) }]
    })
  }

  onPrint(orders: readonly RestingOrder[], print: MarketPrint): readonly ModelFill[] {
    let left = print.quantity
    // What others had of the print, at its price, before the order that is looked at.
    let others = ZERO
    const fills: ModelFill[] = []
    for (const order of orders) {
      const { clientOrderId, leaves, price } = order
      if (!isHitBy(order, print)) continue
      const isThrough = isBeyond(order, print.price)
      const place = isThrough ? FIRST : this.#placeAt(order, print)
      if (place === undefined || !(isThrough || price.eq(print.price))) continue
      const before = plus(place.ahead, place.gone)
      const served = Decimal.min(left, lessOrNone(before, others))
      others = plus(others, served)
      left = minus(left, served)
      const gone = lessOrNone(place.gone, others)
      const ahead = minus(lessOrNone(before, others), gone)
      this.#places.set(clientOrderId, { ...place, ahead, gone })
      const quantity = Decimal.min(left, leaves)
      left = minus(left, quantity)
      if (quantity.gt(0)) fills.push({ clientOrderId, quantity })
    }
    return fills
  }

  /** Its place for a print: what had left the book by then was not this. */
  #placeAt({ clientOrderId }: RestingOrder, print: MarketPrint): Place | undefined {
    const place = this.#places.get(clientOrderId)
    if (place === undefined || isInBook(print, place.goneTimeUs)) return place
    return { ...FIRST, ahead: place.ahead }
  }

  /** What stands at the price now is the most that can be ahead. */
  #look(order: RestingOrder, book: LiveOrderBook): void {
    const { clientOrderId, side, price } = order
    const before = this.#places.get(clientOrderId)
    if (before === undefined) {
      this.joins(order, book)
      return
    }
    const now = standing(book, side, price)
    if (now === undefined || now.gte(before.ahead)) return
    this.#places.set(clientOrderId, {
      ahead: now,
      gone: plus(before.gone, minus(before.ahead, now)),
      goneTimeUs: book.venueTimeUs,
    })
  }
}

/** Whether a book of a time has a print in it already; where one of the times is not told, it may have. */
function isInBook({ venueTimeUs }: MarketPrint, bookTimeUs: number | undefined): boolean {
  return venueTimeUs === undefined || bookTimeUs === undefined || venueTimeUs <= bookTimeUs
}

/** What the book shows at a price; `undefined` where it ends before it. */
function standing(book: LiveOrderBook, side: Side, price: Decimal): Decimal | undefined {
  return sizeAt(side === 'buy' ? book.bids : book.asks, price, side)
}

function lessOrNone(from: Decimal, what: Decimal): Decimal {
  return Decimal.max(minus(from, what), ZERO)
}
