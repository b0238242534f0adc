import { getCount, setCount, viewOf } from './byte-numbers.ts'
import { chainHash, HASH_BYTES, isSameHash } from './chain-hash.ts'
import { corruption } from './corruption.ts'
import type { JournalPosition } from './position.ts'

/**
 * A file beside the segments that says how far the journal had come: the head, or a snapshot. Written whole and sealed.
 *
 * ```
 *  0  magic      8   "xbjhead\n" or "xbjsnap\n"
 *  8  version    u32
 * 12  isClosed   u32
 * 16  segment    u64
 * 24  offset     u64
 * 32  sequence   u64
 * 40  epoch      u64
 * 48  createdUs  u64
 * 56  oldestSegment u64
 * 64  stateBytes u64
 * 72  chain hash 32
 * 104 state
 *  …  SHA-256 of all before
 * ```
 */
export interface PositionFile {
  /** Where the journal stood. */
  readonly position: JournalPosition
  /** The writer. */
  readonly epoch: number
  /** When it was written, epoch µs. */
  readonly createdUs: number
  /** The first segment that must be there: those before it were removed, or may be. */
  readonly oldestSegment: number
  /** Only of a head: whether its writer ended in good order, so that nothing may follow. */
  readonly isClosed: boolean
  /** Only of a snapshot: the state there. */
  readonly state: Uint8Array
}

/** What a position file is. */
export type PositionFileType = 'head' | 'snap'

const VERSION = 1
const HASH_AT = 72
const STATE_AT: number = HASH_AT + HASH_BYTES
const encoder = new TextEncoder()

/** Writes one. */
export function encodePositionFile(type: PositionFileType, content: PositionFile): Uint8Array {
  const { position, epoch, createdUs, oldestSegment, isClosed, state } = content
  const bytes = new Uint8Array(STATE_AT + state.length + HASH_BYTES)
  const view = viewOf(bytes)
  bytes.set(magic(type))
  view.setUint32(8, VERSION, true)
  view.setUint32(12, Number(isClosed), true)
  setCount(view, 16, position.segment)
  setCount(view, 24, position.offset)
  setCount(view, 32, position.sequence)
  setCount(view, 40, epoch)
  setCount(view, 48, createdUs)
  setCount(view, 56, oldestSegment)
  setCount(view, 64, state.length)
  bytes.set(position.hash, HASH_AT)
  bytes.set(state, STATE_AT)
  const sealAt = STATE_AT + state.length
  bytes.set(chainHash(bytes.subarray(0, sealAt)), sealAt)
  return bytes
}

/** Reads one. @throws StorageError `JOURNAL_CORRUPT` */
export function decodePositionFile(
  type: PositionFileType,
  file: string,
  bytes: Uint8Array,
): PositionFile {
  const sealAt = bytes.length - HASH_BYTES
  const isWhole =
    sealAt >= STATE_AT &&
    isSameHash(chainHash(bytes.subarray(0, sealAt)), bytes.subarray(sealAt)) &&
    isSameHash(bytes.subarray(0, 8), magic(type))
  if (!isWhole) {
    throw corruption({ file, offset: 0, expected: 'what was sealed', found: 'other bytes' })
  }
  const view = viewOf(bytes)
  const version = view.getUint32(8, true)
  if (version !== VERSION) {
    throw corruption({ file, offset: 8, expected: `format ${VERSION}`, found: version })
  }
  return {
    position: {
      segment: getCount(view, 16),
      offset: getCount(view, 24),
      sequence: getCount(view, 32),
      hash: bytes.slice(HASH_AT, STATE_AT),
    },
    epoch: getCount(view, 40),
    createdUs: getCount(view, 48),
    oldestSegment: getCount(view, 56),
    isClosed: view.getUint32(12, true) === 1,
    state: bytes.subarray(STATE_AT, sealAt),
  }
}

function magic(type: PositionFileType): Uint8Array {
  return encoder.encode(`xbj${type}\n`)
}
