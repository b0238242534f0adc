import { type SubscriptionTask, type TaskSet, taskKey } from './subscription-task.ts'

/** A subscription that somebody wants, with everybody who does. */
export interface DesiredSubscription {
  /** What is the same for two equal tasks. */
  readonly key: string
  /** The task. */
  readonly task: SubscriptionTask
  /** The sources that want it, each once, in the order they came. Its reference count is their number. */
  readonly consumers: readonly string[]
}

/** How one subscription stands: asked for, in force, or refused by the venue. */
export type SubscriptionStatus = 'requested' | 'confirmed' | 'refused'

/** What was asked for so far: key → task and status. */
export type SubscriptionLedger = ReadonlyMap<
  string,
  { readonly task: SubscriptionTask; readonly status: SubscriptionStatus }
>

/** What is to change for the ledger to become what is desired. */
export interface SubscriptionPlan {
  /** To be subscribed, in the order they are desired. */
  readonly subscribe: readonly SubscriptionTask[]
  /** To be unsubscribed, in the order they were subscribed. */
  readonly unsubscribe: readonly SubscriptionTask[]
}

/** A ledger after a plan, with what of the plan is really to be sent. */
export interface AppliedPlan {
  /** The ledger now. */
  readonly ledger: SubscriptionLedger
  /** The part of the plan that changed it: nothing, where the plan was applied before. */
  readonly send: SubscriptionPlan
}

/** Unites what several sources want; equal tasks become one, with a consumer for each source. */
export function mergeTasks(sets: readonly TaskSet[]): ReadonlyMap<string, DesiredSubscription> {
  const merged = new Map<string, { key: string; task: SubscriptionTask; consumers: string[] }>()
  for (const { source, tasks } of sets) {
    for (const task of tasks) {
      const key = taskKey(task)
      const known = merged.get(key)
      if (known === undefined) merged.set(key, { key, task, consumers: [source] })
      else if (!known.consumers.includes(source)) known.consumers.push(source)
    }
  }
  return merged
}

/** What has to be sent for the ledger to become what is desired. A subscription that was refused is not asked for again. */
export function planSubscriptions(
  desired: ReadonlyMap<string, DesiredSubscription>,
  ledger: SubscriptionLedger,
): SubscriptionPlan {
  const subscribe: SubscriptionTask[] = []
  const unsubscribe: SubscriptionTask[] = []
  for (const [key, { task }] of desired) if (!ledger.has(key)) subscribe.push(task)
  for (const [key, { task }] of ledger) if (!desired.has(key)) unsubscribe.push(task)
  return { subscribe, unsubscribe }
}

/** Enters a plan into a ledger. Applying it twice sends nothing the second time. */
export function applyPlan(ledger: SubscriptionLedger, plan: SubscriptionPlan): AppliedPlan {
  const next = new Map(ledger)
  const unsubscribe = plan.unsubscribe.filter((task) => {
    const known = next.get(taskKey(task))
    next.delete(taskKey(task))
    // What was refused is not subscribed: forgetting it is enough.
    return known !== undefined && known.status !== 'refused'
  })
  const subscribe = plan.subscribe.filter((task) => {
    if (next.has(taskKey(task))) return false
    next.set(taskKey(task), { task, status: 'requested' })
    return true
  })
  return { ledger: next, send: { subscribe, unsubscribe } }
}
