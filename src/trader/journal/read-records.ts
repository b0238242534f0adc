import { crc32 } from '../../wire/crc32.ts'
import { chainHash, HASH_BYTES, isSameHash } from './chain-hash.ts'
import { corruption } from './corruption.ts'
import { segmentFile } from './file-names.ts'
import type { JournalRecord } from './record.ts'
import { decodeRecordHeader, RECORD_FRAME_BYTES, RECORD_HEADER_BYTES } from './record-format.ts'
import { SEGMENT_HEADER_BYTES, type SegmentHeader } from './segment-header.ts'
import { isTornFrom, type TornTail } from './torn-tail.ts'

/**
 * Reads the records of a segment whose header was read, in order, each checked before it is given; then returns its torn
 * tail, if it has one.
 *
 * @throws StorageError `JOURNAL_CORRUPT`
 */
export function* readRecords(
  bytes: Uint8Array,
  { index, firstSequence }: SegmentHeader,
): Generator<JournalRecord, TornTail | undefined, undefined> {
  const file = segmentFile(index)
  let offset = SEGMENT_HEADER_BYTES
  for (let sequence = firstSequence; offset < bytes.length; sequence += 1) {
    const found = recordAt(file, bytes, offset, sequence)
    if (typeof found === 'string') {
      return { file, offset, tornBytes: bytes.length - offset, shape: found }
    }
    yield { ...found, segment: index, offset }
    offset += found.payload.length + RECORD_FRAME_BYTES
  }
  return undefined
}

type FoundRecord = Pick<JournalRecord, 'sequence' | 'kind' | 'isJson' | 'payload'>

function recordAt(
  file: string,
  bytes: Uint8Array,
  offset: number,
  sequence: number,
): FoundRecord | TornTail['shape'] {
  const left = bytes.length - offset
  if (left < RECORD_HEADER_BYTES) return 'short'
  const header = decodeRecordHeader(bytes, offset)
  if (header === undefined) {
    if (isTornFrom(bytes, offset + RECORD_HEADER_BYTES)) return 'zeros'
    throw corruption({ file, offset, expected: 'a record', found: 'a header with a wrong CRC' })
  }
  if (header.sequence !== sequence) {
    const found = `record ${header.sequence}`
    throw corruption({ file, offset, expected: `record ${sequence}`, found })
  }
  const end = offset + RECORD_FRAME_BYTES + header.payloadBytes
  if (end > bytes.length) return 'short'
  const payload = bytes.subarray(offset + RECORD_HEADER_BYTES, end - HASH_BYTES)
  const problem = problemOf(bytes, offset, end, crc32(payload) === header.payloadCrc)
  if (problem !== undefined) {
    if (isTornFrom(bytes, end)) return 'zeros'
    throw corruption({ file, offset, expected: `record ${sequence}`, found: problem })
  }
  return { sequence, kind: header.kind, isJson: header.isJson, payload }
}

function problemOf(
  bytes: Uint8Array,
  offset: number,
  end: number,
  hasPayload: boolean,
): string | undefined {
  if (!hasPayload) return 'a payload with a wrong CRC'
  const hash = chainHash(bytes.subarray(offset - HASH_BYTES, end - HASH_BYTES))
  if (isSameHash(hash, bytes.subarray(end - HASH_BYTES, end))) return undefined
  return 'a record that does not continue the hash chain'
}
