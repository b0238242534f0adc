import type { SimAccounts } from '../../account/sim-accounts.ts'
import type { TradingDesk } from '../../account/trading-desk.ts'
import type { KrakenState } from '../kraken-state.ts'
import type { KrakenLimits } from '../limits.ts'
import type { Counters } from './counters.ts'
import type { Doorkeeper } from './doorkeeper.ts'
import type { Tokens } from './tokens.ts'

/** What the private part of the venue is made of. */
export interface PrivateParts {
  /** What the hosts share. */
  readonly state: KrakenState
  /** The venue's limits. */
  readonly limits: KrakenLimits
  /** Who trades. */
  readonly accounts: SimAccounts
  /** What every request about orders goes through. */
  readonly desk: TradingDesk
  /** Who is let in. */
  readonly doorkeeper: Doorkeeper
  /** Tokens of the private stream. */
  readonly tokens: Tokens
  /** Counters of spot. */
  readonly counters: Counters
}
