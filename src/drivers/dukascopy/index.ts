import type { ExchangeDriver } from '../../core/index.ts'
import { channelFacts } from '../kit/channels.ts'
import { inferInstrument } from './instruments.ts'
import { rest } from './rest.ts'
import { continuity, createDecoder, session } from './session.ts'
import { FACTS } from './venue.ts'

export { type TickColumns, type TickNumbers, type TickShape } from '../kit/tick-columns.ts'
export {
  type Bi5Options,
  bi5Backend,
  hourOfPath,
  hourPath,
  jsonBackend,
  type QuoteSide,
  type TickBackend,
} from './backends.ts'
export { type Bi5File, candlesOfFile, ticks } from './bi5.ts'
export { type TickHour, type TickQuery, tickHours } from './download.ts'
export { fileScale, fileSymbol } from './factors.ts'
export { hoursOf, isWeekend, type TickSpan, type TradingWeek } from './hours.ts'
export { type HistoryStarts, historyStarts } from './rest.ts'
export type { TickService } from './venue.ts'

/**
 * The driver of Dukascopy: ticks and bars of the past, of FX, metals, CFDs and crypto, over HTTP. It has no streams.
 *
 * Pure: it describes and translates. Hand it to `MarketData.open` for instruments and bars, or to an `HttpClient` and
 * that to {@link tickHours} for ticks. Files that are on disk already are read by {@link ticks}.
 *
 * @see docs/venues/dukascopy.md
 */
export function dukascopy(): ExchangeDriver {
  return {
    facts: FACTS,
    session,
    rest,
    topics: (instrument, request) => {
      // Throws: nothing is offered.
      channelFacts(FACTS, instrument.product, request)
      return []
    },
    inferInstrument,
    createDecoder,
    continuity,
  }
}
