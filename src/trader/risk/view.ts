import type {
  AccountId,
  Asset,
  ClientOrderId,
  Decimal,
  Instrument,
  OrderBook,
  OrderTerms,
  Revision,
  StrategyId,
  VenueId,
} from '../../core/index.ts'
import type { Holding } from './holding.ts'
import type { HoldingList } from './holding-list.ts'

/** What risk knows of an instrument's market at the time of a decision. */
export interface MarketView {
  /** The instrument as listed now: its rules and status decide, not those of the listing that an intent carries. */
  readonly instrument: Instrument
  /** Its book; absent where nobody keeps one. */
  readonly book?: OrderBook | undefined
  /** Price of the last trade. */
  readonly last?: Decimal | undefined
  /** Mark price. */
  readonly mark?: Decimal | undefined
  /**
   * Stamps changes of the instrument, its book and its mark; absent where nobody stamps all of them. Where it is given, the
   * instrument keeps this market, and what was read of it is read again only after a change.
   */
  readonly revision?: Revision | undefined
}

/** What risk knows of an account. */
export interface AccountView {
  /** Where it trades. */
  readonly venue: VenueId
}

/** A change that was sent for a live order, and that the venue has not answered. */
export interface AmendInFlight {
  /** The new price; as before where absent. */
  readonly price?: Decimal
  /** The new whole quantity; as before where absent. */
  readonly quantity?: Decimal
}

/**
 * An order of ours that may still trade: in flight, open, with a change or a cancel in flight, or `unknown`. It stops being
 * one by the venue's evidence only.
 */
export interface LiveOrder {
  /** Our id. */
  readonly clientOrderId: ClientOrderId
  /** Whose idea it was. */
  readonly strategy: StrategyId
  /** What was last known to hold. */
  readonly terms: OrderTerms
  /** How much of it was filled. */
  readonly filledQuantity: Decimal
  /** Changes in flight; any of them may come to hold. */
  readonly amends: readonly AmendInFlight[]
}

/**
 * The state that a decision is made on. The engine provides it: after an approval it counts the order as live before it asks
 * again. Objects handed out are never changed; a change is a new object.
 */
export interface RiskView {
  /** Time of the event that is being processed, epoch µs; never goes back. */
  readonly nowUs: number
  /** The market of an instrument; `undefined` where it is not listed. */
  market(instrument: Instrument): MarketView | undefined
  /** An account; `undefined` where it is not ours. */
  account(account: AccountId): AccountView | undefined
  /** What one unit of an asset is worth in the currency that limits are in; `undefined` where nobody knows. */
  rate(asset: Asset): Decimal | undefined
  /** A live order of ours. */
  order(clientOrderId: ClientOrderId): LiveOrder | undefined
  /** Every live order of ours, oldest first. */
  orders(): Iterable<LiveOrder>
  /** One holding; `undefined` where there is neither position nor order. */
  holding(account: AccountId, instrument: Instrument): Holding | undefined
  /** Every holding, in the order they began. Borrowed: until the next change. */
  holdings(): HoldingList
}
