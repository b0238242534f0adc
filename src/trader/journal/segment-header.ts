import { getCount, setCount, viewOf } from './byte-numbers.ts'
import { chainHash, HASH_BYTES, isSameHash } from './chain-hash.ts'
import { corruption } from './corruption.ts'
import { isTornFrom } from './torn-tail.ts'

/**
 * How a segment begins. The header is a link of the hash chain: no field of it can change unnoticed.
 *
 * ```
 *  0  magic      8   "xbjsegm\n"
 *  8  version    u32
 * 12  index      u32
 * 16  epoch      u64
 * 24  firstSequence  u64
 * 32  previousBytes  u64
 * 40  createdUs  u64
 * 48  previousHash   32
 * 80  SHA-256 of bytes 0 to 79
 * ```
 */
export interface SegmentHeader {
  /** Its number, from 1; the file is named after it. */
  readonly index: number
  /** Which writer began it: each one has a higher number than those before. */
  readonly epoch: number
  /** The sequence number of its first record, there or to come. */
  readonly firstSequence: number
  /** The size of the segment before it; 0 for the first. */
  readonly previousBytes: number
  /** When it began, epoch µs. */
  readonly createdUs: number
  /** The chain hash at the end of the segment before it. */
  readonly previousHash: Uint8Array
}

/** Bytes of a header. */
export const SEGMENT_HEADER_BYTES = 112

const MAGIC = new TextEncoder().encode('xbjsegm\n')
const VERSION = 2
const PREVIOUS_HASH = 48
const LINK: number = PREVIOUS_HASH + HASH_BYTES

/** Writes a header; its last {@link HASH_BYTES} bytes are the chain hash at the segment's first record. */
export function encodeSegmentHeader(header: SegmentHeader): Uint8Array {
  const bytes = new Uint8Array(SEGMENT_HEADER_BYTES)
  const view = viewOf(bytes)
  bytes.set(MAGIC)
  view.setUint32(8, VERSION, true)
  view.setUint32(12, header.index, true)
  setCount(view, 16, header.epoch)
  setCount(view, 24, header.firstSequence)
  setCount(view, 32, header.previousBytes)
  setCount(view, 40, header.createdUs)
  bytes.set(header.previousHash, PREVIOUS_HASH)
  bytes.set(chainHash(bytes.subarray(0, LINK)), LINK)
  return bytes
}

/**
 * Reads the header of a segment; `torn` where its writer died before it was whole.
 *
 * @throws StorageError `JOURNAL_CORRUPT`
 */
export function decodeSegmentHeader(file: string, bytes: Uint8Array): SegmentHeader | 'torn' {
  if (bytes.length < SEGMENT_HEADER_BYTES) return 'torn'
  const link = chainHash(bytes.subarray(0, LINK))
  if (!isSameHash(link, bytes.subarray(LINK, SEGMENT_HEADER_BYTES))) {
    if (isTornFrom(bytes, 0, SEGMENT_HEADER_BYTES)) return 'torn'
    throw corruption({ file, offset: 0, expected: 'a whole header', found: 'a damaged one' })
  }
  const view = viewOf(bytes)
  const version = view.getUint32(8, true)
  if (!isSameHash(bytes.subarray(0, MAGIC.length), MAGIC) || version !== VERSION) {
    const expected = `a segment of format ${VERSION}`
    throw corruption({ file, offset: 0, expected, found: `format ${version}` })
  }
  return {
    index: view.getUint32(12, true),
    epoch: getCount(view, 16),
    firstSequence: getCount(view, 24),
    previousBytes: getCount(view, 32),
    createdUs: getCount(view, 40),
    previousHash: bytes.slice(PREVIOUS_HASH, LINK),
  }
}
