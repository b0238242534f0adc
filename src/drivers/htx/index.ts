import type { ExchangeDriver } from '../../core/index.ts'
import { HtxDecoder } from './decode.ts'
import { inferInstrument } from './instruments.ts'
import { rest } from './rest.ts'
import { continuity } from './sequence.ts'
import { session } from './session.ts'
import { topics } from './topics.ts'
import { FACTS } from './venue.ts'

/**
 * The driver of HTX: spot, USDT-margined swaps and futures, coin-margined swaps and futures, public market data.
 *
 * Pure: it describes and translates. Hand it to `MarketData.open`.
 *
 * @see docs/venues/htx.md
 */
export function htx(): ExchangeDriver {
  return {
    facts: FACTS,
    session,
    rest,
    topics,
    inferInstrument,
    createDecoder: (table, market) => new HtxDecoder(table, market),
    continuity,
    knownMessages: async () => (await import('./known-messages.ts')).knownMessages(),
  }
}
