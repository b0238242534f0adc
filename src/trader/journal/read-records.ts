import { crc32 } from '../../wire/crc32.ts'
import { chainHash, HASH_BYTES, isSameHash } from './chain-hash.ts'
import { corruption } from './corruption.ts'
import { segmentFile } from './file-names.ts'
import type { JournalPosition } from './position.ts'
import type { JournalRecord } from './record.ts'
import { decodeRecordHeader, RECORD_FRAME_BYTES, RECORD_HEADER_BYTES } from './record-format.ts'
import { SEGMENT_HEADER_BYTES, type SegmentHeader } from './segment-header.ts'
import { isTornFrom, type TornTail } from './torn-tail.ts'

/** A record, and where it ends. */
export interface ReadRecord {
  /** The record. */
  readonly record: JournalRecord
  /** The place behind it. */
  readonly position: JournalPosition
}

/**
 * Reads the records of a segment whose header was read, in order, each checked before it is given; then returns its torn
 * tail, if it has one.
 *
 * That a record is the one that was written is proven by its CRCs; that those before it are, by the hash in front of it.
 *
 * @throws StorageError `JOURNAL_CORRUPT`
 */
export function* readRecords(
  bytes: Uint8Array,
  { index: segment, firstSequence }: SegmentHeader,
): Generator<ReadRecord, TornTail | undefined, undefined> {
  const file = segmentFile(segment)
  // The header ends with the hash before the first record.
  let start = SEGMENT_HEADER_BYTES - HASH_BYTES
  let hash = bytes.subarray(start, SEGMENT_HEADER_BYTES)
  let end = SEGMENT_HEADER_BYTES
  for (let sequence = firstSequence; end < bytes.length; sequence += 1) {
    const found = recordAt(file, bytes, start, sequence, hash)
    if (typeof found === 'string') {
      return { file, offset: end, tornBytes: bytes.length - end, shape: found }
    }
    end = start + RECORD_FRAME_BYTES + found.payload.length
    hash = chainHash(bytes.subarray(start, end))
    yield {
      record: { ...found, segment, offset: start + HASH_BYTES },
      position: { segment, offset: end, sequence, hash },
    }
    start = end
  }
  return undefined
}

type FoundRecord = Pick<JournalRecord, 'sequence' | 'kind' | 'isJson' | 'payload'>

/** The record that begins, with the hash before it, at `start`. */
function recordAt(
  file: string,
  bytes: Uint8Array,
  start: number,
  sequence: number,
  hash: Uint8Array,
): FoundRecord | TornTail['shape'] {
  const offset = start + HASH_BYTES
  // The hash before the first record was written with the segment's header.
  const border = Math.max(start, SEGMENT_HEADER_BYTES)
  const expected = `record ${sequence}`
  if (bytes.length < offset) return 'short'
  if (!isSameHash(hash, bytes.subarray(start, offset))) {
    if (isTornFrom(bytes, border, offset)) return 'zeros'
    const found = 'a record that does not continue the hash chain'
    throw corruption({ file, offset: start, expected, found })
  }
  const payloadAt = offset + RECORD_HEADER_BYTES
  if (bytes.length < payloadAt) return 'short'
  const header = decodeRecordHeader(bytes, offset)
  if (header === undefined) {
    if (isTornFrom(bytes, border, payloadAt)) return 'zeros'
    throw corruption({ file, offset, expected, found: 'a header with a wrong CRC' })
  }
  if (header.sequence !== sequence)
    throw corruption({ file, offset, expected, found: `record ${header.sequence}` })
  const end = payloadAt + header.payloadBytes
  if (bytes.length < end) return 'short'
  const payload = bytes.subarray(payloadAt, end)
  if (crc32(payload) !== header.payloadCrc) {
    if (isTornFrom(bytes, border, end, header.isJson ? payloadAt : end)) return 'zeros'
    throw corruption({ file, offset, expected, found: 'a payload with a wrong CRC' })
  }
  return { sequence, kind: header.kind, isJson: header.isJson, payload }
}
