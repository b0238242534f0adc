import type { FilePort } from '../../runtime/ports.ts'
import type { StreamPart } from '../row.ts'
import { compareSegments, parseSegmentName, type SegmentName, segmentPath } from './segment-name.ts'

const PARTS: readonly string[] = ['spot', 'futures', 'venue', 'raw'] satisfies readonly StreamPart[]

/** The streams that a history folder holds, as `venue/part`, in order of name. */
export async function listStreams(files: FilePort, folder: string): Promise<readonly string[]> {
  const keys: string[] = []
  for (const venue of await files.list(folder)) {
    if (!venue.isFolder) continue
    for (const part of await files.list(`${folder}/${venue.name}`)) {
      if (part.isFolder && PARTS.includes(part.name)) keys.push(`${venue.name}/${part.name}`)
    }
  }
  return keys.sort()
}

/** The segments of a stream in the order in which they were written. Names that are no segments are passed over. */
export async function listSegments(
  files: FilePort,
  streamFolder: string,
): Promise<readonly SegmentName[]> {
  const segments: SegmentName[] = []
  for (const day of await files.list(streamFolder)) {
    if (!day.isFolder) continue
    for (const file of await files.list(`${streamFolder}/${day.name}`)) {
      const name = file.isFolder ? undefined : parseSegmentName(day.name, file.name)
      if (name !== undefined) segments.push(name)
    }
  }
  return segments.sort(compareSegments)
}

/**
 * Ends a `.part`: cuts it to its whole members and gives it its final name, or removes it where nothing is whole.
 *
 * Idempotent: called again after a failure half-way, it does what is left to do.
 *
 * @throws StorageError `STORE_WRITE_FAILED`
 */
export async function endSegment(
  files: FilePort,
  streamFolder: string,
  part: SegmentName,
  wholeBytes: number,
): Promise<void> {
  const path = `${streamFolder}/${segmentPath(part)}`
  const finalPath = `${streamFolder}/${segmentPath({ ...part, isPart: false })}`
  const entries = await files.list(`${streamFolder}/${part.day}`)
  const entry = entries.find((candidate) => path.endsWith(`/${candidate.name}`))
  if (entry === undefined) return
  if (wholeBytes === 0) {
    await files.remove(path)
    return
  }
  // Where nothing is to be cut, too: a batch that a dead process wrote whole may not be on the disk yet.
  await files.truncate(path, Math.min(entry.sizeBytes, wholeBytes))
  await files.rename(path, finalPath)
}
