import type { ExchangeDriver, InstrumentSlot, RestCall } from '../../core/index.ts'
import type { TickColumns } from '../kit/tick-columns.ts'
import { Mt5Decoder } from './decode.ts'
import { inferSymbol } from './instruments.ts'
import type { Mt5Options } from './options.ts'
import { createRest, type TickSpan, ticksCall } from './rest.ts'
import { continuity } from './sequence.ts'
import { createSession } from './session.ts'
import { topics } from './topics.ts'
import { FACTS } from './venue.ts'

export type { TickColumns, TickNumbers, TickShape } from '../kit/tick-columns.ts'
export type { Mt5Options, PastOffset, SymbolNames } from './options.ts'
export type { TickSpan } from './rest.ts'

/** The driver of a bridge, with what only it can ask. */
export interface Mt5Driver extends ExchangeDriver {
  /** Quotes of the past, such as those of a reconnect; for an `HttpClient` to send. */
  readonly ticks: (slot: InstrumentSlot, span: TickSpan) => RestCall<TickColumns>
}

/**
 * The driver of MetaTrader 5: live quotes and deals of a broker's terminal, through a bridge beside it that speaks the
 * line-JSON contract v1 over a WebSocket.
 *
 * Pure: it describes and translates. Hand it to `MarketData.open`, with `urls` where the bridge is not at its usual place.
 *
 * @see docs/venues/mt5.md
 */
export function mt5(options: Mt5Options = {}): Mt5Driver {
  return {
    facts: FACTS,
    session: createSession(options),
    rest: createRest(options),
    topics,
    inferInstrument: (market, symbol) => inferSymbol(market, symbol, options),
    createDecoder: (table) => new Mt5Decoder(table, options),
    continuity,
    knownMessages: async () => (await import('./known-messages.ts')).knownMessages(),
    ticks: (slot, span) => ticksCall(slot, span, options),
  }
}
