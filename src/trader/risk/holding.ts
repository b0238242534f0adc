import {
  type AccountId,
  Decimal,
  type Instrument,
  type InstrumentRules,
  type OrderTerms,
} from '../../core/index.ts'
import type { PricedValue, Reach } from './holding-reach.ts'

/** What live orders of one side may still trade. */
export interface SideTotals {
  /** How many orders. */
  readonly orders: number
  /** The most they may still fill. */
  readonly quantity: Decimal
  /** The part of it that may only reduce. */
  readonly reduceOnlyQuantity: Decimal
}

const ZERO = new Decimal(0)
const NO_ORDERS: SideTotals = Object.freeze({ orders: 0, quantity: ZERO, reduceOnlyQuantity: ZERO })

/**
 * What an account has, and may come to have, of one instrument. Quantities in base or contracts, as the instrument's sizes.
 * Never changed: a change is another one.
 */
export class Holding {
  /** Whose. */
  readonly account: AccountId
  /** Of what. */
  readonly instrument: Instrument
  /** Signed net position: above 0 is long. */
  readonly position: Decimal
  /** Live orders that buy. */
  readonly buys: SideTotals
  /** Live orders that sell. */
  readonly sells: SideTotals
  /** What it was worth last, and at which price: what was worked out once holds as long as the price does. @internal */
  priced: PricedValue | undefined
  /** The rules of its instrument, of the listing that they were read from. @internal */
  ruled: { readonly listing: Instrument; readonly rules: InstrumentRules } | undefined
  #reach: Reach | undefined

  /** Without position and orders, unless told. */
  constructor(
    account: AccountId,
    instrument: Instrument,
    position: Decimal = ZERO,
    buys: SideTotals = NO_ORDERS,
    sells: SideTotals = NO_ORDERS,
  ) {
    this.account = account
    this.instrument = instrument
    this.position = position
    this.buys = buys
    this.sells = sells
  }

  /** Whether there is neither position nor order. */
  get isEmpty(): boolean {
    return this.position.isZero() && this.buys.orders === 0 && this.sells.orders === 0
  }

  /** How far its position may go. */
  get reach(): Reach {
    this.#reach ??= reachOf(this)
    return this.#reach
  }

  /** The same with another position. */
  withPosition(position: Decimal): Holding {
    return new Holding(this.account, this.instrument, position, this.buys, this.sells)
  }

  /** The same with `quantity` more to fill on the side of an order, in `orders` more orders. */
  withOrder(terms: OrderTerms, quantity: Decimal, orders: number): Holding {
    const { account, instrument, position, buys, sells } = this
    if (terms.side === 'buy')
      return new Holding(account, instrument, position, more(buys, terms, quantity, orders), sells)
    return new Holding(account, instrument, position, buys, more(sells, terms, quantity, orders))
  }
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
