import { StorageError } from '../../core/index.ts'
import type { FilePort } from '../../runtime/ports.ts'
import { readJournalFolder, type SnapshotPlace } from './journal-folder.ts'
import type { JournalPosition } from './position.ts'
import type { TornTail } from './torn-tail.ts'
import { walkJournal } from './walk-journal.ts'

/** What a journal holds, all of it read and checked. */
export interface JournalSummary {
  /** Segments. */
  readonly segmentCount: number
  /** Records in them. */
  readonly recordCount: number
  /** Where the last record ends. */
  readonly end: JournalPosition
  /** Its newest writer; 0 where there was none. */
  readonly epoch: number
  /** Whether that writer ended in good order. */
  readonly isClosed: boolean
  /** Its snapshots, oldest first. */
  readonly snapshots: readonly SnapshotPlace[]
  /** What a crash left at the end, or a writer that is writing. */
  readonly torn: TornTail | undefined
}

const ATTEMPTS = 10

/**
 * Reads and checks a whole journal. Needs no lock, and may run while a writer writes.
 *
 * @throws StorageError `JOURNAL_CORRUPT`, `STORE_READ_FAILED`
 */
export async function verifyJournal(files: FilePort, folder: string): Promise<JournalSummary> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await verifyOnce(files, folder)
    } catch (error) {
      // A writer may have removed what was listed, behind a snapshot: then all is looked at again.
      const isGone = error instanceof StorageError && error.code === 'STORE_READ_FAILED'
      if (!isGone || attempt === ATTEMPTS) throw error
    }
  }
}

async function verifyOnce(files: FilePort, folder: string): Promise<JournalSummary> {
  const contents = await readJournalFolder(files, folder)
  const records = walkJournal(files, contents)
  for (let recordCount = 0; ; recordCount += 1) {
    const next = await records.next()
    if (next.done !== true) continue
    const { position, epoch, torn } = next.value
    const { head, snapshots, segments } = contents
    const isClosed = head?.isClosed === true && head.position.segment === position.segment
    const segmentCount = segments.length
    return { segmentCount, recordCount, end: position, epoch, isClosed, snapshots, torn }
  }
}
