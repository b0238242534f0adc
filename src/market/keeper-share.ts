import type { LadderRoom } from '../book/index.ts'
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
  /** Memory that their ladders may grow by. */
  readonly room: LadderRoom
  /** Numbers. */
  readonly counters: BookCounters
}
