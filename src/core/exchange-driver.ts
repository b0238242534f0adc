import type { AccountOptions, AccountProtocol } from './account-driver.ts'
import type { ChannelRequest } from './channel.ts'
import type {
  ContinuityRule,
  FrameDecoder,
  RestProtocol,
  SessionProtocol,
  Topic,
  VenueFacts,
} from './driver.ts'
import type { Market } from './ids.ts'
import type { Instrument } from './instrument.ts'
import type { InstrumentTable } from './instrument-table.ts'
import type { KnownMessages } from './known-messages.ts'

/**
 * A venue described and translated: pure data and pure functions.
 *
 * It never opens a socket, owns a timer, retries, logs, or keeps a book. `docs/adding-a-driver.md` walks one.
 */
export interface ExchangeDriver {
  /** What the venue is. */
  readonly facts: VenueFacts
  /** How it is spoken to on a socket. */
  readonly session: SessionProtocol
  /** Its public REST. */
  readonly rest: RestProtocol
  /**
   * The topics that serve a request (a book may need one, liquidations of all instruments share one).
   *
   * @throws ConfigError `UNKNOWN_CHANNEL`, `UNKNOWN_DEPTH`, `UNKNOWN_INTERVAL` naming what exists.
   */
  readonly topics: (instrument: Instrument, request: ChannelRequest) => readonly Topic[]
  /** The instrument that a symbol names by the venue's naming rule, for frames read without a listing. */
  readonly inferInstrument: (market: Market, symbol: string) => Instrument | undefined
  /** A decoder for the frames of one endpoint; `market` settles what a symbol alone leaves open. */
  readonly createDecoder: (table: InstrumentTable, market: Market) => FrameDecoder
  /** The continuity rule of a feed. */
  readonly continuity: (market: Market, feed: string) => ContinuityRule
  /** What is known of the venue's messages, loaded on use; absent: changes of the venue are not watched for. */
  readonly knownMessages?: () => Promise<KnownMessages>
  /** An account at the venue, loaded on use; absent: this driver does not trade. */
  readonly account?: (options: AccountOptions) => Promise<AccountProtocol>
}
