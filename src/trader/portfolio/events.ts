import type { AccountId, Asset, Decimal, Fill, Instrument, StrategyId } from '../../core/index.ts'
import type { TradedInstrument } from './traded-instrument.ts'

/** A fill, and whose it is. */
export interface FillEvent {
  /** Tells it from other events. */
  readonly type: 'fill'
  /** The fill. */
  readonly fill: Fill
  /** Whose order it was, by the client order id; absent where the order is not ours: it goes to the account's own line. */
  readonly strategy?: StrategyId
  /** In hedge mode, which of the two positions it changes; absent in net mode and on spot. */
  readonly positionSide?: 'long' | 'short'
}

/** A funding payment. */
export interface FundingEvent {
  /** Tells it from other events. */
  readonly type: 'funding'
  /** Whose account. */
  readonly account: AccountId
  /** Of what. */
  readonly asset: Asset
  /** How much; above 0 where it was received. */
  readonly amount: Decimal
  /** When, epoch µs. */
  readonly timeUs: number
  /** For which position: it is split by what strategies hold of it. Absent: it is the account's own. */
  readonly instrument?: Instrument | TradedInstrument
  /** Whose it is, where that is known: then nothing is split. */
  readonly strategy?: StrategyId
  /** The venue's id of the payment: one that came twice counts once. Without it every event counts. */
  readonly paymentId?: string
}

/** A deposit, a withdrawal, or one side of a transfer between accounts; also what an account begins with. No profit, no loss. */
export interface TransferEvent {
  /** Tells it from other events. */
  readonly type: 'transfer'
  /** Whose account. */
  readonly account: AccountId
  /** Of what. */
  readonly asset: Asset
  /** How much; above 0 where it came in. */
  readonly amount: Decimal
  /** When, epoch µs. */
  readonly timeUs: number
  /** The venue's id of it: one that came twice counts once. Without it every event counts. */
  readonly transferId?: string
}

/** What open orders lock of an asset, as told from outside; replaces what was told before. */
export interface LockEvent {
  /** Tells it from other events. */
  readonly type: 'lock'
  /** Whose account. */
  readonly account: AccountId
  /** Of what. */
  readonly asset: Asset
  /** How much is locked, in all. */
  readonly amount: Decimal
  /** When, epoch µs. */
  readonly timeUs: number
}

/** The price of an asset in the reporting asset. */
export interface AssetMarkEvent {
  /** Tells it from other events. */
  readonly type: 'assetMark'
  /** Of what. */
  readonly asset: Asset
  /** The price: above 0, of 24 digits at most. */
  readonly price: Decimal
  /** When it was so, epoch µs. */
  readonly timeUs: number
}

/** The price at which positions of an instrument are valued, in its quote. */
export interface InstrumentMarkEvent {
  /** Tells it from other events. */
  readonly type: 'instrumentMark'
  /** Of what. */
  readonly instrument: Instrument | TradedInstrument
  /** The price: above 0, of 24 digits at most. */
  readonly price: Decimal
  /** When it was so, epoch µs. */
  readonly timeUs: number
}

/** Corrects a balance to what the venue has. It counts as profit or loss: what is explained is a {@link TransferEvent}. */
export interface BalanceAdjustEvent {
  /** Tells it from other events. */
  readonly type: 'balanceAdjust'
  /** Whose account. */
  readonly account: AccountId
  /** Of what. */
  readonly asset: Asset
  /** How much to add. */
  readonly amount: Decimal
  /** Why, in words; kept. */
  readonly reason: string
  /** When, epoch µs. */
  readonly timeUs: number
}

/**
 * Corrects a position to what the venue has, as a fill without a fee would: what it closes is realised at the price given, and
 * on spot base and quote move.
 */
export interface PositionAdjustEvent {
  /** Tells it from other events. */
  readonly type: 'positionAdjust'
  /** Whose account. */
  readonly account: AccountId
  /** Of what. */
  readonly instrument: Instrument | TradedInstrument
  /** In hedge mode, which of the two positions. */
  readonly positionSide?: 'long' | 'short'
  /** How much to add; below 0 towards short. */
  readonly quantity: Decimal
  /** At which price. */
  readonly price: Decimal
  /** Why, in words; kept. */
  readonly reason: string
  /** When, epoch µs. */
  readonly timeUs: number
}

/** A correction that somebody decided on. */
export type AdjustEvent = BalanceAdjustEvent | PositionAdjustEvent

/** Everything that changes a portfolio. */
export type PortfolioEvent =
  | FillEvent
  | FundingEvent
  | TransferEvent
  | {
      /** What an account held before us is booked: what differs from the venue's word from here on is a difference. */
      readonly type: 'opened'
      /** Whose account. */
      readonly account: AccountId
      /** When, epoch µs. */
      readonly timeUs: number
    }
  | LockEvent
  | AssetMarkEvent
  | InstrumentMarkEvent
  | AdjustEvent

/**
 * What became of an event. `applied`: it counts. `completed`: a fill that was known now has its fee. `duplicate`: it was known
 * already. `contradicted`: an event of that id was different, and that one stands. `beyondMemory`: so old that nobody can tell
 * whether it was known, and it does not count: reconcile. `outdated`: a later mark or lock is known.
 */
export type PortfolioOutcome =
  | 'applied'
  | 'completed'
  | 'duplicate'
  | 'contradicted'
  | 'beyondMemory'
  | 'outdated'
