import { type AccountId, Decimal, type Instrument, type OrderTerms } from '../../core/index.ts'
import { HoldingPlace } from './holding-place.ts'
import type { PricedValue, Reach } from './holding-reach.ts'

/** What live orders of one side may still trade, and what fills of ended ones are missing. */
export interface SideTotals {
  /** How many orders. */
  readonly orders: number
  /** The most they may still fill. */
  readonly quantity: Decimal
  /** The part of it that may only reduce. */
  readonly reduceOnlyQuantity: Decimal
}

const ZERO = new Decimal(0)
let made = 0
const NO_ORDERS: SideTotals = Object.freeze({ orders: 0, quantity: ZERO, reduceOnlyQuantity: ZERO })

/**
 * What an account has, and may come to have, of one instrument. Quantities in base or contracts, as the instrument's sizes.
 * Never changed: a change is another one.
 */
export class Holding {
  /** No other one of this process has it. @internal */
  readonly serial: number
  /** Whose it is and of what. @internal */
  readonly place: HoldingPlace
  /** Signed net position: above 0 is long. */
  readonly position: Decimal
  /** Live orders that buy. */
  readonly buys: SideTotals
  /** Live orders that sell. */
  readonly sells: SideTotals
  /** What it was worth last, and at which price: what was worked out once holds as long as the price does. @internal */
  priced: PricedValue | undefined
  #reach: Reach | undefined

  private constructor(place: HoldingPlace, position: Decimal, buys: SideTotals, sells: SideTotals) {
    made += 1
    this.serial = made
    this.place = place
    this.position = position
    this.buys = buys
    this.sells = sells
  }

  /** Without position and orders. */
  static empty(account: AccountId, instrument: Instrument): Holding {
    return new Holding(new HoldingPlace(account, instrument), ZERO, NO_ORDERS, NO_ORDERS)
  }

  /** Whose. */
  get account(): AccountId {
    return this.place.account
  }

  /** Of what. */
  get instrument(): Instrument {
    return this.place.instrument
  }

  /** Whether there is neither position nor order, and no fill is missing. */
  get isEmpty(): boolean {
    return this.position.isZero() && hasNothing(this.buys) && hasNothing(this.sells)
  }

  /** How far its position may go. */
  get reach(): Reach {
    this.#reach ??= reachOf(this)
    return this.#reach
  }

  /** The same with another position. */
  withPosition(position: Decimal): Holding {
    return new Holding(this.place, position, this.buys, this.sells)
  }

  /** The same with `quantity` more to fill on the side of an order, in `orders` more orders. */
  withOrder(terms: OrderTerms, quantity: Decimal, orders: number): Holding {
    const { place, position, buys, sells } = this
    if (terms.side === 'buy')
      return new Holding(place, position, more(buys, terms, quantity, orders), sells)
    return new Holding(place, position, buys, more(sells, terms, quantity, orders))
  }
}

function hasNothing({ orders, quantity }: SideTotals): boolean {
  return orders === 0 && quantity.isZero()
}

function more(
  totals: SideTotals,
  { reduceOnly }: OrderTerms,
  quantity: Decimal,
  orders: number,
): SideTotals {
  const reducing = totals.reduceOnlyQuantity
  return {
    orders: totals.orders + orders,
    quantity: totals.quantity.plus(quantity),
    reduceOnlyQuantity: reduceOnly ? reducing.plus(quantity) : reducing,
  }
}

function reachOf({ position, buys, sells }: Holding): Reach {
  const long = position.plus(buys.quantity)
  const short = position.minus(sells.quantity)
  const [up, down] = [long.abs(), short.abs()]
  const worst = up.gt(down) ? up : down
  return { long, short, worst, worstNumber: worst.toNumber() }
}
