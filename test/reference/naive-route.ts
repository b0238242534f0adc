import { Decimal } from '../../src/core/index.ts'

/** One venue of a request that takes; numbers as text, so that nothing is shared with what is tested. */
export interface NaiveVenue {
  /** What is to be taken, best first: a buyer's asks, a seller's bids. */
  readonly levels: readonly (readonly [price: string, size: string])[]
  readonly fee: string
  readonly lot: string
  readonly minQuantity: string
  readonly minNotional: string
  /** Most of one order. */
  readonly maxQuantity: string
  /** Most that a buyer's order may lock, fee included. */
  readonly funds: string
}

export interface NaiveRequest {
  readonly side: 'buy' | 'sell'
  readonly quantity: string
  readonly price: string | undefined
}

/** What an order of a quantity does to a book. */
interface Walk {
  readonly cost: Decimal
  readonly worstPrice: Decimal
}

/** The best of all splits there are, found by trying every one: most first, then cheapest. */
export function naiveSplit(
  request: NaiveRequest,
  venues: readonly NaiveVenue[],
): { readonly quantity: string; readonly cost: string } {
  let best = { quantity: new Decimal(0), cost: new Decimal(0) }
  const choices = venues.map((venue) => allowed(request, venue))
  const walk = (place: number, quantity: Decimal, cost: Decimal): void => {
    const more = choices[place]
    if (more === undefined) {
      const isMore = quantity.gt(best.quantity)
      if (isMore || (quantity.eq(best.quantity) && cost.lt(best.cost))) best = { quantity, cost }
      return
    }
    for (const choice of more) {
      const sum = quantity.plus(choice.quantity)
      if (sum.lte(request.quantity)) walk(place + 1, sum, cost.plus(choice.cost))
    }
  }
  walk(0, new Decimal(0), new Decimal(0))
  return { quantity: best.quantity.toFixed(), cost: best.cost.abs().toFixed() }
}

/** Every order that a venue takes, and no order. */
function allowed(
  request: NaiveRequest,
  venue: NaiveVenue,
): readonly { readonly quantity: Decimal; readonly cost: Decimal }[] {
  const choices = [{ quantity: new Decimal(0), cost: new Decimal(0) }]
  const lot = new Decimal(venue.lot)
  for (let quantity = lot; quantity.lte(request.quantity); quantity = quantity.plus(lot)) {
    const walked = walkBook(request, venue, quantity)
    if (walked === undefined) break
    const notional = walked.worstPrice.times(quantity)
    const locked = notional.times(new Decimal(1).plus(Decimal.max(0, venue.fee)))
    const isAllowed =
      quantity.gte(venue.minQuantity) &&
      notional.gte(venue.minNotional) &&
      quantity.lte(venue.maxQuantity) &&
      (request.side === 'sell' || locked.lte(venue.funds))
    if (isAllowed) choices.push({ quantity, cost: walked.cost })
  }
  return choices
}

function walkBook(
  { side, price: limit }: NaiveRequest,
  { levels, fee }: NaiveVenue,
  quantity: Decimal,
): Walk | undefined {
  let left = quantity
  let cost = new Decimal(0)
  for (const [priceText, size] of levels) {
    const price = new Decimal(priceText)
    if (limit !== undefined && (side === 'buy' ? price.gt(limit) : price.lt(limit)))
      return undefined
    const part = Decimal.min(left, size)
    const value = price.times(part)
    cost = cost.plus(side === 'buy' ? value.plus(value.times(fee)) : value.times(fee).minus(value))
    left = left.minus(part)
    if (left.isZero()) return { cost, worstPrice: price }
  }
  return undefined
}
