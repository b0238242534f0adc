import { ConfigError, type RateLimit } from '../core/index.ts'
import type { AddressLimits, CallBudget } from './call-budget.ts'
import { RateBudget, type RateBudgetOptions } from './rate-budget.ts'

/** Budgets of at least this much keep a tenth for urgent calls; of smaller ones a tenth is little more than a call. */
const SHARED_FROM = 100
const URGENT_SHARE = 0.1

/** What a limit keeps for urgent calls: the part that only they may use, and whether they are taken beyond it. */
export function urgentRoomOf(
  limit: RateLimit,
): Required<Pick<RateLimit, 'urgentShare' | 'takesUrgentBeyond'>> {
  const { count, takesUrgentBeyond = false } = limit
  // Who is taken beyond it needs no part of it.
  const least = takesUrgentBeyond || count < SHARED_FROM ? 0 : URGENT_SHARE
  return { urgentShare: limit.urgentShare ?? least, takesUrgentBeyond }
}

/** The limits of one address, with nothing spent yet. */
export function createAddressLimits(ports: RateBudgetOptions['ports']): AddressLimits {
  const known = new Map<string, { readonly limit: RateLimit; readonly budget: CallBudget }>()
  return Object.freeze({
    budget(name: string, limit: RateLimit): CallBudget {
      const found = known.get(name)
      if (found === undefined) {
        const budget = budgetOf(ports, limit)
        known.set(name, { limit, budget })
        return budget
      }
      if (isSame(found.limit, limit)) return found.budget
      throw new ConfigError(
        'INVALID_OPTIONS',
        `Sharing the limit "${name}" of an address: expected ${textOf(found.limit)} as before, was ${textOf(limit)}; a venue's facts and those of its accounts must agree`,
        { context: { name } },
      )
    },
  })
}

/** How many may wait is a matter of each client. */
function budgetOf(ports: RateBudgetOptions['ports'], limit: RateLimit): RateBudget {
  return new RateBudget({ ports, limits: [limit], maxWaiting: Infinity, ...urgentRoomOf(limit) })
}

function isSame(a: RateLimit, b: RateLimit): boolean {
  return (
    a.count === b.count &&
    a.perMs === b.perMs &&
    (a.isClockAligned ?? false) === (b.isClockAligned ?? false) &&
    (a.isDecaying ?? false) === (b.isDecaying ?? false) &&
    urgentRoomOf(a).urgentShare === urgentRoomOf(b).urgentShare &&
    urgentRoomOf(a).takesUrgentBeyond === urgentRoomOf(b).takesUrgentBeyond
  )
}

function textOf({ count, perMs }: RateLimit): string {
  return `${count} in ${perMs} ms`
}
