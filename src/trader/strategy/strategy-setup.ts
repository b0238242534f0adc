import type { StrategyId } from '../../core/index.ts'
import type { ExactNumber } from './decision.ts'
import type { MarketInput } from './strategy-event.ts'
import type { StrategyLeg } from './strategy-world.ts'

/** How a strategy is set up; JSON data, so that it stands on the tape. */
export interface StrategySetup {
  /** Its name; orders, fills and alerts are attributed to it. */
  readonly strategy: StrategyId
  /** Which of the host's definitions it is made by. */
  readonly kind: string
  /** What it trades, and with which accounts; each instrument once. */
  readonly legs: readonly StrategyLeg[]
  /** The market events that it is told of its instruments. Its own orders, fills and timers it is always told. */
  readonly events: readonly MarketInput['type'][]
  /** Its parameters, for the definition's schema. */
  readonly params?: unknown
  /** How much a signal without an amount is for, in base or contracts; absent: such a signal is refused. */
  readonly signalAmount?: ExactNumber
}

/**
 * Whether a strategy runs.
 *
 * - `running`: it is told everything
 * - `paused`: it is told of its orders and fills, and of what it asks only cancels pass; timers wait
 * - `stopped`: it is told nothing; somebody stopped it, or nobody has started it
 * - `faulted`: it is told nothing; it broke the contract, and its memory is not trusted any more
 */
export type StrategyState = 'running' | 'paused' | 'stopped' | 'faulted'

/** How a strategy is doing. */
export interface StrategyStatus {
  /** Its setup, with the parameters now in force. */
  readonly setup: StrategySetup
  /** Whether it runs. */
  readonly state: StrategyState
  /** Why it does not, in words. */
  readonly why?: string
}
