import type { ClientOrderId, Decimal, OrderBook, RouteLeg } from '../../core/index.ts'
import type { TradingState } from '../risk/index.ts'

/** What a venue takes of a trade's value; below 0 it pays. */
export interface TradingFees {
  /** Of an order that rested, as a part of 1. */
  readonly maker: Decimal
  /** Of an order that took, as a part of 1. */
  readonly taker: Decimal
}

/** The most that one order may be for, and who says so. */
export type RouteCap =
  | {
      /** The limit's or the balance's name. */
      readonly name: string
      /** How much, in base. */
      readonly quantity: Decimal
    }
  | {
      /** The limit's or the balance's name. */
      readonly name: string
      /** How much it may be worth in quote, at the order's price. */
      readonly notional: Decimal
      /** An order at a lower price counts with this one. */
      readonly leastPrice?: Decimal
      /** Whether the fee has to be paid of it, too. */
      readonly isWithFee?: boolean
    }

/** How a leg does. */
export interface RouteHealth {
  /** Whether its account is connected, and what happened there is known. */
  readonly isReady: boolean
  /** What may be done there now. */
  readonly tradingState: TradingState
  /** Orders of the account whose fate is unknown. */
  readonly unknownOrders: number
  /** Orders of the account that the venue lately refused, or did not answer. */
  readonly recentErrors: number
  /** Why an order of this route was refused there, not long ago. */
  readonly refusal?: string
  /** The order of this route that is on its way to take there: the book may still show what it takes. */
  readonly workingOrder?: ClientOrderId
  /** How old its book is, ms. */
  readonly bookAgeMs: number
  /** How old it may be, ms; `false`: any age. */
  readonly maxBookAgeMs: number | false
}

/** A leg as the router sees it at the time of a plan. */
export interface RouteCandidate {
  /** Where, and with which account; the instrument as listed now. */
  readonly leg: RouteLeg
  /** Its book; only a live one counts. */
  readonly book: OrderBook | undefined
  /** What trades cost; `undefined` where nobody told. */
  readonly fees: TradingFees | undefined
  /** What limits and balances leave. */
  readonly caps: readonly RouteCap[]
  /** How it does. */
  readonly health: RouteHealth
}

/** How much trouble a leg may have before it is passed over. */
export interface HealthLimits {
  /** Most orders of unknown fate at the account. */
  readonly maxUnknownOrders: number
  /** Most orders that were lately refused or not answered. */
  readonly maxRecentErrors: number
}
