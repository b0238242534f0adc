import type { Batch } from '../batch.ts'

/** What the header of a gzip member says of the batch inside, so that it can be judged without inflating it. */
export interface BatchNote {
  /** The batch's id. */
  readonly id: string
  /** Rows in it. */
  readonly rowCount: number
  /** `localTimeUs` of its earliest row, epoch µs. */
  readonly fromTimeUs: number
  /** `localTimeUs` of its latest row, epoch µs. */
  readonly toTimeUs: number
}

const VERSION = 1
// version u8, rows u32, from f64, to f64, then the id in UTF-8
const HEAD_BYTES = 21
const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Writes the note of a batch. */
export function encodeBatchNote(batch: Pick<Batch, keyof BatchNote>): Uint8Array {
  const id = encoder.encode(batch.id)
  const note = new Uint8Array(HEAD_BYTES + id.length)
  const view = new DataView(note.buffer)
  view.setUint8(0, VERSION)
  view.setUint32(1, batch.rowCount, true)
  view.setFloat64(5, batch.fromTimeUs, true)
  view.setFloat64(13, batch.toTimeUs, true)
  note.set(id, HEAD_BYTES)
  return note
}

/** Reads a note; `undefined` where it is of another version. */
export function decodeBatchNote(note: Uint8Array): BatchNote | undefined {
  if (note.length <= HEAD_BYTES || note[0] !== VERSION) return undefined
  const view = new DataView(note.buffer, note.byteOffset, note.byteLength)
  return {
    id: decoder.decode(note.subarray(HEAD_BYTES)),
    rowCount: view.getUint32(1, true),
    fromTimeUs: view.getFloat64(5, true),
    toTimeUs: view.getFloat64(13, true),
  }
}
