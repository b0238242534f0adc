import type { ExchangeDriver } from '../../core/index.ts'
import { MexcDecoder } from './decode.ts'
import { FuturesDecoder } from './futures/decode.ts'
import { inferInstrument } from './instruments.ts'
import { rest } from './rest.ts'
import { continuity } from './sequence.ts'
import { session } from './session.ts'
import { topics } from './topics.ts'
import { FACTS } from './venue.ts'

/**
 * The driver of MEXC: spot (protobuf) and perpetual futures, linear and coin-margined (JSON), public market data.
 *
 * Pure: it describes and translates. Hand it to `MarketData.open`.
 *
 * @see docs/venues/mexc.md
 */
export function mexc(): ExchangeDriver {
  return {
    facts: FACTS,
    session,
    rest,
    topics,
    inferInstrument,
    createDecoder: (table, market) =>
      market === 'futures' ? new FuturesDecoder(table) : new MexcDecoder(table),
    continuity,
    knownMessages: async () => (await import('./known-messages.ts')).knownMessages(),
  }
}
