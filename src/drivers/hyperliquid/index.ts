import type { ExchangeDriver } from '../../core/index.ts'
import { HyperliquidDecoder } from './decode.ts'
import { inferInstrument } from './instruments.ts'
import { rest } from './rest.ts'
import { continuity } from './sequence.ts'
import { session } from './session.ts'
import { topics } from './topics.ts'
import { FACTS } from './venue.ts'

export { perpAssetIds, spotAssetId } from './asset-ids.ts'
export { tickSizeAt } from './price-step.ts'

/**
 * The driver of Hyperliquid: perpetuals of the venue's own dex and of builders' dexes (HIP-3), and spot; public market
 * data. Outcome markets are out of scope.
 *
 * Pure: it describes and translates. Hand it to `MarketData.open`. Books are whole at every push: 20 levels about every
 * 5 s, or 5 levels (depth `bbo`) about every 0.5 s; the channel `bbo` tells the best prices of each block.
 *
 * @see docs/venues/hyperliquid.md
 */
export function hyperliquid(): ExchangeDriver {
  return {
    facts: FACTS,
    session,
    rest,
    topics,
    inferInstrument,
    // All products share a socket: the symbol says which market a frame is of.
    createDecoder: (table) => new HyperliquidDecoder(table),
    continuity,
    knownMessages: async () => (await import('./known-messages.ts')).knownMessages(),
  }
}
