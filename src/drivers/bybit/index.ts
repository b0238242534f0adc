import type { ExchangeDriver } from '../../core/index.ts'
import { BybitDecoder } from './decode.ts'
import { rest } from './rest.ts'
import { continuity } from './sequence.ts'
import { session } from './session.ts'
import { inferInstrument } from './symbols.ts'
import { topics } from './topics.ts'
import { FACTS } from './venue.ts'

/**
 * The driver of Bybit: spot, linear (USDT and USDC) and inverse contracts, public market data of API v5;
 * accounts that trade spot and linear.
 *
 * Pure: it describes and translates. Hand it to `MarketData.open`.
 *
 * @see docs/venues/bybit.md
 */
export function bybit(): ExchangeDriver {
  return {
    facts: FACTS,
    session,
    rest,
    topics,
    inferInstrument,
    // Spot and linear share symbols, and frames do not say of which they are: the endpoint does.
    createDecoder: (table, market) => new BybitDecoder(table, market),
    continuity,
    knownMessages: async () => (await import('./known-messages.ts')).knownMessages(),
    account: async (options) => (await import('./account/index.ts')).account(options),
  }
}
