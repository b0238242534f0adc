import { type Batch, createBatch } from './batch.ts'
import type { LossReason, RecordingRow, RowStream } from './row.ts'

/** Rows that one sink will not get. */
export interface RowsLost {
  /** The sink's name. */
  readonly sink: string
  /** The stream that has a hole. */
  readonly stream: RowStream
  /** Why: no room, refused by the store for good, or still waiting when closing took too long. */
  readonly reason: Exclude<LossReason, 'unreadable'> | 'closed'
  /** How many. */
  readonly rows: number
  /** Arrival of the first, epoch µs. */
  readonly fromTimeUs: number
  /** Arrival of the last, epoch µs. */
  readonly toTimeUs: number
}

/** Joins two losses of one stream that follow each other. */
export function joinLosses(first: RowsLost, second: RowsLost): RowsLost {
  return {
    ...first,
    rows: first.rows + second.rows,
    fromTimeUs: Math.min(first.fromTimeUs, second.fromTimeUs),
    toTimeUs: Math.max(first.toTimeUs, second.toTimeUs),
  }
}

/** The batch of one `recording` row that stands in the store where rows are missing, so that readers see the hole. */
export function lossBatch(id: string, loss: RowsLost): Batch {
  const row: RecordingRow = {
    type: 'recording',
    venue: loss.stream.venue,
    part: loss.stream.part,
    event: 'rowsLost',
    reason: loss.reason === 'closed' ? 'overflow' : loss.reason,
    lostRows: loss.rows,
    fromTimeUs: loss.fromTimeUs,
    localTimeUs: loss.toTimeUs,
  }
  return createBatch({
    id,
    stream: loss.stream,
    rowCount: 1,
    fromTimeUs: loss.toTimeUs,
    toTimeUs: loss.toTimeUs,
    ndjson: new TextEncoder().encode(`${recordingLine(row)}\n`),
  })
}

/**
 * A `recording` row as a line of its stream.
 *
 * Raw streams hold nothing but frames, so there it travels as a sent frame of no socket, which decoders pass over.
 */
export function recordingLine(row: RecordingRow): string {
  const text = JSON.stringify(row)
  if (row.part !== 'raw') return text
  const recv = row.localTimeUs / 1_000_000
  return JSON.stringify({ recv, url: 'crossbook:recording', dir: 'out', frame: text })
}
