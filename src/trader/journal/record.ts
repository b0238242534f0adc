/** One record of a journal, as it is read back. */
export interface JournalRecord {
  /** Its number: from 1, without holes. */
  readonly sequence: number
  /** What it is, to whoever wrote it: 1 to 65,535. */
  readonly kind: number
  /** Whether the payload is JSON text in UTF-8, or bytes of the writer's own. */
  readonly isJson: boolean
  /**
   * What was written. A view of its segment's bytes, which nobody changes: it may be kept, and keeps the whole segment in
   * memory.
   */
  readonly payload: Uint8Array
  /** The segment. */
  readonly segment: number
  /** The byte in it where the record begins. */
  readonly offset: number
}

const decoder = new TextDecoder()

/** The JSON value of a record that was appended as JSON. */
export function recordJson(record: JournalRecord): unknown {
  return JSON.parse(decoder.decode(record.payload))
}
