import type { CrossbookError, RateLimit } from '../../core/index.ts'
import type { Ports } from '../../runtime/ports.ts'
import type { BudgetLane } from '../../runtime/rate-budget.ts'
import { WeightBudget } from '../../transport/weight-budget.ts'

/** What {@link OrderBudgets} are made of. */
export interface OrderBudgetsParts {
  /** The venue, for messages. */
  readonly venue: string
  /** The limits by name. */
  readonly limits: Readonly<Record<string, RateLimit>>
  /** Clocks and timers. */
  readonly ports: Pick<Ports, 'monotonicClock' | 'wallClock' | 'timers'>
  /** How long a request may wait for its turn, in ms. */
  readonly maxWaitMs: number
}

const MOST_WAITING = 1_000

/** The venue's limits on order requests, beside the weight of REST calls; whoever cancels waits for nobody else. */
export class OrderBudgets {
  readonly #budgets: ReadonlyMap<string, WeightBudget>

  /** Nothing was spent yet. */
  constructor({ venue, limits, ports, maxWaitMs }: OrderBudgetsParts) {
    this.#budgets = new Map(
      Object.entries(limits).map(([name, limit]) => [
        name,
        new WeightBudget({
          name: `${venue} ${name}`,
          limit,
          ports,
          maxWaitMs,
          maxQueued: MOST_WAITING,
        }),
      ]),
    )
  }

  /**
   * Resolves when a request may be made; what it spends is then spent.
   *
   * @throws TransportError `BUDGET_EXHAUSTED`; ConfigError `ABORTED`. Nothing was sent.
   */
  async acquire(
    spends: Readonly<Record<string, number>>,
    lane: BudgetLane,
    signal: AbortSignal,
  ): Promise<void> {
    for (const [name, weight] of Object.entries(spends))
      if (weight > 0) await this.#budgets.get(name)?.acquire(weight, lane, signal)
  }

  /** Stops what spends of these limits for a time: the venue said that it was too much. */
  pause(spends: Readonly<Record<string, number>>, forMs: number, cause: CrossbookError): void {
    for (const [name, weight] of Object.entries(spends))
      if (weight > 0) this.#budgets.get(name)?.pause(forMs, cause)
  }
}
