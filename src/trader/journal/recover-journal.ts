import type { FilePort } from '../../runtime/ports.ts'
import { isDraft, segmentFile } from './file-names.ts'
import { type JournalFolder, readJournalFolder, type SnapshotPlace } from './journal-folder.ts'
import type { JournalPosition } from './position.ts'
import type { TornTail } from './torn-tail.ts'
import { type JournalEnd, walkJournal } from './walk-journal.ts'

/** What a writer found when it opened a journal. */
export interface JournalRecovery {
  /** Where its last whole record ends. */
  readonly position: JournalPosition
  /** The writer before; 0 where there was none. */
  readonly epoch: number
  /** Whether that writer ended in good order. */
  readonly wasClosed: boolean
  /** The first segment that is kept. */
  readonly oldestSegment: number
  /** The newest snapshot; its state is read by `replayJournal`. */
  readonly snapshot: SnapshotPlace | undefined
  /** What a crash had left at the end, and was cut: it had not been committed, or not for power failures. */
  readonly cut: TornTail | undefined
}

/**
 * Makes a journal ready for a new writer that holds its lock: all of it is read and checked, and a torn tail is cut.
 *
 * @throws StorageError `JOURNAL_CORRUPT`, `STORE_READ_FAILED`, `STORE_WRITE_FAILED`
 */
export async function recoverJournal(files: FilePort, folder: string): Promise<JournalRecovery> {
  await removeDrafts(files, folder)
  const contents = await readJournalFolder(files, folder)
  const end = await endOf(files, contents)
  const { head, snapshots } = contents
  const wasClosed = head?.isClosed === true && head.position.segment === end.position.segment
  if (end.unnamed !== undefined) await files.remove(`${folder}/${end.unnamed}`)
  if (end.position.segment > 0 && !wasClosed) await rewriteLast(files, folder, end)
  const { position, epoch, torn: cut } = end
  const oldestSegment = head?.oldestSegment ?? 1
  return { position, epoch, wasClosed, oldestSegment, snapshot: snapshots.at(-1), cut }
}

async function endOf(files: FilePort, contents: JournalFolder): Promise<JournalEnd> {
  const records = walkJournal(files, contents)
  for (;;) {
    const next = await records.next()
    if (next.done === true) return next.value
  }
}

/**
 * Writes the last segment anew, without what was torn.
 *
 * To sync it would not do: after a failed sync the system's memory may show what the device does not have, and the next
 * sync says that all is well.
 */
async function rewriteLast(
  files: FilePort,
  folder: string,
  { position }: JournalEnd,
): Promise<void> {
  const path = `${folder}/${segmentFile(position.segment)}`
  const bytes = await files.read(path)
  await files.replace(path, bytes.subarray(0, position.offset))
}

async function removeDrafts(files: FilePort, folder: string): Promise<void> {
  for (const { name } of await files.list(folder)) {
    if (isDraft(name)) await files.remove(`${folder}/${name}`)
  }
}
