import type { FilePort } from '../../runtime/ports.ts'
import { corruption } from './corruption.ts'
import { HEAD_FILE, segmentFile, segmentIndex, snapshotSequence } from './file-names.ts'
import { comparePositions, type JournalPosition } from './position.ts'
import { decodePositionFile, type PositionFile } from './position-file.ts'

/** A snapshot that was read and found whole; its state is not kept. */
export interface SnapshotPlace {
  /** The file's name. */
  readonly file: string
  /** Where it stands. */
  readonly position: JournalPosition
  /** Bytes of its state. */
  readonly stateBytes: number
}

/** What a journal's folder holds. */
export interface JournalFolder {
  /** The folder. */
  readonly folder: string
  /** The head; `undefined` where there is none yet. */
  readonly head: PositionFile | undefined
  /** The snapshots, oldest first. */
  readonly snapshots: readonly SnapshotPlace[]
  /** Indexes of the segments, in order and without holes. */
  readonly segments: readonly number[]
}

const ATTEMPTS = 10

/**
 * Looks through a journal's folder, also while a writer writes: what is listed belongs to one head, and segments are
 * listed before any is read, so that what is read later can only be more.
 *
 * @throws StorageError `JOURNAL_CORRUPT`, `STORE_READ_FAILED`
 */
export async function readJournalFolder(files: FilePort, folder: string): Promise<JournalFolder> {
  let head = await readHead(files, folder)
  for (let attempt = 1; ; attempt += 1) {
    const contents = await listJournal(files, folder, head)
    const headNow = await readHead(files, folder)
    if (isSameHead(head, headNow) || attempt === ATTEMPTS) {
      checkSegments(contents)
      return contents
    }
    head = headNow
  }
}

/** Whether a folder holds anything of a journal. @throws StorageError `STORE_READ_FAILED` */
export async function hasJournal(files: FilePort, folder: string): Promise<boolean> {
  const names = (await files.list(folder)).map(({ name }) => name)
  return names.some(
    (name) =>
      name === HEAD_FILE ||
      segmentIndex(name) !== undefined ||
      snapshotSequence(name) !== undefined,
  )
}

async function listJournal(
  files: FilePort,
  folder: string,
  head: PositionFile | undefined,
): Promise<JournalFolder> {
  const names = (await files.list(folder)).map(({ name }) => name)
  const snapshots: SnapshotPlace[] = []
  for (const name of names) {
    if (snapshotSequence(name) === undefined) continue
    const { position, state } = await readSnapshotFile(files, folder, name)
    snapshots.push({ file: name, position, stateBytes: state.length })
  }
  const segments = names.map(segmentIndex).filter((index) => index !== undefined)
  return { folder, head, snapshots, segments: segments.sort((a, b) => a - b) }
}

function isSameHead(a: PositionFile | undefined, b: PositionFile | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  return (
    comparePositions(a.position, b.position) === 0 &&
    a.oldestSegment === b.oldestSegment &&
    a.isClosed === b.isClosed
  )
}

/** Reads a snapshot with its state. @throws StorageError `JOURNAL_CORRUPT`, `STORE_READ_FAILED` */
export async function readSnapshotFile(
  files: FilePort,
  folder: string,
  file: string,
): Promise<PositionFile> {
  const content = decodePositionFile('snap', file, await files.read(`${folder}/${file}`))
  const expected = snapshotSequence(file) ?? 0
  const found = content.position.sequence
  if (found !== expected) throw corruption({ file, offset: 32, expected, found })
  return content
}

/** Reads the head; `undefined` where there is none. @throws StorageError `JOURNAL_CORRUPT`, `STORE_READ_FAILED` */
export async function readHead(files: FilePort, folder: string): Promise<PositionFile | undefined> {
  const entries = await files.list(folder)
  if (!entries.some(({ name }) => name === HEAD_FILE)) return undefined
  return decodePositionFile('head', HEAD_FILE, await files.read(`${folder}/${HEAD_FILE}`))
}

/** Whether the segments that must be there are: none between two others, none of those that head and snapshots name. */
function checkSegments({ head, snapshots, segments }: JournalFolder): void {
  const first = segments[0] ?? 0
  for (const [place, index] of segments.entries()) {
    if (index !== first + place) throw missing(first + place, segmentFile(index))
  }
  const last = segments.at(-1) ?? 0
  const named = Math.max(
    head?.position.segment ?? 0,
    ...snapshots.map(({ position }) => position.segment),
  )
  if (last < named) throw missing(last + 1, last === 0 ? 'no segment' : segmentFile(last))
  if (head === undefined ? last > 1 : last > head.position.segment + 1) {
    const found = head === undefined ? 'no head' : segmentFile(head.position.segment)
    const expected = `a head that names ${segmentFile(last - 1)} or later`
    throw corruption({ file: HEAD_FILE, offset: 0, expected, found })
  }
  const oldest = head?.oldestSegment ?? 1
  if (first > oldest) throw missing(oldest, segmentFile(first))
  // What is gone before it was removed behind a snapshot that stands in a segment that is there.
  if (first > 1 && !snapshots.some(({ position }) => position.segment >= first)) {
    throw missing(1, segmentFile(first))
  }
}

function missing(index: number, found: string): Error {
  return corruption({ file: segmentFile(index), offset: 0, expected: 'this segment', found })
}
