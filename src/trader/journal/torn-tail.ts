/**
 * The end that a writer left when it died inside a write: the file stops short, or what should be there is zeros.
 *
 * Any other damage is no tear. A dead process leaves a first part of its last write; a dead machine may keep the file's
 * new length and show zeros for what never reached the device. Neither changes a byte that was written.
 */
export interface TornTail {
  /** The segment's file. */
  readonly file: string
  /** Where its last whole record ends. */
  readonly offset: number
  /** Bytes after that. */
  readonly tornBytes: number
  /** Whether the file stops inside a record, or goes on in zeros. */
  readonly shape: 'short' | 'zeros'
}

/** Whether a file's bytes are zeros from some place before `end` up to their own end. */
export function isTornFrom(bytes: Uint8Array, end: number): boolean {
  return bytes.findLastIndex((byte) => byte !== 0) < end - 1
}
