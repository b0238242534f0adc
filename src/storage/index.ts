export { type Batch, type BatchContent, createBatch, streamKey } from './batch.ts'
export { Batcher, type BatcherOptions, type StreamBuffer } from './batcher.ts'
export type { SinkStatus, StoragePorts } from './delivery.ts'
export { type RowsLost, recordingLine } from './loss.ts'
export type {
  BboRow,
  BookDeltaRow,
  BookSnapshotRow,
  EventRow,
  LevelChange,
  LevelPair,
  LossReason,
  RawFrameRow,
  RecordingRow,
  Row,
  RowStream,
  RowType,
  StreamPart,
  TradeRow,
} from './row.ts'
export type { Sink } from './sink.ts'
