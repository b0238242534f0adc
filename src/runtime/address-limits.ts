import { ConfigError, type RateLimit } from '../core/index.ts'
import type { AddressLimits, CallBudget } from './call-budget.ts'
import { RateBudget, type RateBudgetOptions } from './rate-budget.ts'

/** Budgets of at least this much keep a tenth for urgent calls; of smaller ones a tenth is less than a call. */
const SHARED_FROM = 100
const URGENT_SHARE = 0.1

/** The part of a limit that only urgent calls may use. */
export function urgentShareOf({ count }: RateLimit): number {
  return count >= SHARED_FROM ? URGENT_SHARE : 0
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
  const urgentShare = urgentShareOf(limit)
  return new RateBudget({ ports, limits: [limit], maxWaiting: Infinity, urgentShare })
}

function isSame(a: RateLimit, b: RateLimit): boolean {
  return (
    a.count === b.count &&
    a.perMs === b.perMs &&
    (a.isClockAligned ?? false) === (b.isClockAligned ?? false)
  )
}

function textOf({ count, perMs }: RateLimit): string {
  return `${count} in ${perMs} ms`
}
