import type { DepthChoice, StrategyId } from '../../core/index.ts'
import type { ExactNumber } from './decision.ts'
import type { StrategyEvent } from './strategy-event.ts'
import type { StrategyLeg } from './strategy-world.ts'

/** Events that a strategy may ask for: of the markets of its legs, and of its own orders, fills and routes. */
export type StrategyEventKind = Exclude<StrategyEvent['type'], 'timer' | 'start'>

/** How a strategy is set up; JSON data, so that it stands on the tape. */
export interface StrategySetup {
  /** Its name; orders, fills and alerts are attributed to it. */
  readonly strategy: StrategyId
  /** Which of the host's definitions it is made by. */
  readonly kind: string
  /** What it trades, and with which accounts; each instrument once. */
  readonly legs: readonly StrategyLeg[]
  /**
   * How deep their books are to be kept. Of an instrument that several strategies trade, as deep as the deepest of them wants:
   * venues tell deep books less often. @defaultValue `'full'`
   */
  readonly depth?: DepthChoice
  /** What `evaluate` is told beside its start and its timers. Hooks are told of orders and fills in any case. */
  readonly events: readonly StrategyEventKind[]
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
  /** Who added it; absent where that was before traders kept it. */
  readonly addedBy?: string
}
