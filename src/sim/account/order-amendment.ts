import type { AccountBook } from './account-book.ts'
import { checkFunds, checkLimits, checkPostOnly, checkReducing } from './order-checks.ts'
import { isRefusal, readPrice, readSize } from './order-terms.ts'
import type { Refusal } from './refusal.ts'
import type { SimOrder } from './sim-order.ts'
import type { TradingFloor } from './trading-floor.ts'

/** Other terms for an order; what is absent stays. Decimal text as the client wrote it. */
export interface AmendTerms {
  /** The limit. */
  readonly price?: string
  /** The whole quantity, what was filled included. */
  readonly quantity?: string
  /** The trigger price, while it waits for it. */
  readonly triggerPrice?: string
}

/**
 * Gives an order other terms, or refuses and leaves it as it is.
 *
 * Less of it at the same price keeps its place in the queue; anything else goes to the end of it, and may trade.
 */
export function amendOrder(
  floor: TradingFloor,
  book: AccountBook,
  before: SimOrder,
  terms: AmendTerms,
): Refusal | undefined {
  const read = readAmendment(floor, before, terms)
  if (isRefusal(read)) return read
  const refusal = before.status === 'open' ? checkEntry(floor, book, read, before) : undefined
  if (refusal !== undefined) return refusal
  const keepsPlace = read.price === before.price && read.quantity < before.quantity
  if (!keepsPlace) floor.withdraw(before)
  else floor.reduce(before, read.quantity - before.filledQuantity)
  const order = book.put(
    Object.freeze({ ...read, updatedUs: floor.nowUs(), amendments: before.amendments + 1 }),
  )
  floor.touch(book)
  book.note({ kind: 'amended', order, before, by: 'user' })
  if (order.status === 'open' && !keepsPlace) floor.enter(book, order)
  else book.noteBalances(order.instrument)
  return undefined
}

function readAmendment(
  floor: TradingFloor,
  before: SimOrder,
  terms: AmendTerms,
): SimOrder | Refusal {
  const { instrument, orderId } = before
  if (terms.price !== undefined && before.price === undefined) {
    return { kind: 'invalidTerms', field: 'price', found: terms.price }
  }
  if (terms.triggerPrice !== undefined && before.status !== 'untriggered') {
    return { kind: 'invalidTerms', field: 'triggerPrice', found: terms.triggerPrice }
  }
  const price = readPrice(instrument, 'price', terms.price) ?? before.price
  if (isRefusal(price)) return price
  const triggerPrice =
    readPrice(instrument, 'triggerPrice', terms.triggerPrice) ?? before.triggerPrice
  if (isRefusal(triggerPrice)) return triggerPrice
  const quantity =
    terms.quantity === undefined ? before.quantity : readSize(instrument, terms.quantity)
  if (isRefusal(quantity)) return quantity
  if (quantity <= before.filledQuantity) {
    return { kind: 'invalidTerms', field: 'quantity', found: terms.quantity ?? '' }
  }
  const isSame =
    price === before.price && triggerPrice === before.triggerPrice && quantity === before.quantity
  if (isSame) return { kind: 'nothingToAmend', orderId }
  const after = {
    ...before,
    quantity,
    ...(price !== undefined && { price }),
    ...(triggerPrice !== undefined && { triggerPrice }),
  }
  return checkLimits(floor, after) ?? after
}

function checkEntry(
  floor: TradingFloor,
  book: AccountBook,
  after: SimOrder,
  before: SimOrder,
): Refusal | undefined {
  const leaves = { ...after, quantity: after.quantity - after.filledQuantity }
  const most = checkReducing(floor, book, leaves)
  if (isRefusal(most)) return most
  if (most < leaves.quantity) {
    return { kind: 'reduceOnlyRejected', asked: leaves.quantity, reducible: most }
  }
  const unpaid = checkFunds(floor, book, after, before)
  if (unpaid !== undefined) return unpaid
  return after.postOnly && after.price !== before.price ? checkPostOnly(after) : undefined
}
