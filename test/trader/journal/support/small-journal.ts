import { createMetrics } from '../../../../src/runtime/metrics.ts'
import type { FilePort } from '../../../../src/runtime/ports.ts'
import {
  Journal,
  type JournalOptions,
  type JournalRecord,
  readJournal,
  replayJournal,
} from '../../../../src/trader/journal/index.ts'
import { MemoryFiles } from '../../../storage/support/memory-files.ts'

/** The folder of every journal here. */
export const FOLDER = 'j'

/** Files by name within the journal's folder. */
export type Files = Map<string, Uint8Array>

const wallClock = { nowUs: () => 1_767_322_800_000_000 }
const monotonicClock = { nowNs: () => 0 }

/** Opens a journal on files in memory. */
export function openOn(files: FilePort, options: Partial<JournalOptions> = {}): Promise<Journal> {
  return Journal.open(
    { files, wallClock, monotonicClock, metrics: createMetrics() },
    { folder: FOLDER, ...options },
  )
}

/** Appends records of text one by one, each committed before the next. */
export async function write(journal: Journal, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    const sequence = journal.append(1 + text.length, new TextEncoder().encode(text))
    if (typeof sequence !== 'number') throw new Error(`appending: ${sequence}`)
    await journal.committed(sequence)
  }
}

/** Three segments of three records each, and a snapshot after the fifth. */
export async function smallJournal(end: 'closed' | 'died'): Promise<Files> {
  const memory = new MemoryFiles()
  const journal = await openOn(memory, { maxSegmentBytes: 300 })
  await write(journal, 'one', 'two', 'three', 'four', 'five')
  await journal.snapshot(new TextEncoder().encode('state of five'))
  await write(journal, 'six', 'seven', 'eight', 'nine')
  if (end === 'closed') await journal.close()
  return filesIn(memory)
}

/** A copy of what a journal's folder holds. */
export function filesIn(memory: MemoryFiles): Files {
  const prefix = `${FOLDER}/`
  return new Map([...memory.files].map(([path, file]) => [path.slice(prefix.length), file.bytes]))
}

/** Files in memory with that content. */
export function memoryOf(files: Files): MemoryFiles {
  const memory = new MemoryFiles()
  for (const [name, bytes] of files) {
    memory.files.set(`${FOLDER}/${name}`, { bytes: bytes.slice(), syncedBytes: bytes.length })
  }
  return memory
}

/** The text of a record. */
function textOf({ payload }: Pick<JournalRecord, 'payload'>): string {
  return new TextDecoder().decode(payload)
}

/** The texts of every record that is there. */
export async function allTexts(files: FilePort): Promise<string[]> {
  const texts: string[] = []
  for await (const record of await readJournal(files, FOLDER)) texts.push(textOf(record))
  return texts
}

/** What a replay feeds: the snapshot's state, then records. */
export async function replayed(
  files: FilePort,
): Promise<{ state: string | undefined; texts: readonly string[] }> {
  const { snapshot, records } = await replayJournal(files, FOLDER)
  const texts: string[] = []
  for await (const record of records) texts.push(textOf(record))
  return { state: snapshot && new TextDecoder().decode(snapshot.state), texts }
}
