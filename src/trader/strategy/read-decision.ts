import { Breach } from './breach.ts'
import type { ExactNumber } from './decision.ts'
import type { OwnView } from './own-view.ts'
import { type ReadIntent, readIntent } from './read-intent.ts'
import { signalIntents } from './signal-intents.ts'

/** What a decision may be, beside its words. */
export interface DecisionRules {
  /** Most intents of one call. */
  readonly maxIntents: number
  /** How much a signal without an amount is for. */
  readonly signalAmount: ExactNumber | undefined
}

/**
 * Takes what a strategy returned, whole or not at all. Nothing of it is trusted: a program without types may return anything.
 *
 * @throws Breach, and whatever a value throws that runs code when it is read
 */
export function readDecision(
  decision: unknown,
  view: OwnView,
  rules: DecisionRules,
): readonly ReadIntent[] {
  if (!Array.isArray(decision)) {
    refusePromise(decision)
    return signalIntents(decision, view, rules.signalAmount)
  }
  const { length } = decision
  if (length <= rules.maxIntents) {
    const intents: ReadIntent[] = []
    // By place: an array may have its own way of being walked.
    for (let place = 0; place < length; place += 1) intents.push(readIntent(decision[place], view))
    return intents
  }
  throw new Breach(
    'TOO_MANY_INTENTS',
    `expected at most ${rules.maxIntents} intents of one call, were ${length}`,
  )
}

function refusePromise(decision: unknown): void {
  if (!(decision instanceof Promise)) return
  // What it fails with is told by the alert already; unheard it would end the process.
  decision.catch(() => undefined)
  throw new Breach(
    'INVALID_DECISION',
    'expected a decision, was a promise: decide at once, on the view',
  )
}
