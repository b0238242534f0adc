import type {
  Asset,
  Borrowed,
  ClientOrderId,
  Instrument,
  OrderBook,
  RouteId,
  StrategyId,
} from '../../core/index.ts'
import type { StrategyEvent } from './strategy-event.ts'
import type {
  AccountBalance,
  LastTrade,
  OwnOrder,
  OwnPosition,
  OwnRoute,
  StrategyLeg,
} from './strategy-world.ts'

/**
 * All that a strategy can see: what happened, and the state after it. There is no other clock than `nowUs`, and no chance, socket
 * or file. Valid during the call that it was given to.
 *
 * @typeParam Event - What happened: any event in `evaluate`, one kind in the hooks.
 */
export interface StrategyView<Event extends StrategyEvent = StrategyEvent> {
  /** The strategy's name. */
  readonly strategy: StrategyId
  /** Time of the event, epoch µs; never goes back. */
  readonly nowUs: number
  /** What happened. */
  readonly event: Borrowed<Event>
  /** What it trades, and with which accounts, in the setup's order. */
  readonly legs: readonly StrategyLeg[]
  /** The instrument as listed now, with the tick and lot in force; as in the setup where it is not listed. */
  listing(instrument: Instrument): Instrument
  /** Its book; prices can be read only once `state` was narrowed to `live`. `undefined` where nobody keeps one. */
  book(instrument: Instrument): OrderBook | undefined
  /** The newest print; `undefined` before the first. */
  lastTrade(instrument: Instrument): LastTrade | undefined
  /** Whether new orders may be made there now. Risk decides again, order by order. */
  isTradable(instrument: Instrument): boolean
  /**
   * The strategy's orders of which something may still come, oldest first; of one instrument where told. One that has ended is
   * among them as long as fills of it are missing: the position does not have them yet.
   */
  orders(instrument?: Instrument): readonly OwnOrder[]
  /** One order of the strategy, also one that ended, as long as it is kept; `undefined` for those of others. */
  order(clientOrderId: ClientOrderId): OwnOrder | undefined
  /** The strategy's routes that have not ended, oldest first. */
  routes(): readonly OwnRoute[]
  /** One route of the strategy, also one that ended, as long as it is kept; `undefined` for those of others. */
  route(id: RouteId): OwnRoute | undefined
  /** What the strategy holds of an instrument; quantity 0 where it never had any. */
  position(instrument: Instrument): OwnPosition
  /** What the account of a leg has of an asset. */
  balance(leg: StrategyLeg, asset: Asset): AccountBalance
}
