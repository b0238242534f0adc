export type { FeedQuality } from './feed-quality.ts'
export {
  type BookSource,
  type MonitorOptions,
  type MonitorPorts,
  MonitorRole,
} from './monitor-role.ts'
export { type RawFrame, RawRecorder } from './raw-recorder.ts'
export { BookReplay, type ReplayStep, replayBook } from './replay.ts'
export type { ReplayedBook } from './replayed-book.ts'
