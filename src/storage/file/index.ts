export {
  type FileRecovery,
  FileSink,
  type FileSinkOptions,
} from './file-sink.ts'
export {
  type RawFilter,
  readRawFrames,
  readSegments,
  type SegmentFilter,
} from './read-segments.ts'
export type { SkippedBytes } from './read-stream.ts'
export type { RecoveredSegment } from './recover-stream.ts'
