import type { Decimal } from './decimal.ts'
import type { Asset, Side } from './ids.ts'
import type { Instrument } from './instrument.ts'
import type {
  AmendRejected,
  OrderAcknowledged,
  OrderAmended,
  OrderCancelled,
  OrderExpired,
  OrderFill,
  OrderRejected,
} from './order-events.ts'
import type { AccountId, ClientOrderId, VenueOrderId } from './orders.ts'

/**
 * What a venue tells of an order by itself. That a change was refused, it tells so where its answer to the request says no more
 * than that it has it.
 */
export type ToldOrderEvent =
  | OrderAcknowledged
  | OrderRejected
  | OrderFill
  | OrderAmended
  | AmendRejected
  | OrderCancelled
  | OrderExpired

/** What an account has of an asset; absolute, not a change. */
export interface BalanceTold {
  /** Tells it from other events. */
  readonly type: 'balance'
  /** Whose. */
  readonly account: AccountId
  /** Of what. */
  readonly asset: Asset
  /** All of it, locked included, unrealised profit and loss not. */
  readonly total: Decimal
  /** What open orders hold of it; absent where the venue does not say. */
  readonly locked?: Decimal
  /** When it was learned, epoch µs of our clock. */
  readonly timeUs: number
  /** When it was so by the venue, epoch µs; absent where the venue does not say. */
  readonly venueTimeUs?: number
}

/** A position of futures; absolute, not a change. */
export interface PositionTold {
  /** Tells it from other events. */
  readonly type: 'position'
  /** Whose. */
  readonly account: AccountId
  /** Of what. */
  readonly instrument: Instrument
  /** In hedge mode, which of the two; absent in net mode. */
  readonly positionSide?: 'long' | 'short'
  /** How much, in base or contracts as the instrument's sizes; below 0 where short, in hedge mode too; 0 where flat. */
  readonly quantity: Decimal
  /** Its average entry price; absent where flat or not told. */
  readonly averageEntryPrice?: Decimal
  /** When it was learned, epoch µs of our clock. */
  readonly timeUs: number
  /** When it was so by the venue, epoch µs; absent where the venue does not say. */
  readonly venueTimeUs?: number
}

/** Funding that was paid or received. */
export interface FundingPaid {
  /** Tells it from other events. */
  readonly type: 'fundingPaid'
  /** Whose. */
  readonly account: AccountId
  /** For which position; absent where the venue does not say. */
  readonly instrument?: Instrument
  /** In which asset. */
  readonly asset: Asset
  /** How much; above 0 where it was received. */
  readonly amount: Decimal
  /** The venue's id of the payment; absent where it gives none. */
  readonly paymentId?: string
  /** When it was learned, epoch µs of our clock. */
  readonly timeUs: number
  /** When it was paid, epoch µs. */
  readonly venueTimeUs: number
}

/** A deposit, a withdrawal or a transfer. */
export interface TransferTold {
  /** Tells it from other events. */
  readonly type: 'transfer'
  /** Whose. */
  readonly account: AccountId
  /** Of what. */
  readonly asset: Asset
  /** How much; above 0 where it came in. */
  readonly amount: Decimal
  /** The venue's id of it; absent where it gives none. */
  readonly transferId?: string
  /** When it was learned, epoch µs of our clock. */
  readonly timeUs: number
  /** When it happened, epoch µs. */
  readonly venueTimeUs: number
}

/** Something was lost on the private stream, or cannot be read as a change: the account has to be asked for what is so. */
export interface AccountMissed {
  /** Tells it from other events. */
  readonly type: 'missed'
  /** Whose. */
  readonly account: AccountId
  /** What was found. */
  readonly detail: string
  /** When it was learned, epoch µs of our clock. */
  readonly timeUs: number
}

/** Whatever a private stream tells. */
export type AccountEvent =
  | ToldOrderEvent
  | BalanceTold
  | PositionTold
  | FundingPaid
  | TransferTold
  | AccountMissed

/** An order as a venue lists it when asked. */
export interface VenueOrder {
  /** Our id; absent where the order is somebody else's. */
  readonly clientOrderId?: ClientOrderId
  /** The venue's id; absent where a history has none, as of refused orders. */
  readonly venueOrderId?: VenueOrderId
  /** What is traded. */
  readonly instrument: Instrument
  /** Buy or sell. */
  readonly side: Side
  /** Whether it still works, or how it ended. */
  readonly status: 'open' | 'filled' | 'cancelled' | 'expired' | 'rejected'
  /** The whole quantity in force. */
  readonly quantity: Decimal
  /** What was filled of it. */
  readonly filledQuantity: Decimal
  /** The price in force; absent on orders without one. */
  readonly price?: Decimal
  /** When it last changed by the venue, epoch µs; absent where the venue does not say. */
  readonly venueTimeUs?: number
}
