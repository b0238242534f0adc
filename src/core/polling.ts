import type { RestCall } from './http.ts'
import type { InstrumentTable } from './instrument-table.ts'
import type { OwnedMarketEvent } from './market-event.ts'
import type { FrameSink } from './market-sink.ts'

/** A REST call repeated in place of a stream. */
export interface PollPlan {
  /** Time between two calls in ms. */
  readonly everyMs: number
  /** The call; its events enter the router as if streamed. */
  readonly call: RestCall<readonly OwnedMarketEvent[]>
}

/** REST calls in turns in place of a stream, for books and trades too. */
export interface ReadingPlan {
  /** Time from a whole reading to the next one in ms. */
  readonly everyMs: number
  /** Opens what is read; one for as long as the topic is used. */
  readonly open: (table: InstrumentTable) => PolledFeed
}

/** A channel that is read by calls, in turns: what it asks next may depend on what it was answered. */
export interface PolledFeed {
  /** The next call. Asked for again after each answer and each failure. */
  readonly next: () => RestCall<PolledAnswer>
  /** The call failed for good; books of this feed are stale until a later answer brings them back. */
  readonly failed?: (error: unknown) => void
}

/** One answer of a {@link PolledFeed}. */
export interface PolledAnswer {
  /** Tells what the answer says, as a decoder tells what a frame says. */
  readonly tell: (sink: FrameSink) => void
  /** Whether the reading goes on with another call at once; else it is whole. */
  readonly asksOn: boolean
}
