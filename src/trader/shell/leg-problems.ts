import type { AccountId, VenueId } from '../../core/index.ts'
import type { StrategySetup } from '../strategy/index.ts'

/** What a trader has for strategies to trade with. */
export interface TradingGround {
  /** Accounts that it has a gateway of. */
  readonly accounts: ReadonlySet<AccountId>
  /** Venues that it has market data of. */
  readonly venues: ReadonlySet<VenueId>
}

/** What of a strategy's legs a trader has no way to; empty where it has all. */
export function legProblems(
  { strategy, legs }: StrategySetup,
  { accounts, venues }: TradingGround,
): readonly string[] {
  return legs.flatMap(({ account, instrument: { venue } }) => [
    ...(accounts.has(account)
      ? []
      : [`${strategy} trades with ${account}, of which there is no gateway`]),
    ...(venues.has(venue)
      ? []
      : [`${strategy} trades at ${venue}, of which there is no market data`]),
  ])
}
