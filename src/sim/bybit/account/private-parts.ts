import type { SimAccounts } from '../../account/sim-accounts.ts'
import type { TradingDesk } from '../../account/trading-desk.ts'
import type { BybitState } from '../bybit-state.ts'
import type { BybitLimits } from '../limits.ts'
import type { EndpointBudgets } from './endpoint-budgets.ts'
import type { PrivateFeeds } from './private-feeds.ts'

/** What the private part of the venue is made of. */
export interface PrivateParts {
  /** What the hosts share. */
  readonly state: BybitState
  /** The venue's limits. */
  readonly limits: BybitLimits
  /** Who trades. */
  readonly accounts: SimAccounts
  /** What every request about orders goes through. */
  readonly desk: TradingDesk
  /** What the accounts' sockets are told. */
  readonly feeds: PrivateFeeds
  /** Budgets by account, endpoint and product. */
  readonly budgets: EndpointBudgets
}
