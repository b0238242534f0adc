import type { StrategySetup, StrategyState } from '../strategy-setup.ts'
import type { StrategyWorld } from '../strategy-world.ts'
import type { ThreadStrategy } from './thread-strategy.ts'

/** A strategy of a host that runs in a thread. */
export interface SeatInThread {
  /** What sits in its place. Another one, where it was made anew or replaced. */
  readonly strategy: ThreadStrategy
  /** Its setup, with the parameters in force. */
  readonly setup: StrategySetup
  /** How often it was started. */
  readonly run: number
  /** Whether it runs. */
  readonly state: StrategyState
  /** Times of its timers by name, epoch µs. */
  readonly timers: ReadonlyMap<string, number>
  /** Most intents of one call. */
  readonly maxIntents: number
  /** The state that it decides on. */
  readonly world: StrategyWorld
}
