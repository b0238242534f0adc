import type { ExchangeDriver } from '../../core/index.ts'
import { OkxDecoder } from './decode.ts'
import { inferInstrument } from './instruments.ts'
import { rest } from './rest.ts'
import { continuity } from './sequence.ts'
import { session } from './session.ts'
import { topics } from './topics.ts'
import { FACTS } from './venue.ts'

/**
 * The driver of OKX: spot, perpetual swaps, dated futures and X-Perps, public market data.
 *
 * Pure: it describes and translates. Hand it to `MarketData.open`.
 *
 * @see docs/venues/okx.md
 */
export function okx(): ExchangeDriver {
  return {
    facts: FACTS,
    session,
    rest,
    topics,
    inferInstrument,
    // Spot and derivatives share a socket: the symbol says which market a frame is of.
    createDecoder: (table) => new OkxDecoder(table),
    continuity,
    knownMessages: async () => (await import('./known-messages.ts')).knownMessages(),
  }
}
