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

  /** The part of what is to be spent that every limit can hold at once; 1 where that is all of it. */
  shareThatFits(spends: Readonly<Record<string, number>>): number {
    let share = 1
    for (const name in spends) {
      const most = this.#budgets.get(name)?.most ?? Number.POSITIVE_INFINITY
      const weight = spends[name] ?? 0
      if (weight > most) share = Math.min(share, most / weight)
    }
    return share
  }

  /**
   * Spends what a request spends: at once, and returns `undefined`, where it is its turn in every limit; else the promise
   * resolves when the request may be made.
   *
   * @throws TransportError `BUDGET_EXHAUSTED`; ConfigError `ABORTED`; always by the promise. Nothing was sent.
   */
  acquire(
    spends: Readonly<Record<string, number>>,
    lane: BudgetLane,
    signal: AbortSignal,
  ): Promise<void> | undefined {
    let turn: Promise<void> | undefined
    for (const name in spends) {
      const weight = spends[name] ?? 0
      if (weight <= 0) continue
      const take = (): Promise<void> | undefined =>
        this.#budgets.get(name)?.acquire(weight, lane, signal)
      turn = turn === undefined ? take() : turn.then(take)
    }
    return turn
  }

  /** Stops what spends of these limits for a time: the venue said that it was too much. */
  pause(spends: Readonly<Record<string, number>>, forMs: number, cause: CrossbookError): void {
    for (const [name, weight] of Object.entries(spends))
      if (weight > 0) this.#budgets.get(name)?.pause(forMs, cause)
  }
}
