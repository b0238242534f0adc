/** The file that says how far the journal had come when its newest segment began, or when it was closed. */
export const HEAD_FILE = 'head'
/** The lock of the writer. */
export const LOCK_FILE = 'writer.lock'

const SEGMENT = /^(\d{8,})\.segment$/
const SNAPSHOT = /^(\d{16,})\.snapshot$/
// What a crash inside `FilePort.replace` may leave.
const DRAFT = /^\.(?:head|\d+\.segment|\d+\.snapshot)\..+\.tmp$/

/** The name of a segment: segments count from 1. */
export function segmentFile(index: number): string {
  return `${String(index).padStart(8, '0')}.segment`
}

/** The index of a segment; `undefined` where the name is none. */
export function segmentIndex(file: string): number | undefined {
  return numberIn(SEGMENT, file)
}

/** The name of the snapshot that stands after a record. */
export function snapshotFile(sequence: number): string {
  return `${String(sequence).padStart(16, '0')}.snapshot`
}

/** The sequence number of a snapshot; `undefined` where the name is none. */
export function snapshotSequence(file: string): number | undefined {
  return numberIn(SNAPSHOT, file)
}

/** Whether a file is a draft that a dead writer left. */
export function isDraft(file: string): boolean {
  return DRAFT.test(file)
}

function numberIn(pattern: RegExp, file: string): number | undefined {
  const digits = pattern.exec(file)?.[1]
  return digits === undefined ? undefined : Number(digits)
}
