/**
 * The end that a writer left when it died inside a write: the file stops short, or what should be there is zeros.
 *
 * Any other damage is no tear. A dead process leaves a first part of its last write; a dead machine may keep the file's
 * new length and show zeros for what never reached the device, whole sectors of it. Neither changes a byte that was written.
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

/** No device writes less at once: what never reached it is missing from the border of a sector on. */
const SECTOR_BYTES = 512

/**
 * Whether what should stand from `start` to `end` was lost with all that followed it: the file is zeros from some place before
 * `end` on, and a write can have been lost from there on. That is at `start`, where another write had ended, or at the border
 * of a sector. Bytes before that border may be zeros that were written, but for text, which has none: that begins at `textFrom`.
 */
export function isTornFrom(
  bytes: Uint8Array,
  start: number,
  end: number,
  textFrom: number = end,
): boolean {
  const zerosFrom = bytes.findLastIndex((byte) => byte !== 0) + 1
  const border = Math.ceil(zerosFrom / SECTOR_BYTES) * SECTOR_BYTES
  return zerosFrom <= start || (border < end && border <= Math.max(zerosFrom, textFrom))
}
