import type { FilePort } from '../../runtime/ports.ts'
import { segmentFile, segmentIndex } from './file-names.ts'
import { readJournalFolder } from './journal-folder.ts'

/**
 * Removes the snapshots before the newest `retained` ones, and the segments before that in which the oldest of those
 * stands.
 *
 * The head says so first (`keepFrom`), then segments go, oldest first, then snapshots: a crash on the way leaves a journal
 * that has more than it needs.
 *
 * @throws StorageError
 */
export async function removeBehind(
  files: FilePort,
  folder: string,
  retained: number,
  keepFrom: (segment: number) => Promise<void>,
): Promise<void> {
  const { snapshots } = await readJournalFolder(files, folder)
  const oldest = snapshots.slice(-retained)[0]
  if (oldest === undefined || snapshots.length < retained) return
  await keepFrom(oldest.position.segment)
  for (const { name } of await files.list(folder)) {
    const index = segmentIndex(name)
    if (index === undefined || index >= oldest.position.segment) continue
    await files.remove(`${folder}/${segmentFile(index)}`)
  }
  for (const { file } of snapshots.slice(0, -retained)) await files.remove(`${folder}/${file}`)
}
