import type { ExchangeDriver } from '../../core/index.ts'
import { OkxDecoder } from './decode.ts'
import { inferInstrument } from './instruments.ts'
import { rest } from './rest.ts'
import { continuity } from './sequence.ts'
import { session } from './session.ts'
import { topics } from './topics.ts'
import type { OkxOptions } from './trade-mode.ts'
import { FACTS } from './venue.ts'

export type { OkxOptions, OkxTradeMode } from './trade-mode.ts'

/**
 * The driver of OKX: spot, perpetual swaps, dated futures and X-Perps; market data, and accounts in net mode.
 *
 * Pure: it describes and translates. Hand it to `MarketData.open`.
 *
 * @see docs/venues/okx.md
 */
export function okx(options: OkxOptions = {}): ExchangeDriver {
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
    account: async (opened) => (await import('./account/index.ts')).account(opened, options),
  }
}
