import type { Json } from '../portfolio/codec.ts'
import type { MonitorSnapshot } from './monitor-snapshot.ts'

/** Monitor and adaptor, as JSON data. */
export interface FeedbackSnapshot {
  /** What was counted. */
  readonly monitor: MonitorSnapshot
  /** Knobs that were turned. */
  readonly knobs: Json
}
