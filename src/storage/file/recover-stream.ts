import type { FilePort } from '../../runtime/ports.ts'
import { decodeBatchNote } from './batch-note.ts'
import { scanMembers } from './scan-members.ts'
import { type SegmentName, segmentPath } from './segment-name.ts'
import { endSegment, listSegments } from './stream-folder.ts'

/** A `.part` that a crash left behind, and what was made of it. */
export interface RecoveredSegment {
  /** Its path, without `.part`. */
  readonly path: string
  /** Whole batches kept. */
  readonly keptBatches: number
  /** Bytes that were no whole batch, and were cut away; none of them was ever acknowledged. */
  readonly cutBytes: number
  /** Whether damage stood before whole batches, which a crash alone does not do; the batches around it were kept. */
  readonly wasDamaged: boolean
}

/** Where a stream stands when its writer starts. */
export interface StreamStart {
  /** What was repaired. */
  readonly recovered: readonly RecoveredSegment[]
  /** The last segment there is. */
  readonly last: SegmentName | undefined
  /** Ids of the newest batches, oldest first. */
  readonly recentIds: readonly string[]
}

/**
 * Makes a stream's folder whole after a crash, and reads where it stands.
 *
 * @throws StorageError `STORE_READ_FAILED`, `STORE_WRITE_FAILED`
 */
export async function recoverStream(
  files: FilePort,
  streamFolder: string,
  rememberedBatches: number,
): Promise<StreamStart> {
  const recovered: RecoveredSegment[] = []
  const found = await listSegments(files, streamFolder)
  for (const part of found) {
    if (part.isPart) recovered.push(await recoverPart(files, streamFolder, part))
  }
  const segments = recovered.length === 0 ? found : await listSegments(files, streamFolder)
  const ids: string[][] = []
  let count = 0
  for (const segment of segments.toReversed()) {
    if (count >= rememberedBatches) break
    const newest = batchIds(await files.read(`${streamFolder}/${segmentPath(segment)}`))
    ids.unshift(newest)
    count += newest.length
  }
  return { recovered, last: segments.at(-1), recentIds: ids.flat().slice(-rememberedBatches) }
}

async function recoverPart(
  files: FilePort,
  streamFolder: string,
  part: SegmentName,
): Promise<RecoveredSegment> {
  const partPath = `${streamFolder}/${segmentPath(part)}`
  const bytes = await files.read(partPath)
  const { members, damaged } = scanMembers(bytes)
  const wholeBytes = members.reduce((sum, member) => sum + member.end - member.start, 0)
  const lastEnd = members.at(-1)?.end ?? 0
  const wasDamaged = damaged.some((span) => span.start < lastEnd)
  if (wasDamaged) {
    const whole = new Uint8Array(wholeBytes)
    let at = 0
    for (const { start, end } of members) {
      whole.set(bytes.subarray(start, end), at)
      at += end - start
    }
    await files.replace(partPath, whole)
  }
  await endSegment(files, streamFolder, part, wholeBytes)
  return {
    path: `${streamFolder}/${segmentPath({ ...part, isPart: false })}`,
    keptBatches: members.length,
    cutBytes: bytes.length - wholeBytes,
    wasDamaged,
  }
}

function batchIds(bytes: Uint8Array): string[] {
  const ids: string[] = []
  for (const member of scanMembers(bytes).members) {
    const note = decodeBatchNote(member.note)
    if (note !== undefined) ids.push(note.id)
  }
  return ids
}
