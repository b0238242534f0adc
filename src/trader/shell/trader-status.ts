import type { AccountId, VenueError, VenueId } from '../../core/index.ts'
import type { JournalStatus } from '../journal/index.ts'
import type { StrategyStatus } from '../strategy/index.ts'

/** How an account of a trader is doing. */
export interface TraderAccountStatus {
  /** Its name. */
  readonly account: AccountId
  /** Where it is. */
  readonly venue: VenueId
  /** Whether its private stream is open. */
  readonly isConnected: boolean
  /** Whether orders may go there. */
  readonly isReady: boolean
  /** Why the venue does not let the account in; absent where it does, or was not asked yet. */
  readonly refusal?: VenueError
}

/** How a trader is doing. */
export interface TraderStatus {
  /** Its accounts. */
  readonly accounts: readonly TraderAccountStatus[]
  /** Its strategies. */
  readonly strategies: readonly StrategyStatus[]
  /** Orders that may still trade. */
  readonly liveOrders: number
  /** Orders that venues are asked about. */
  readonly unknownOrders: number
  /** Its journal. */
  readonly journal: JournalStatus
}
