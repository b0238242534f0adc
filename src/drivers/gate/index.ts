import type { ExchangeDriver } from '../../core/index.ts'
import { GateDecoder } from './decode.ts'
import { inferInstrument } from './instruments.ts'
import { rest } from './rest.ts'
import { continuity } from './sequence.ts'
import { sessionOf } from './session.ts'
import { topicsOf } from './topics.ts'
import { type BookKind, FACTS } from './venue.ts'

export type { BookKind } from './venue.ts'

/** How Gate is spoken to. */
export interface GateOptions {
  /**
   * Which books of spot and USDT perpetuals are subscribed: `v2` brings its snapshot on the stream (`obu`), `v1` joins a
   * REST snapshot (`order_book_update`). Frames of both are read in any case.
   *
   * @defaultValue `'v2'`
   */
  readonly books?: BookKind
}

/**
 * The driver of Gate: spot, perpetuals settled in USDT and BTC, dated futures, public market data.
 *
 * Pure: it describes and translates. Hand it to `MarketData.open`.
 *
 * @see docs/venues/gate.md
 */
export function gate(options: GateOptions = {}): ExchangeDriver {
  const { books = 'v2' } = options
  const facts = FACTS[books]
  return {
    facts,
    session: sessionOf(facts),
    rest,
    topics: topicsOf(facts, books),
    inferInstrument,
    // `BTC_USDT` is a spot pair and a contract: the endpoint says which.
    createDecoder: (table, market) => new GateDecoder(table, market),
    continuity,
    knownMessages: async () => (await import('./known-messages.ts')).knownMessages(),
  }
}
