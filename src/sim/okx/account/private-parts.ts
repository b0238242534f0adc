import type { SimAccounts } from '../../account/sim-accounts.ts'
import type { TradingDesk } from '../../account/trading-desk.ts'
import type { OkxLimits } from '../limits.ts'
import type { OkxState } from '../okx-state.ts'
import type { PrivateFeeds } from './private-feeds.ts'

/** What the private part of the venue is made of. */
export interface PrivateParts {
  /** What the hosts share. */
  readonly state: OkxState
  /** The venue's limits. */
  readonly limits: OkxLimits
  /** Who trades. */
  readonly accounts: SimAccounts
  /** What every request about orders goes through. */
  readonly desk: TradingDesk
  /** What the accounts' sockets are told. */
  readonly feeds: PrivateFeeds
}
