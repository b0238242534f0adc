import type { FilePort } from '../../runtime/ports.ts'
import { readJournalFolder, readSnapshotFile } from './journal-folder.ts'
import type { PositionFile } from './position-file.ts'
import type { JournalRecord } from './record.ts'
import { walkJournal } from './walk-journal.ts'

/** The newest snapshot, if there is one, and the records after it. */
export interface JournalReplay {
  /** The state to start from; `undefined` where every record is to be replayed. */
  readonly snapshot: PositionFile | undefined
  /** The records after it, in order, each checked before it is given. One pass. */
  readonly records: AsyncGenerator<JournalRecord, void, undefined>
}

/**
 * Gives what the state of a journal's writer is rebuilt from: its newest snapshot, then every record after it.
 *
 * Records are read on the way, so corruption far behind is found only there: apply nothing for good before the last one.
 *
 * @throws StorageError `JOURNAL_CORRUPT`, `STORE_READ_FAILED`; the iterator too
 */
export async function replayJournal(files: FilePort, folder: string): Promise<JournalReplay> {
  const contents = await readJournalFolder(files, folder)
  const newest = contents.snapshots.at(-1)
  const snapshot = newest && (await readSnapshotFile(files, folder, newest.file))
  const after = snapshot?.position.sequence ?? 0
  const all = walkJournal(files, contents, snapshot?.position)
  return { snapshot, records: recordsAfter(all, after) }
}

async function* recordsAfter(
  records: AsyncIterable<JournalRecord>,
  sequence: number,
): AsyncGenerator<JournalRecord, void, undefined> {
  for await (const record of records) if (record.sequence > sequence) yield record
}

/**
 * Gives every record that is there, from the first segment on, in order, each checked before it is given.
 *
 * @throws StorageError `JOURNAL_CORRUPT`, `STORE_READ_FAILED`; the iterator too
 */
export async function readJournal(
  files: FilePort,
  folder: string,
): Promise<AsyncIterable<JournalRecord>> {
  return walkJournal(files, await readJournalFolder(files, folder))
}
