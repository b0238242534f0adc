import type { AccountSession, ConnectPlan, Stamp, StreamFacts, VenueError } from '../core/index.ts'
import type { Ports } from '../runtime/ports.ts'
import type { FrameHandler, FrameSource, FrameTap, SentHandler } from './frame-source.ts'
import type { Ledger } from './ledger.ts'
import type { LedgerChange } from './ledger-words.ts'

/** What a connection tells its owner. Nothing is told after `closed`, which comes exactly once. */
export interface ConnectionHandlers<Connection> {
  /** The socket is open. */
  opened(connection: Connection): void
  /** The first frame with market data arrived. */
  firstEvent(connection: Connection): void
  /** Topics were confirmed, ended or failed. */
  changed(connection: Connection, changes: readonly LedgerChange[]): void
  /** The venue refuses the connection as a whole: its login, or to say where to connect. It closes next. */
  refused(connection: Connection, error: VenueError): void
  /** The server will close soon. */
  closing(connection: Connection, detail: string): void
  /** The socket is gone, because we asked or not. */
  closed(connection: Connection, reason: string): void
}

/** What a `Connection` is made of. */
export interface ConnectionOptions<Connection> {
  /** The venue's id, for metrics and logs. */
  readonly venue: string
  /** Facts of the endpoint. */
  readonly facts: StreamFacts
  /** How the venue is spoken to. */
  readonly session: AccountSession
  /** What private frames are signed with. */
  readonly stamp: () => Stamp
  /** Name, number and URL. */
  readonly source: FrameSource
  /** The topics it starts with. */
  readonly ledger: Ledger
  /** Clocks, timers, sockets, log, metrics. */
  readonly ports: Ports
  /** Takes the frames. */
  readonly onFrame: FrameHandler
  /** Told of what leaves. */
  readonly onSent?: SentHandler | undefined
  /** Sees the frames first. */
  readonly tap?: FrameTap | undefined
  /** Asks the venue where to open the socket; absent: at the source's URL. */
  readonly plan?: (() => Promise<ConnectPlan>) | undefined
  /** Its owner. */
  readonly handlers: ConnectionHandlers<Connection>
  /** How long the handshake may take, in ms. */
  readonly handshakeTimeoutMs: number
  /** How long a closing handshake may take before the socket is dropped, in ms. */
  readonly closeTimeoutMs: number
  /** Most bytes an incoming message may have. */
  readonly maxMessageBytes: number
}
