import type { ExchangeDriver } from '../../core/index.ts'
import { BinanceDecoder } from './decode.ts'
import { inferInstrument } from './instruments.ts'
import { rest } from './rest.ts'
import { continuity } from './sequence.ts'
import { session } from './session.ts'
import { topics } from './topics.ts'
import { FACTS } from './venue.ts'

/**
 * The driver of Binance: market data of spot, USDⓈ-M and COIN-M futures, accounts of spot and USDⓈ-M.
 *
 * Pure: it describes and translates. Hand it to `MarketData.open`.
 *
 * @see docs/venues/binance.md
 */
export function binance(): ExchangeDriver {
  return {
    facts: FACTS,
    session,
    rest,
    topics,
    inferInstrument,
    createDecoder: (table, market) => new BinanceDecoder(table, market),
    continuity,
    knownMessages: async () => (await import('./known-messages.ts')).knownMessages(),
    account: async (options) => (await import('./account/index.ts')).account(options),
  }
}
