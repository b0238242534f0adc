import type { ExchangeDriver, SessionProtocol } from '../../core/index.ts'
import { KrakenDecoder } from './decode.ts'
import { LegacyFuturesDecoder } from './futures/decode.ts'
import { legacySession } from './futures/session.ts'
import { FuturesDecoder, type Generation, UWS_CUT_OVER_US } from './generation.ts'
import { inferInstrument } from './instruments.ts'
import { rest } from './rest.ts'
import { continuity } from './sequence.ts'
import { session } from './session.ts'
import { legacyTopics, v2Topics } from './topics.ts'
import { factsOf } from './venue.ts'

/** Which generation of the derivatives API is spoken. */
export interface KrakenOptions {
  /**
   * From when on futures are spoken by the Unified WebSocket, epoch µs.
   *
   * @defaultValue 2027-03-01T00:00:00Z: the legacy API is shut down then
   */
  readonly uwsFromTimeUs?: number
  /**
   * The moment that the driver is made for, epoch µs: subscriptions are those of the generation of that moment. Frames
   * tell their own generation.
   *
   * @defaultValue 0: the legacy generation, unless `uwsFromTimeUs` is 0 as well
   */
  readonly atTimeUs?: number
}

/**
 * The driver of Kraken: spot (WebSocket v2) and derivatives (WebSocket v1, and its successor the Unified WebSocket),
 * market data; accounts on spot and on the legacy derivatives API.
 *
 * Pure: it describes and translates. Hand it to `MarketData.open`. The Unified WebSocket is written from its
 * announcement and unwitnessed: no frame of it was ever seen by us.
 *
 * @see docs/venues/kraken.md
 */
export function kraken(options: KrakenOptions = {}): ExchangeDriver {
  const { uwsFromTimeUs = UWS_CUT_OVER_US, atTimeUs = 0 } = options
  const generation: Generation = atTimeUs >= uwsFromTimeUs ? 'uws' : 'legacy'
  const facts = factsOf(generation)
  return {
    facts,
    session: generation === 'uws' ? session : bothSessions,
    rest,
    topics: (instrument, request) => {
      if (instrument.market === 'spot') return v2Topics(facts, 'spot', instrument, request)
      return generation === 'uws'
        ? v2Topics(facts, 'uws', instrument, request)
        : legacyTopics(facts, instrument, request)
    },
    inferInstrument,
    createDecoder: (table, market) =>
      market === 'spot'
        ? new KrakenDecoder(table, 'spot')
        : new FuturesDecoder(
            (told) =>
              told === 'uws'
                ? new KrakenDecoder(table, 'futures')
                : new LegacyFuturesDecoder(table),
            uwsFromTimeUs,
          ),
    continuity,
    knownMessages: async () => (await import('./known-messages.ts')).knownMessages(),
    account: async (options) => (await import('./account/index.ts')).account(options, generation),
  }
}

/** Spot by v2, futures by v1: which one is meant stands in the endpoint. */
const bothSessions: SessionProtocol = {
  hello: (endpoint) => at(endpoint).hello(endpoint),
  subscribe: (topics, firstId) => at(topics[0]?.endpoint).subscribe(topics, firstId),
  unsubscribe: (topics, firstId) => at(topics[0]?.endpoint).unsubscribe(topics, firstId),
  readControl: (frame, endpoint) => at(endpoint).readControl(frame, endpoint),
}

const at = (endpoint: string | undefined): SessionProtocol =>
  endpoint === 'futures' ? legacySession : session
