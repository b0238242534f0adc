import type {
  AccountId,
  Asset,
  ClientOrderId,
  Decimal,
  Instrument,
  OrderBook,
  OrderStatus,
  OrderTerms,
  Pair,
  RouteId,
  RouteStyle,
  Side,
  StrategyId,
  VenueId,
} from '../../core/index.ts'

/** What a strategy sees of an order of its own; an order of the OMS is one. Never mutated: a change is a new object. */
export interface OwnOrder {
  /** Our id. */
  readonly clientOrderId: ClientOrderId
  /** Whose order. */
  readonly strategy: StrategyId
  /** Where it is in its life. */
  readonly status: OrderStatus
  /** The terms in force, as far as the venue has told. */
  readonly terms: OrderTerms
  /** How much of it was filled. */
  readonly filledQuantity: Decimal
  /** Whether its end was asked for. */
  readonly isCancelWanted: boolean
  /** When it was made, epoch µs. */
  readonly placedTimeUs: number
  /** Why, in the strategy's words. */
  readonly reason?: string | undefined
  /** Which route it is a part of. */
  readonly route?: RouteId | undefined
  /** The change that was asked for, and is not settled. */
  readonly amend?: { readonly price: Decimal | undefined; readonly quantity: Decimal } | undefined
  /** Who refused it, and why. */
  readonly refusal?:
    | { readonly by: 'risk' | 'venue'; readonly code: string; readonly text: string }
    | undefined
}

/** What a strategy sees of a route of its own; a route of the router is one. Quantities in base. Never mutated. */
export interface OwnRoute {
  /** Our id. */
  readonly id: RouteId
  /** Whose route. */
  readonly strategy: StrategyId
  /**
   * `working`: what is free is routed; `ending`: nothing new is made, and the ends of its orders are waited for; `filled`,
   * `cancelled`, `expired`, `exhausted` (no rounds left, or too little left for any venue): it has ended
   */
  readonly status: 'working' | 'ending' | 'filled' | 'cancelled' | 'expired' | 'exhausted'
  /** What is traded. */
  readonly pair: Pair
  /** Buy or sell. */
  readonly side: Side
  /** How much is wanted. */
  readonly quantity: Decimal
  /** How much of it was filled. */
  readonly filledQuantity: Decimal
  /** How much orders of it may yet come to fill, those of unknown fate included. */
  readonly reservedQuantity: Decimal
  /** The worst price accepted. */
  readonly price?: Decimal
  /** How it trades. */
  readonly style: RouteStyle
  /** When it ends, epoch µs. */
  readonly expireTimeUs: number
  /** How often orders were made for it. */
  readonly rounds: number
  /** Its orders, oldest first. */
  readonly orders: readonly { readonly clientOrderId: ClientOrderId }[]
  /** What the newest plan said of each leg: a code of `ROUTE_REASONS`, and the numbers compared. */
  readonly verdicts: readonly {
    readonly venue: VenueId
    readonly account: AccountId
    readonly code: string
    readonly found: string
    readonly limit: string
  }[]
  /** When it was made, epoch µs. */
  readonly placedTimeUs: number
  /** Why, in the strategy's words. */
  readonly reason?: string
  /** Why it is to end, or ended, in words. */
  readonly why?: string
}

/** What a strategy sees of a position of its own; a report of the portfolio is one. */
export interface OwnPosition {
  /** How much, in base or contracts; below 0 where short. */
  readonly quantity: Decimal
  /** Average price at which what is held was opened; absent where nothing is held. */
  readonly averageEntryPrice?: Decimal
  /** Profit and loss of what was closed, in the settle asset; without fees and funding. */
  readonly realised: Decimal
  /** Profit and loss of what is held at the newest mark, in the settle asset; absent where there is no mark. */
  readonly unrealised?: Decimal
}

/** What an account has of an asset. */
export interface AccountBalance {
  /** All of it. */
  readonly total: Decimal
  /** What open orders lock. */
  readonly locked: Decimal
  /** Total less locked. */
  readonly free: Decimal
}

/** The newest print of an instrument. */
export interface LastTrade {
  /** Its price. */
  readonly price: Decimal
  /** Its size, in base or contracts. */
  readonly size: Decimal
  /** The aggressor's side. */
  readonly takerSide: Side
  /** When it arrived, epoch µs. */
  readonly localTimeUs: number
}

/** An instrument that a strategy trades, and the account that it trades it with. */
export interface StrategyLeg {
  /** What. */
  readonly instrument: Instrument
  /** With which account. */
  readonly account: AccountId
}

/**
 * The state that strategies decide on; the engine provides it. A read changes nothing, and all reads of one turn see the state
 * after the event of that turn. Instruments are meant by venue, product and symbol.
 */
export interface StrategyWorld {
  /** The instrument as listed now; `undefined` where it is not listed. */
  listing(instrument: Instrument): Instrument | undefined
  /** Its book; `undefined` where nobody keeps one. */
  book(instrument: Instrument): OrderBook | undefined
  /** Its newest print; `undefined` before the first. */
  lastTrade(instrument: Instrument): LastTrade | undefined
  /** Whether new orders may be made there now: listed as trading, nobody stopped it, the account is connected. */
  isTradable(strategy: StrategyId, leg: StrategyLeg): boolean
  /**
   * The orders of a strategy of which something may still come, oldest first: those that have not ended, and those that have, but
   * whose fills are not all here, so that the position does not have them yet.
   */
  orders(strategy: StrategyId): readonly OwnOrder[]
  /** Any order of ours, also one that ended, as long as it is kept. */
  order(clientOrderId: ClientOrderId): OwnOrder | undefined
  /** The routes of a strategy that have not ended, oldest first. */
  routes(strategy: StrategyId): readonly OwnRoute[]
  /** Any route of ours, also one that ended, as long as it is kept. */
  route(id: RouteId): OwnRoute | undefined
  /** What a strategy holds of a leg; `undefined` where it never had any. */
  position(strategy: StrategyId, leg: StrategyLeg): OwnPosition | undefined
  /** What an account has of an asset. */
  balance(account: AccountId, asset: Asset): AccountBalance
}
