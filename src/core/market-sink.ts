import type { BboUpdate } from './bbo-update.ts'
import type { BookUpdate } from './book-update.ts'
import type { OwnedMarketEvent } from './market-event.ts'
import type { TradeUpdate } from './trade-update.ts'

/** Where a decoder pushes what it read. Every update is borrowed: valid until the call returns. */
export interface MarketSink {
  /** A book changed; called once per instrument and frame. */
  book(update: BookUpdate): void
  /** The best bid or offer changed. */
  bbo(update: BboUpdate): void
  /** A trade was printed. */
  trade(update: TradeUpdate): void
  /** Anything that is not hot: frozen, owned by the receiver. */
  event(event: OwnedMarketEvent): void
}

/** Takes what a decoder reads from one connection. */
export interface FrameSink extends MarketSink {
  /**
   * Messages of this connection went missing before this frame (venues that number all messages of a connection):
   * every book that it feeds is in doubt. Told before the frame's own events.
   */
  lost(reason: string): void
  /**
   * Sends a message on the connection that this frame came by: how a decoder asks for what it saw missing, where the
   * venue has such a request. Absent where frames are read without a connection.
   */
  ask?(message: string): void
  /**
   * What this connection brought is held back for longer than a moment, for something before it has not come yet: no book
   * that stands on this connection alone is live until it goes on, or was read anew. Absent: nobody minds.
   */
  waits?(reason: string): void
  /** What was missing came: books that were live before are live again, and what was held back follows. */
  goesOn?(): void
}
