import type { AccountId, VenueError } from '../../core/index.ts'
import type { TradingEffect } from '../engine/index.ts'
import type { FeedbackEvent } from '../feedback/index.ts'
import type { MissingMark } from '../portfolio/index.ts'
import type { ReconcileAlert } from '../recovery/index.ts'
import type { StrategyAlert } from '../strategy/index.ts'

/** An account's stream came, went, or cannot be read. */
export interface AccountStateChanged {
  /** Tells it from other events. */
  readonly type: 'account'
  /** Whose. */
  readonly account: AccountId
  /**
   * `reconciled`: everything that the venue told is known, and orders may be made. `refused`: the venue does not let the account
   * in; it is asked again every few minutes.
   */
  readonly state: 'connected' | 'reconciled' | 'lost' | 'refused' | 'fault'
  /** Why, in words; empty where there is nothing to say. */
  readonly detail: string
  /** Of `refused`: the venue's refusal, with its code in `context.venueCode` and what to do in its message. */
  readonly error?: VenueError
}

/** The journal takes no more records: nothing is sent from here on. Close the trader, mend the disk, open it again. */
export interface JournalStopped {
  /** Tells it from other events. */
  readonly type: 'journalFailed'
  /** What was found. */
  readonly detail: string
}

/** A record waits for the disk longer than it may: no orders are made until the journal has caught up. */
export interface JournalSlow {
  /** Tells it from other events. */
  readonly type: 'journalSlow'
  /** What was found. */
  readonly detail: string
}

/** Every record is committed again after {@link JournalSlow}: orders are made. */
export interface JournalCaughtUp {
  /** Tells it from other events. */
  readonly type: 'journalCaughtUp'
}

/** Whatever a trader tells, as it happens. */
export type TraderEvent =
  | Exclude<TradingEffect, { readonly type: 'record' | 'send' }>
  | StrategyAlert
  | (ReconcileAlert & { readonly account: AccountId })
  | FeedbackEvent
  | AccountStateChanged
  | JournalStopped
  | JournalSlow
  | JournalCaughtUp
  | {
      /** Something is held that has no mark: loss limits do not see what is lost in it. Told once of each. */
      readonly type: 'markMissing'
      readonly missing: MissingMark
      /** What it is, and what follows, in words. */
      readonly detail: string
    }
