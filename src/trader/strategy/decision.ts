import type {
  AmendIntent,
  CancelAllIntent,
  CancelIntent,
  CancelRouteIntent,
  Decimal,
  Pair,
  PlaceIntent,
  RouteStyle,
  Side,
  StrategyId,
} from '../../core/index.ts'

/** An intent as a strategy gives it: the host writes whose it is. A name that is given must be the strategy's own. */
export type Unattributed<Intent> = Omit<Intent, 'strategy'> & { readonly strategy?: StrategyId }

/** Asks for a timer of that name, in the time of the view; one that is set already is moved. */
export interface TimerIntent {
  /** Tells it from other intents. */
  readonly type: 'timer'
  /** Its name; the strategy's own. */
  readonly name: string
  /** When, epoch µs; one that has passed already is due 1 µs from now. It fires once. Absent: it is taken back. */
  readonly atUs?: number
}

/** Asks for an amount of a pair, at whichever of the strategy's legs it is best to be had. The host writes whose it is. */
export interface RouteWish {
  /** Tells it from other intents. */
  readonly type: 'route'
  /** Whose; a name that is given must be the strategy's own. */
  readonly strategy?: StrategyId
  /** What is traded: the legs are those of the setup with this pair. */
  readonly pair: Pair
  /** Buy or sell. */
  readonly side: Side
  /** How much, in base, whatever the venues' sizes count. */
  readonly quantity: Decimal
  /** The worst price accepted, fee aside; to `rest`, the price it rests at, and needed. */
  readonly price?: Decimal
  /** Whether it takes at once, or rests. @defaultValue `take` */
  readonly style?: RouteStyle
  /** When it ends, epoch µs. @defaultValue a minute from now */
  readonly expireTimeUs?: number
  /** How often orders may be made for it, the first time included. @defaultValue 10 */
  readonly maxRounds?: number
  /** Why; kept with the orders. */
  readonly reason?: string
}

/** What a strategy may ask for. */
export type StrategyIntent =
  | Unattributed<PlaceIntent>
  | Unattributed<AmendIntent>
  | Unattributed<CancelIntent>
  | Unattributed<CancelAllIntent>
  | RouteWish
  | Unattributed<CancelRouteIntent>
  | TimerIntent

/** An exact number as a strategy gives it: crossbook's `Decimal`, or decimal text. A `number` does not compile, and is refused. */
export type ExactNumber = Decimal | string

/**
 * The simple way to decide, for a strategy of one instrument. The host makes intents of it:
 *
 * - `buy`, `sell`: an order for `amount` (the setup's `signalAmount` where absent); a limit order, good till cancelled, at
 *   `price`, or a market order without one
 * - `close`: cancels what would add to the position, and reduces the position to zero: what own working orders already reduce
 *   is not asked for again
 * - `none`: nothing
 *
 * Prices go to the tick and amounts to the lot by the rule of `passiveTerms`. An amount counts base, or contracts, as the
 * instrument's sizes do.
 */
export type Signal =
  | {
      readonly type: 'buy' | 'sell'
      /** The worst price accepted. */
      readonly price?: ExactNumber
      /** How much. */
      readonly amount?: ExactNumber
      /** Why; kept with the order. */
      readonly reason: string
    }
  | {
      readonly type: 'close'
      /** The worst price accepted. */
      readonly price?: ExactNumber
      /** Why; kept with the order. */
      readonly reason: string
    }
  | {
      readonly type: 'none'
      /** Why not. */
      readonly reason?: string
    }

/** What a strategy makes of an event: intents, in the order in which they are to be checked, or one signal. */
export type Decision = readonly StrategyIntent[] | Signal
