import type { BookCounters, BookKeepingOptions, BookWorld } from './book-keeping.ts'
import type { SnapshotQueue } from './snapshot-queue.ts'

/** What the keepers of one venue's books share. */
export interface KeeperShare {
  /** The world. */
  readonly world: BookWorld
  /** Limits and times. */
  readonly options: BookKeepingOptions
  /** REST snapshots in turn. */
  readonly queue: SnapshotQueue
  /** Numbers. */
  readonly counters: BookCounters
}
