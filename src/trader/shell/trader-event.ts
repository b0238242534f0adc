import type { AccountId } from '../../core/index.ts'
import type { TradingEffect } from '../engine/index.ts'
import type { FeedbackEvent } from '../feedback/index.ts'
import type { ReconcileAlert } from '../recovery/reconciler.ts'
import type { StrategyAlert } from '../strategy/index.ts'

/** An account's stream came, went, or cannot be read. */
export interface AccountStateChanged {
  /** Tells it from other events. */
  readonly type: 'account'
  /** Whose. */
  readonly account: AccountId
  /** `reconciled`: everything that the venue told is known, and orders may be made. */
  readonly state: 'connected' | 'reconciled' | 'lost' | 'fault'
  /** Why, in words; empty where there is nothing to say. */
  readonly detail: string
}

/** The journal takes no more records: nothing is sent from here on. Close the trader, mend the disk, open it again. */
export interface JournalStopped {
  /** Tells it from other events. */
  readonly type: 'journalFailed'
  /** What was found. */
  readonly detail: string
}

/** Whatever a trader tells, as it happens. */
export type TraderEvent =
  | Exclude<TradingEffect, { readonly type: 'record' | 'send' }>
  | StrategyAlert
  | (ReconcileAlert & { readonly account: AccountId })
  | FeedbackEvent
  | AccountStateChanged
  | JournalStopped
