import {
  type AppliedPlan,
  applyPlan,
  type DesiredSubscription,
  mergeTasks,
  planSubscriptions,
  type SubscriptionLedger,
  type SubscriptionPlan,
  type SubscriptionStatus,
} from './plan.ts'
import { type SubscriptionTask, type TaskSet, taskKey } from './subscription-task.ts'

/**
 * Holds what several sources want to be subscribed, and what was asked for so far; says what is missing.
 *
 * It talks to nobody: whoever owns the sockets sends what {@link SubscriptionManager.apply} returns, and reports back.
 *
 * @example
 * ```ts
 * manager.desire({ source: 'config', tasks })
 * const { subscribe, unsubscribe } = manager.apply(manager.plan())
 * ```
 */
export class SubscriptionManager {
  readonly #sets = new Map<string, TaskSet>()
  #ledger: SubscriptionLedger = new Map()

  /** Replaces what one source wants; an empty list wants nothing. */
  desire(set: TaskSet): void {
    this.#sets.set(set.source, set)
  }

  /** A source is gone, and its wishes with it. */
  forget(source: string): void {
    this.#sets.delete(source)
  }

  /** What all sources want together, with who wants it. */
  merge(): ReadonlyMap<string, DesiredSubscription> {
    return mergeTasks([...this.#sets.values()])
  }

  /** How many sources want a task. */
  consumers(task: SubscriptionTask): number {
    return this.merge().get(taskKey(task))?.consumers.length ?? 0
  }

  /** What has to be sent for what was asked for to become what is wanted. Changes nothing. */
  plan(): SubscriptionPlan {
    return planSubscriptions(this.merge(), this.#ledger)
  }

  /** Takes a plan as sent; returns what of it is to be sent. The second time that is nothing. */
  apply(plan: SubscriptionPlan): SubscriptionPlan {
    const applied: AppliedPlan = applyPlan(this.#ledger, plan)
    this.#ledger = applied.ledger
    return applied.send
  }

  /** The venue confirmed a subscription. */
  confirm(task: SubscriptionTask): void {
    this.#mark(task, 'confirmed')
  }

  /** The subscription was refused for good; it is not asked for again unless {@link SubscriptionManager.retry} says so. */
  refuse(task: SubscriptionTask): void {
    this.#mark(task, 'refused')
  }

  /** Forgets refusals: the next plan asks for those subscriptions again. */
  retry(): void {
    this.#ledger = new Map([...this.#ledger].filter(([, { status }]) => status !== 'refused'))
  }

  /** How a subscription stands; `undefined` where it was never asked for. */
  status(task: SubscriptionTask): SubscriptionStatus | undefined {
    return this.#ledger.get(taskKey(task))?.status
  }

  /** What was asked for so far. */
  ledger(): SubscriptionLedger {
    return this.#ledger
  }

  #mark(task: SubscriptionTask, status: SubscriptionStatus): void {
    const key = taskKey(task)
    const known = this.#ledger.get(key)
    // An answer to what is no longer wanted changes nothing.
    if (known !== undefined)
      this.#ledger = new Map(this.#ledger).set(key, { task: known.task, status })
  }
}
