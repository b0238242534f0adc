import type { CrossbookError } from '../core/index.ts'
import type { BudgetLane, CallBudget } from '../runtime/call-budget.ts'
import { type ServiceBudget, WeightBudget, type WeightBudgetOptions } from './weight-budget.ts'

/** What a {@link SharedBudget} is made of. */
export interface SharedBudgetOptions extends Omit<WeightBudgetOptions, 'shared'> {
  /** What the venue counts by address, shared with all who call from it; absent: the limit is the account's own. */
  readonly address?: CallBudget
}

/**
 * What the calls of a REST service may cost: within the limit of this client, and, where the venue counts by address, within
 * what all who call from it have left.
 */
export class SharedBudget implements ServiceBudget {
  readonly #own: WeightBudget
  readonly #address: WeightBudget | undefined

  /** Nothing was spent by this client yet. */
  constructor({ address, ...options }: SharedBudgetOptions) {
    this.#own = new WeightBudget(options)
    this.#address = address && new WeightBudget({ ...options, shared: address })
  }

  /** See {@link WeightBudget.acquire}; in the address's budget its turn comes after that in its own. */
  acquire(weight: number, lane: BudgetLane, signal: AbortSignal): Promise<void> | undefined {
    const turn = this.#own.acquire(weight, lane, signal)
    if (turn === undefined) return this.#address?.acquire(weight, lane, signal)
    return turn.then(() => this.#address?.acquire(weight, lane, signal))
  }

  /** For how long the venue has told us to stop, in ms from now; 0 when it has not. */
  pausedMs(): number {
    return Math.max(this.#own.pausedMs(), this.#address?.pausedMs() ?? 0)
  }

  /** Stops this client for a time, and where the address is meant, everybody who calls from it. */
  pause(forMs: number, cause: CrossbookError, isOfAddress = true): void {
    this.#own.pause(forMs, cause)
    if (isOfAddress) this.#address?.pause(forMs, cause)
  }

  /** Raises what was spent to what the venue counted. */
  observe(used: number): void {
    const counted = this.#address ?? this.#own
    counted.observe(used)
  }
}
