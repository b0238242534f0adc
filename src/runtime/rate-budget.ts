import { LaneBudget, type RateBudgetOptions } from './lane-budget.ts'
import { windowOfLimit } from './window-of-limit.ts'

export type { RateBudgetOptions } from './lane-budget.ts'

/**
 * Spends a venue's rate limits: never more than a limit's `count` of weight in any of its windows, but for what the venue takes
 * beyond it.
 *
 * A lane is served only while no lane before it waits, so a waiting cancel is overtaken by nothing. The budget is spent
 * when a take is granted, whether or not a request follows.
 */
export class RateBudget extends LaneBudget {
  /**
   * Starts with nothing spent.
   *
   * @throws ConfigError `INVALID_OPTIONS` when a limit is not positive, or a share not in [0, 1).
   */
  constructor(options: RateBudgetOptions) {
    super(options, windowOfLimit)
  }
}
