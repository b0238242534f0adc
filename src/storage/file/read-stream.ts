import { type Market, StorageError, venueId } from '../../core/index.ts'
import type { FilePort } from '../../runtime/ports.ts'
import { gunzipMember, gunzipReadable, nextGzipSignature } from '../../wire/gzip.ts'
import type { RowStream, StreamPart } from '../row.ts'
import { decodeBatchNote } from './batch-note.ts'
import { scanMembers } from './scan-members.ts'
import { type SegmentName, segmentPath } from './segment-name.ts'
import { listSegments } from './stream-folder.ts'

/** A stretch of a file that a reader stepped over. */
export interface SkippedBytes {
  /** The file. */
  readonly path: string
  /** First byte. */
  readonly start: number
  /** Byte after it. */
  readonly end: number
  /** A batch that is being written or was torn by a crash, never acknowledged; or bytes that were whole once. */
  readonly reason: 'torn' | 'damaged'
}

/** One batch as it is stored, or a place where batches cannot be read. */
export type StoredBatch =
  | { readonly kind: 'batch'; readonly stream: RowStream; readonly ndjson: Uint8Array }
  | { readonly kind: 'hole'; readonly stream: RowStream; readonly afterTimeUs: number }

interface TimeFilter {
  readonly fromTimeUs?: number
  readonly toTimeUs?: number
  readonly onSkipped?: (skipped: SkippedBytes) => void
}

const US_PER_HOUR = 3_600_000_000
const KNOWN_IDS = 4_096
// A segment's rows may be older than its hour (rows that came late) and newer by the age of a batch.
const SLACK_HOURS = 1

/** Reads `venue/part` back. */
export function streamOfKey(key: string): RowStream {
  const slash = key.indexOf('/')
  // The cast: keys come from `listStreams`, which knows the parts there are.
  const part = key.slice(slash + 1) as Market | StreamPart
  return { venue: venueId(key.slice(0, slash)), part }
}

/** The batches of one stream in the order of writing, each once. */
export async function* readStream(
  files: FilePort,
  streamFolder: string,
  stream: RowStream,
  filter: TimeFilter,
): AsyncGenerator<StoredBatch, void, undefined> {
  const from = filter.fromTimeUs ?? Number.NEGATIVE_INFINITY
  const to = filter.toTimeUs ?? Number.POSITIVE_INFINITY
  const seen = new Set<string>()
  let lastTimeUs = Math.max(0, from)
  for (const name of await listSegments(files, streamFolder)) {
    if ((name.hour + 1 + SLACK_HOURS) * US_PER_HOUR < from) continue
    if ((name.hour - SLACK_HOURS) * US_PER_HOUR > to) continue
    const { path, bytes } = await readSegment(files, streamFolder, name)
    for (const piece of pieces(bytes)) {
      if (piece.kind === 'skipped') {
        const isTorn = piece.end === bytes.length && piece.isTail
        const reason = isTorn ? 'torn' : 'damaged'
        filter.onSkipped?.({ path, start: piece.start, end: piece.end, reason })
        if (!isTorn) yield { kind: 'hole', stream, afterTimeUs: lastTimeUs }
        continue
      }
      if (piece.note !== undefined) {
        if (seen.has(piece.note.id)) continue
        remember(seen, piece.note.id)
        if (piece.note.toTimeUs < from || piece.note.fromTimeUs > to) continue
        lastTimeUs = piece.note.toTimeUs
      }
      const ndjson = piece.inflate()
      if (ndjson !== undefined) yield { kind: 'batch', stream, ndjson }
      else {
        filter.onSkipped?.({ path, start: piece.start, end: piece.end, reason: 'damaged' })
        yield { kind: 'hole', stream, afterTimeUs: lastTimeUs }
      }
    }
  }
}

type Piece =
  | {
      readonly kind: 'member'
      readonly start: number
      readonly end: number
      readonly note: ReturnType<typeof decodeBatchNote>
      readonly inflate: () => Uint8Array | undefined
    }
  | {
      readonly kind: 'skipped'
      readonly start: number
      readonly end: number
      readonly isTail: boolean
    }

function pieces(bytes: Uint8Array): readonly Piece[] {
  const { members, damaged } = scanMembers(bytes)
  if (members.length === 0 && bytes.length > 0 && nextGzipSignature(bytes, 0) !== 0) {
    // Not of our making: recompressed by hand, say. Any gzip will do.
    const readable = gunzipReadable(bytes)
    if (readable !== undefined && readable.length > 0) {
      const ndjson = readable.subarray(0, readable.lastIndexOf(NEWLINE) + 1)
      const inflate = (): Uint8Array => ndjson
      return [{ kind: 'member', start: 0, end: bytes.length, note: undefined, inflate }]
    }
  }
  const lastEnd = members.at(-1)?.end ?? 0
  const found: Piece[] = members.map((member) => ({
    kind: 'member',
    start: member.start,
    end: member.end,
    note: decodeBatchNote(member.note),
    inflate: () => gunzipMember(bytes, member),
  }))
  for (const { start, end } of damaged) {
    found.push({ kind: 'skipped', start, end, isTail: start >= lastEnd })
  }
  return found.sort((a, b) => a.start - b.start)
}

const NEWLINE = 10

async function readSegment(
  files: FilePort,
  streamFolder: string,
  name: SegmentName,
): Promise<{ readonly path: string; readonly bytes: Uint8Array }> {
  const path = `${streamFolder}/${segmentPath(name)}`
  try {
    return { path, bytes: await files.read(path) }
  } catch (error) {
    if (!name.isPart || !(error instanceof StorageError)) throw error
    // Its writer completed it since the folder was listed.
    const completed = `${streamFolder}/${segmentPath({ ...name, isPart: false })}`
    return { path: completed, bytes: await files.read(completed) }
  }
}

function remember(seen: Set<string>, id: string): void {
  seen.add(id)
  if (seen.size <= KNOWN_IDS) return
  for (const oldest of seen) {
    seen.delete(oldest)
    break
  }
}
