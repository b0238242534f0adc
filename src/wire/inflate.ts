/**
 * Frames that a venue packs by itself: one gzip stream in each binary frame, JSON inside.
 *
 * Not the business of the socket (that is permessage-deflate), so a decoder unpacks them. A frame of a few bytes may
 * claim to hold gigabytes, therefore what comes out is bounded.
 */
import { gunzipSync } from 'node:zlib'

/** Most bytes one frame may inflate to: several times the largest whole book or list of tickers that venues send. */
export const MAX_INFLATED_BYTES: number = 8_388_608

const OPEN_BRACE = 0x7b
const OPEN_BRACKET = 0x5b
const GZIP_MAGIC = [0x1f, 0x8b] as const
const HEADER_AND_TRAILER_BYTES = 18
// zlib hands its output over in chunks; room for one byte more than the payload lets it see the end at once.
const SPARE_BYTES = 64
const MAX_CHUNK_BYTES = 262_144

/**
 * The JSON bytes of a frame: of gzip members inflated, of text (`{` or `[` first) the frame itself, not a copy.
 *
 * Returns `undefined` where the bytes are neither, do not inflate to what their checksum and length say, or inflate to
 * more than 8 MiB. Never throws.
 */
export function inflateFrame(frame: Uint8Array): Uint8Array | undefined {
  const first = frame[0]
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return frame
  if (first !== GZIP_MAGIC[0] || frame[1] !== GZIP_MAGIC[1]) return undefined
  if (frame.length < HEADER_AND_TRAILER_BYTES) return undefined
  const payloadBytes = lengthInTrailer(frame)
  if (payloadBytes > MAX_INFLATED_BYTES) return undefined
  try {
    const { buffer, byteOffset, length } = gunzipSync(frame, {
      chunkSize: Math.min(payloadBytes + SPARE_BYTES, MAX_CHUNK_BYTES),
      maxOutputLength: MAX_INFLATED_BYTES,
    })
    // A plain array: the `slice` of a Buffer shares its memory, and readers are compiled for one kind of bytes.
    return new Uint8Array(buffer, byteOffset, length)
  } catch {
    // Bytes that do not inflate, or inflate to too much, are an answer; the decoder makes a fault of it.
    return undefined
  }
}

/** What the last member says of its own payload (RFC 1952 §2.3.1, ISIZE): a hint for the buffer, not yet a fact. */
function lengthInTrailer(frame: Uint8Array): number {
  const end = frame.length
  const low = (frame[end - 4] ?? 0) | ((frame[end - 3] ?? 0) << 8) | ((frame[end - 2] ?? 0) << 16)
  return low + (frame[end - 1] ?? 0) * 0x1000000
}
