import type { FilePort } from '../../runtime/ports.ts'
import { parseRows } from '../batch.ts'
import type { RawFrameRow, RecordingRow, Row, RowStream, RowType, StreamPart } from '../row.ts'
import { mergeStreams } from './merge-streams.ts'
import { readStream, type SkippedBytes, type StoredBatch, streamOfKey } from './read-stream.ts'
import { listStreams } from './stream-folder.ts'

/** Which rows are wanted; what is absent does not limit. */
export interface SegmentFilter {
  /** Venues. */
  readonly venues?: readonly string[]
  /** Parts of a venue; without it everything but raw frames. */
  readonly parts?: readonly Exclude<StreamPart, 'raw'>[]
  /** Unified pairs; rows of no instrument (`recording`, `connection`, …) pass. */
  readonly pairs?: readonly string[]
  /** Row types; `recording` rows pass always, they say where others are missing. */
  readonly types?: readonly RowType[]
  /** Earliest `localTimeUs`, epoch µs. A book needs a snapshot first: start before it. */
  readonly fromTimeUs?: number
  /** Latest `localTimeUs`, epoch µs. */
  readonly toTimeUs?: number
  /** Told of every stretch of a file that was stepped over, and why. */
  readonly onSkipped?: (skipped: SkippedBytes) => void
}

/** Which raw frames are wanted. */
export type RawFilter = Pick<SegmentFilter, 'venues' | 'fromTimeUs' | 'toTimeUs' | 'onSkipped'>

const US_PER_SECOND = 1_000_000

/**
 * Reads recorded rows back, oldest first.
 *
 * Rows of one stream (venue and part) come exactly as they were written; streams are merged by `localTimeUs`. A batch
 * stored twice comes once. Damaged stretches are stepped over, told to `onSkipped`, and stand in the result as a
 * `recording` row `rowsLost`, so that books do not continue across them. The torn end of a `.part` that is being
 * written is told only.
 *
 * @throws StorageError `STORE_READ_FAILED`
 * @example
 * ```ts
 * for await (const row of readSegments(files, 'history', { types: ['trade'] })) console.log(row)
 * ```
 */
export async function* readSegments(
  files: FilePort,
  folder: string,
  filter: SegmentFilter = {},
): AsyncGenerator<Row, void, undefined> {
  const wanted = (stream: RowStream): boolean =>
    stream.part !== 'raw' && (filter.parts?.includes(stream.part) ?? true)
  const streams = await openStreams(files, folder, filter, wanted)
  const passes = rowFilter(filter)
  const rowStreams = streams.map((batches) => rowsOf(batches, passes))
  yield* mergeStreams(rowStreams, (row) => row.localTimeUs)
}

/**
 * Reads recorded raw frames back, oldest first; the form of a row is that of `crossbook decode`'s input.
 *
 * @throws StorageError `STORE_READ_FAILED`
 */
export async function* readRawFrames(
  files: FilePort,
  folder: string,
  filter: RawFilter = {},
): AsyncGenerator<RawFrameRow, void, undefined> {
  const streams = await openStreams(files, folder, filter, (stream) => stream.part === 'raw')
  const from = (filter.fromTimeUs ?? 0) / US_PER_SECOND
  const to = (filter.toTimeUs ?? Number.POSITIVE_INFINITY) / US_PER_SECOND
  const rawStreams = streams.map((batches) => rawRowsOf(batches, from, to))
  yield* mergeStreams(rawStreams, (row) => row.recv)
}

async function openStreams(
  files: FilePort,
  folder: string,
  filter: RawFilter,
  wanted: (stream: RowStream) => boolean,
): Promise<AsyncGenerator<StoredBatch, void, undefined>[]> {
  const streams: AsyncGenerator<StoredBatch, void, undefined>[] = []
  for (const key of await listStreams(files, folder)) {
    const stream = streamOfKey(key)
    if (!wanted(stream) || !(filter.venues?.includes(stream.venue) ?? true)) continue
    streams.push(readStream(files, `${folder}/${key}`, stream, filter))
  }
  return streams
}

async function* rowsOf(
  batches: AsyncGenerator<StoredBatch, void, undefined>,
  passes: (row: Row) => boolean,
): AsyncGenerator<readonly Row[], void, undefined> {
  for await (const batch of batches) {
    if (batch.kind === 'hole') yield [holeRow(batch.stream, batch.afterTimeUs)]
    else yield parseRows<Row>(batch.ndjson).filter(passes)
  }
}

async function* rawRowsOf(
  batches: AsyncGenerator<StoredBatch, void, undefined>,
  from: number,
  to: number,
): AsyncGenerator<readonly RawFrameRow[], void, undefined> {
  for await (const batch of batches) {
    if (batch.kind === 'hole') continue
    yield parseRows<RawFrameRow>(batch.ndjson).filter((row) => row.recv >= from && row.recv <= to)
  }
}

function holeRow(stream: RowStream, afterTimeUs: number): RecordingRow {
  const { venue, part } = stream
  return {
    type: 'recording',
    venue,
    part,
    event: 'rowsLost',
    reason: 'unreadable',
    localTimeUs: afterTimeUs,
  }
}

function rowFilter(filter: SegmentFilter): (row: Row) => boolean {
  const from = filter.fromTimeUs ?? Number.NEGATIVE_INFINITY
  const to = filter.toTimeUs ?? Number.POSITIVE_INFINITY
  const pairs = filter.pairs === undefined ? undefined : new Set<string>(filter.pairs)
  const types = filter.types === undefined ? undefined : new Set<string>(filter.types)
  return (row) => {
    if (row.localTimeUs < from || row.localTimeUs > to) return false
    if (row.type === 'recording') return true
    if (pairs !== undefined && 'pair' in row && !pairs.has(row.pair)) return false
    return types === undefined || types.has(row.type)
  }
}
