import type {
  BookUpdate,
  ContinuityRule,
  CrossbookError,
  InstrumentSlot,
  MarketSink,
} from '../core/index.ts'
import type { Waterfall } from '../runtime/latency-steps.ts'
import type { Log, MonotonicClock, Random, Timers, WallClock } from '../runtime/ports.ts'
import type { ResyncPaceOptions } from './resync-pace.ts'

/** One book to keep. */
export interface BookTarget {
  /** The instrument. */
  readonly slot: InstrumentSlot
  /** The venue's feed; one book per instrument and feed. */
  readonly feed: string
  /** The feed's continuity rule. */
  readonly rule: ContinuityRule
  /** Levels a side that the feed keeps. */
  readonly depth: number | 'full'
  /** The stream endpoint that carries it: a connection lost there, and only there, concerns it. */
  readonly endpoint: string
}

/** Numbers about the keeping of books since the start. */
export interface BookCounters {
  /** Updates applied, snapshots included. */
  applied: number
  /** Updates dropped: old, doubled, or before a snapshot. */
  dropped: number
  /** Holes that made a live book stale. */
  gaps: number
  /** Holes that another connection filled in time. */
  filledGaps: number
  /** Resyncs started. */
  resyncs: number
  /** Snapshots that did not meet the buffered updates. */
  staleSnapshots: number
  /** Snapshot calls that failed. */
  failedSnapshots: number
  /** Books whose own evidence contradicted them. */
  corruptions: number
  /** Updates of books that nobody keeps. */
  untracked: number
}

/** Nothing was counted yet. */
export function noBookCounts(): BookCounters {
  return {
    applied: 0,
    dropped: 0,
    gaps: 0,
    filledGaps: 0,
    resyncs: 0,
    staleSnapshots: 0,
    failedSnapshots: 0,
    corruptions: 0,
    untracked: 0,
  }
}

/** Limits and times of the keeping of books. */
export interface BookKeepingOptions {
  /** Most updates of one book held back while it waits. @defaultValue 2,048 */
  readonly maxHeld: number
  /** How long another connection may take to fill a hole, in ms; `false`: resync at once. @defaultValue 250 */
  readonly gapFillMs: number | false
  /** How long a stream's snapshot may take before it is asked for again, in ms. @defaultValue 10,000 */
  readonly snapshotTimeoutMs: number
  /** How long to wait for a first update before a REST snapshot is fetched without one, in ms. @defaultValue 3,000 */
  readonly quietFetchMs: number
  /** Most REST snapshots under way at once. @defaultValue 4 */
  readonly maxSnapshots: number
  /**
   * Memory that the ladders of the venue's books may grow by, together, in bytes: a ladder makes a busy book faster, and
   * each begins with 4 kB a side; the largest takes 512. A book that became quiet gives back what it took; with 0 none
   * grows. @defaultValue 16,777,216 (16 MiB)
   */
  readonly ladderBytes: number
  /** Pace of repeated resyncs of one book. */
  readonly pace: ResyncPaceOptions
  /** Silence that makes a book stale: `factor` times its usual gap and `minMs` at least. @defaultValue `false` */
  readonly staleAfter: false | { readonly factor: number; readonly minMs: number }
}

/** Takes what keepers of books tell. */
export interface BookSink extends MarketSink {
  /** Ends what was told outside of a frame: by a timer, by the answer of a REST call. Frames end by themselves. */
  endBatch?(): void
}

/** The world as the keepers of books see it. */
export interface BookWorld {
  /** Where book updates and states go. */
  readonly sink: BookSink
  /** Fetches a REST snapshot. */
  readonly fetchSnapshot: (slot: InstrumentSlot, feed: string) => Promise<BookUpdate>
  /** Asks for a snapshot on the socket that carries this book; it comes as an update, or not at all. */
  readonly requestSnapshot: (slot: InstrumentSlot, feed: string) => void
  /** Makes the venue send a new snapshot: unsubscribes and subscribes the topic of this book. */
  readonly resubscribe: (slot: InstrumentSlot, feed: string) => void
  /** When. */
  readonly wallClock: WallClock
  /** How long. */
  readonly monotonicClock: MonotonicClock
  /** Later. */
  readonly timers: Timers
  /** Chance, for jitter. */
  readonly random: Random
  /** Log lines. */
  readonly log: Log
  /** Times the steps; absent: nothing does. */
  readonly waterfall?: Waterfall | undefined
}

/** How long the venue asked us to wait, in ms, where an error says so. */
export function askedWaitMs(error: unknown): number {
  const asked = (error as Partial<CrossbookError> | undefined)?.retryAfterMs
  return typeof asked === 'number' && asked > 0 ? asked : 0
}
