import type { ExchangeDriver } from '../../core/index.ts'
import { CoinexDecoder } from './decode.ts'
import { inferInstrument } from './instruments.ts'
import { rest } from './rest.ts'
import { continuity } from './sequence.ts'
import { session } from './session.ts'
import { topics } from './topics.ts'
import { FACTS } from './venue.ts'

/**
 * The driver of CoinEx: spot, linear and inverse perpetuals, public market data.
 *
 * The venue stopped trading in September 2026 (`facts.closedSince`): for recordings, and as a reference of its protocol.
 * Pure: it describes and translates. Hand it to `MarketData.open`.
 *
 * @see docs/venues/coinex.md
 */
export function coinex(): ExchangeDriver {
  return {
    facts: FACTS,
    session,
    rest,
    topics,
    inferInstrument,
    // A symbol means one thing on the spot socket and another on that of futures.
    createDecoder: (table, market) => new CoinexDecoder(table, market),
    continuity,
    knownMessages: async () => (await import('./known-messages.ts')).knownMessages(),
  }
}
