/**
 * Gzip members that say how long they are.
 *
 * A file of them is an ordinary gzip file: every gzip reader shows the payloads one after the other. Beside that, each
 * member carries a note and its own length in its header's extra field (RFC 1952 §2.3.1.1), so that this module can
 * walk a file member by member without inflating it, and can tell a member that was torn by a crash.
 *
 * ```
 * 1f 8b 08 04 | mtime 4 | xfl | os | xlen 2 | 'C' 'B' len 2 | member length 4 | note … | deflate … | crc32 4 | size 4
 * ```
 */
import { constants, crc32, deflateRaw, deflateRawSync, gunzipSync, inflateRawSync } from 'node:zlib'

const FIXED_HEADER_BYTES = 12
const SUBFIELD_HEADER_BYTES = 8
const TRAILER_BYTES = 8
const MAGIC: readonly number[] = [0x1f, 0x8b, 0x08, 0x04]
const SUBFIELD_ID: readonly number[] = [0x43, 0x42]
// An extra field has a two-byte length; some readers stop at 32 KiB of header.
const MAX_NOTE_BYTES = 16_384
const UNKNOWN_SYSTEM = 255

/** How hard gzip tries: 1 is fast, 9 is small. */
export type GzipLevel = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9

/** Where one member stands in a file. */
export interface GzipMember {
  /** First byte of the member. */
  readonly start: number
  /** Byte after the member. */
  readonly end: number
  /** The note that its writer left in the header. */
  readonly note: Uint8Array
  /** Bytes of its payload, inflated. */
  readonly payloadBytes: number
}

/**
 * Compresses a payload into one member, at once, on this thread.
 *
 * `note` is at most 16,384 bytes; a longer one is a `RangeError`.
 */
export function gzipMember(payload: Uint8Array, note: Uint8Array, level: GzipLevel): Uint8Array {
  return assemble(deflateRawSync(payload, { level }), payload, note)
}

/** Same as {@link gzipMember}, compressing on another thread. `payload` must not change meanwhile. */
export function gzipMemberInThread(
  payload: Uint8Array,
  note: Uint8Array,
  level: GzipLevel,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    deflateRaw(payload, { level }, (error, deflated) => {
      if (error === null) resolve(assemble(deflated, payload, note))
      else reject(error)
    })
  })
}

/**
 * Reads the header of the member at `start`.
 *
 * Returns `undefined` where there is none of ours, or where the file ends before the member does.
 */
export function gzipMemberAt(bytes: Uint8Array, start: number): GzipMember | undefined {
  const noteStart = start + FIXED_HEADER_BYTES + SUBFIELD_HEADER_BYTES
  if (noteStart > bytes.length || !hasSignature(bytes, start)) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const noteEnd = start + FIXED_HEADER_BYTES + view.getUint16(start + 10, true)
  const end = start + view.getUint32(start + FIXED_HEADER_BYTES + 4, true)
  if (noteEnd < noteStart || noteEnd + TRAILER_BYTES > end || end > bytes.length) return undefined
  const note = bytes.subarray(noteStart, noteEnd)
  return { start, end, note, payloadBytes: view.getUint32(end - 4, true) }
}

/** The payload of a member, or `undefined` where it does not inflate to what its checksum and length say. */
export function gunzipMember(bytes: Uint8Array, member: GzipMember): Uint8Array | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const deflateStart = member.start + FIXED_HEADER_BYTES + view.getUint16(member.start + 10, true)
  try {
    const payload = inflateRawSync(bytes.subarray(deflateStart, member.end - TRAILER_BYTES))
    const isWhole =
      payload.length === member.payloadBytes &&
      crc32(payload) === view.getUint32(member.end - TRAILER_BYTES, true)
    return isWhole ? payload : undefined
  } catch {
    // Bytes that do not inflate are the question that was asked, not an error.
    return undefined
  }
}

/** The place of the next signature of a member at or after `from`; -1 where there is none. */
export function nextGzipSignature(bytes: Uint8Array, from: number): number {
  const last = bytes.length - FIXED_HEADER_BYTES - SUBFIELD_HEADER_BYTES
  for (let start = from; start <= last; start += 1) if (hasSignature(bytes, start)) return start
  return -1
}

/**
 * Inflates gzip bytes of any writer, as far as they go: a torn end gives what stands before it.
 *
 * Returns `undefined` where the bytes are no gzip, or are damaged before their end.
 */
export function gunzipReadable(bytes: Uint8Array): Uint8Array | undefined {
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH })
  } catch {
    // As in gunzipMember: unreadable bytes are an answer.
    return undefined
  }
}

function hasSignature(bytes: Uint8Array, start: number): boolean {
  for (let i = 0; i < MAGIC.length; i += 1) if (bytes[start + i] !== MAGIC[i]) return false
  const subfield = start + FIXED_HEADER_BYTES
  return bytes[subfield] === SUBFIELD_ID[0] && bytes[subfield + 1] === SUBFIELD_ID[1]
}

function assemble(deflated: Uint8Array, payload: Uint8Array, note: Uint8Array): Uint8Array {
  if (note.length > MAX_NOTE_BYTES) {
    throw new RangeError(
      `Writing a gzip member: expected a note of at most ${MAX_NOTE_BYTES} bytes, was ${note.length}`,
    )
  }
  const headerBytes = FIXED_HEADER_BYTES + SUBFIELD_HEADER_BYTES + note.length
  const member = new Uint8Array(headerBytes + deflated.length + TRAILER_BYTES)
  const view = new DataView(member.buffer)
  member.set(MAGIC)
  member[9] = UNKNOWN_SYSTEM
  view.setUint16(10, SUBFIELD_HEADER_BYTES + note.length, true)
  member.set(SUBFIELD_ID, FIXED_HEADER_BYTES)
  view.setUint16(FIXED_HEADER_BYTES + 2, SUBFIELD_HEADER_BYTES - 4 + note.length, true)
  view.setUint32(FIXED_HEADER_BYTES + 4, member.length, true)
  member.set(note, FIXED_HEADER_BYTES + SUBFIELD_HEADER_BYTES)
  member.set(deflated, headerBytes)
  view.setUint32(member.length - TRAILER_BYTES, crc32(payload), true)
  view.setUint32(member.length - 4, payload.length, true)
  return member
}
