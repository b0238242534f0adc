import type { ExchangeDriver } from '../../core/index.ts'
import { DydxDecoder } from './decode.ts'
import { inferInstrument } from './instruments.ts'
import { rest } from './rest.ts'
import { continuity } from './sequence.ts'
import { session } from './session.ts'
import { topics } from './topics.ts'
import { FACTS } from './venue.ts'

/**
 * The driver of dYdX Chain: perpetuals by the indexer's v4 API, public market data.
 *
 * Pure: it describes and translates. Hand it to `MarketData.open`.
 *
 * @see docs/venues/dydx.md
 */
export function dydx(): ExchangeDriver {
  return {
    facts: FACTS,
    session,
    rest,
    topics,
    inferInstrument,
    createDecoder: (table) => new DydxDecoder(table),
    continuity,
    knownMessages: async () => (await import('./known-messages.ts')).knownMessages(),
  }
}
