import type { ExchangeDriver } from '../../core/index.ts'
import { KucoinDecoder } from './decode.ts'
import { inferInstrument } from './instruments.ts'
import { rest } from './rest.ts'
import { continuity } from './sequence.ts'
import { session } from './session.ts'
import { topics } from './topics.ts'
import { FACTS } from './venue.ts'

/**
 * The driver of KuCoin: spot, perpetual and dated contracts, public market data.
 *
 * Books, trades, bars and prices come by the unified push sockets, statistics of a day by the classic ones. Pure: it
 * describes and translates. Hand it to `MarketData.open`.
 *
 * @see docs/venues/kucoin.md
 */
export function kucoin(): ExchangeDriver {
  return {
    facts: FACTS,
    session,
    rest,
    topics,
    inferInstrument,
    // A frame names its channel, and the channel its market.
    createDecoder: (table) => new KucoinDecoder(table),
    continuity,
    knownMessages: async () => (await import('./known-messages.ts')).knownMessages(),
  }
}
