import type { AccountFacts, HttpRequest } from '../../core/index.ts'

/** Below it a budget is not scarce: a venue that answers so often need not be spared. */
const LEAST_MS = 1_000

/**
 * For how long a question's share of its service's budget has to last if the budget is spent evenly, in ms; 0 where that is
 * less than a second.
 */
export function listPaceMs({ rest }: AccountFacts, { service, weight }: HttpRequest): number {
  const budget = rest.find(({ id }) => id === service)?.budget
  const paceMs = budget === undefined ? 0 : (weight * budget.perMs) / budget.count
  return paceMs < LEAST_MS ? 0 : paceMs
}
