import type { CrossbookError } from '../core/index.ts'
import type { BudgetLane, CallBudget } from '../runtime/call-budget.ts'
import { type ServiceBudget, WeightBudget, type WeightBudgetOptions } from './weight-budget.ts'

/** What a {@link SharedBudget} is made of. */
export interface SharedBudgetOptions extends Omit<WeightBudgetOptions, 'shared'> {
  /** What the venue counts by address, shared with all who call from it; absent: the limit is the account's own. */
  readonly address?: CallBudget
  /** Limits nothing, and holds the bans of all services that are shut out together; absent: they are its own. */
  readonly bans?: WeightBudget | undefined
}

/** Who has to stop: the client that was told, everybody who calls from its address, or also for services shut out with it. */
export type StopReach = 'client' | 'address' | 'banGroup'

/**
 * What the calls of a REST service may cost: within the limit of this client, and, where the venue counts by address, within
 * what all who call from it have left; and not while another service is shut out that would be shut out with it.
 */
export class SharedBudget implements ServiceBudget {
  readonly #own: WeightBudget
  readonly #address: WeightBudget | undefined
  readonly #bans: WeightBudget | undefined

  /** Nothing was spent by this client yet. */
  constructor({ address, bans, ...options }: SharedBudgetOptions) {
    this.#own = new WeightBudget(options)
    this.#address = address && new WeightBudget({ ...options, shared: address })
    this.#bans = bans
  }

  /** See {@link WeightBudget.acquire}; in the address's budget its turn comes after that in its own, and a ban is heeded last. */
  acquire(weight: number, lane: BudgetLane, signal: AbortSignal): Promise<void> | undefined {
    const turn = this.#own.acquire(weight, lane, signal)
    if (turn === undefined) return this.#acquireBeside(weight, lane, signal)
    return turn.then(() => this.#acquireBeside(weight, lane, signal))
  }

  /** For how long the venue has told us to stop, in ms from now; 0 when it has not. */
  pausedMs(): number {
    const besideMs = Math.max(this.#address?.pausedMs() ?? 0, this.#bans?.pausedMs() ?? 0)
    return Math.max(this.#own.pausedMs(), besideMs)
  }

  /** Stops this client for a time, and whoever else has to. */
  pause(forMs: number, cause: CrossbookError, reach: StopReach = 'address'): void {
    this.#own.pause(forMs, cause)
    if (reach === 'client') return
    this.#address?.pause(forMs, cause)
    if (reach === 'banGroup') this.#bans?.pause(forMs, cause)
  }

  /** Raises what was spent to what the venue counted. */
  observe(used: number): void {
    const counted = this.#address ?? this.#own
    counted.observe(used)
  }

  #acquireBeside(weight: number, lane: BudgetLane, signal: AbortSignal): Promise<void> | undefined {
    const turn = this.#address?.acquire(weight, lane, signal)
    if (turn === undefined) return this.#bans?.acquire(0, lane, signal)
    return turn.then(() => this.#bans?.acquire(0, lane, signal))
  }
}
