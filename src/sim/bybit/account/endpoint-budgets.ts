import type { WallClock } from '../../../runtime/ports.ts'

const WINDOW_US = 1_000_000

/** What is left of a budget. */
export interface BudgetState {
  /** `X-Bapi-Limit` and what follows it. */
  readonly headers: Readonly<Record<string, string>>
  /** How many of those asked for were let through: the first ones. */
  readonly granted: number
}

/** Budgets of an account by endpoint and product: so many in any second. */
export class EndpointBudgets {
  readonly #clock: WallClock
  readonly #spent = new Map<string, number[]>()

  /** Budgets on the venue's clock. */
  constructor(clock: WallClock) {
    this.#clock = clock
  }

  /** Spends up to `count` of a budget of `limit`. */
  spend(name: string, limit: number, count: number): BudgetState {
    const nowUs = this.#clock.nowUs()
    const spent = (this.#spent.get(name) ?? []).filter((timeUs) => timeUs > nowUs - WINDOW_US)
    const granted = Math.max(0, Math.min(count, limit - spent.length))
    for (let i = 0; i < granted; i += 1) spent.push(nowUs)
    this.#spent.set(name, spent)
    const [first = nowUs] = spent
    const resetUs = spent.length < limit ? nowUs : first + WINDOW_US
    const headers = {
      'x-bapi-limit': String(limit),
      'x-bapi-limit-status': String(limit - spent.length),
      'x-bapi-limit-reset-timestamp': String(Math.ceil(resetUs / 1000)),
    }
    return { headers, granted }
  }
}
