import type { RateLimit } from '../core/index.ts'

/** Who is served first: `urgent` (cancels) before `normal` before `background`. Within a lane, first come first served. */
export type BudgetLane = 'urgent' | 'normal' | 'background'

/** How a turn in a {@link CallBudget} is taken. */
export interface TakeOptions {
  /** Whom it is for. @defaultValue `'normal'` */
  readonly lane?: BudgetLane
  /** Gives up waiting when aborted. */
  readonly signal?: AbortSignal
}

/** What calls may cost, in windows of time; spent by one client, or by several together. */
export interface CallBudget {
  /** Spends `weight` now, if it fits and nobody waits who comes first. Returns whether it did. */
  tryTake(weight: number, lane?: BudgetLane): boolean
  /**
   * Waits for its turn, then spends `weight`.
   *
   * @throws TransportError `BUDGET_EXHAUSTED`; ConfigError `ABORTED`, `CLOSED`
   */
  take(weight: number, options?: TakeOptions): Promise<void>
  /** Takes over what the venue says was used in a window, where that is more than was counted here. */
  observeUsed(used: number, perMs?: number): void
  /** Grants nothing, in no lane, for `ms` ms from now: the venue said so. A longer ban stays. */
  banForMs(ms: number): void
  /** How long nothing will be granted because of a ban, in ms; 0 when there is none. */
  bannedForMs(): number
}

/**
 * The limits that venues count by the address that calls come from.
 *
 * Whoever shares the ports shares the address: market data and accounts of one process spend from the same budgets, and a
 * venue that tells one of them to stop has told all. Another process, or another machine behind the same address, is not seen.
 */
export interface AddressLimits {
  /**
   * The budget of a limit by its name, which says venue, installation and which of its limits; the same one for everybody.
   *
   * @throws ConfigError `INVALID_OPTIONS` where the name is known with other numbers
   */
  budget(name: string, limit: RateLimit): CallBudget
}
