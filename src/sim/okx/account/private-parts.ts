import type { WallClock } from '../../../runtime/ports.ts'
import type { SimAccounts } from '../../account/sim-accounts.ts'
import type { TradingDesk } from '../../account/trading-desk.ts'
import { WindowBudget } from '../../window-budget.ts'
import type { OkxLimits } from '../limits.ts'
import type { OkxState } from '../okx-state.ts'
import type { PrivateFeeds } from './private-feeds.ts'

/** Takes requests or orders within a limit of the venue; whether they are within it. */
export type SpendOrders = (key: string, limit: number, count: number) => boolean

/** What the private part of the venue is made of. */
export interface PrivateParts {
  /** What the hosts share. */
  readonly state: OkxState
  /** The venue's limits. */
  readonly limits: OkxLimits
  /** Who trades. */
  readonly accounts: SimAccounts
  /** What every request about orders goes through. */
  readonly desk: TradingDesk
  /** What the accounts' sockets are told. */
  readonly feeds: PrivateFeeds
  /** Limits by account and endpoint, which REST and the socket share. */
  readonly spend: SpendOrders
}

const WINDOW_MS = 2000

/** Limits in windows of 2 s. */
export function spending(clock: WallClock): SpendOrders {
  const budgets = new Map<string, WindowBudget>()
  return (key, limit, count) => {
    const budget = budgets.get(key) ?? new WindowBudget(clock, limit, WINDOW_MS)
    budgets.set(key, budget)
    return budget.spend(count)
  }
}
