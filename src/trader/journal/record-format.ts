import { crc32 } from '../../wire/crc32.ts'
import { getCount, setCount, viewOf } from './byte-numbers.ts'
import { HASH_BYTES } from './chain-hash.ts'

/**
 * What stands before a payload, behind the hash of all before it. The header has a CRC of its own, so that the length is known
 * to be true before it is used: a damaged length cannot pass for a record that was cut short.
 *
 * ```
 *     SHA-256 of: the hash before the record before, that record's header and payload; of a segment's first record
 *     this is the end of the segment's header
 *  0  payloadBytes  u32
 *  4  kind          u16
 *  6  form          u8   0 bytes, 1 JSON
 *  7  zero          u8
 *  8  sequence      u64
 * 16  CRC-32 of the payload
 * 20  CRC-32 of bytes 0 to 19
 * 24  payload
 * ```
 *
 * The hash of the last record is written with what follows it: the next record, the header of the next segment, a snapshot, or
 * the head of a journal that was closed. A record that an order waits for is on the disk before it is hashed.
 */
export interface RecordHeader {
  /** Bytes of the payload. */
  readonly payloadBytes: number
  /** What the record is, to whoever wrote it. */
  readonly kind: number
  /** Whether the payload is JSON text. */
  readonly isJson: boolean
  /** Its number. */
  readonly sequence: number
  /** CRC-32 of the payload. */
  readonly payloadCrc: number
}

/** Bytes of a record's header. */
export const RECORD_HEADER_BYTES = 24
/** Bytes of a record beside its payload, with the hash before it. */
export const RECORD_FRAME_BYTES: number = RECORD_HEADER_BYTES + HASH_BYTES
/** The highest kind. */
export const MAX_KIND = 65_535

const CRC_AT = 20
const FORM_JSON = 1

/** Writes a record's header into bytes; `view` is of all of them. */
export function encodeRecordHeader(
  bytes: Uint8Array,
  view: DataView,
  offset: number,
  { payloadBytes, kind, isJson, sequence, payloadCrc }: RecordHeader,
): void {
  view.setUint32(offset, payloadBytes, true)
  view.setUint16(offset + 4, kind, true)
  view.setUint8(offset + 6, isJson ? FORM_JSON : 0)
  view.setUint8(offset + 7, 0)
  setCount(view, offset + 8, sequence)
  view.setUint32(offset + 16, payloadCrc, true)
  view.setUint32(offset + CRC_AT, crc32(bytes.subarray(offset, offset + CRC_AT)), true)
}

/** Reads a record's header; `undefined` where its CRC is wrong. */
export function decodeRecordHeader(bytes: Uint8Array, offset: number): RecordHeader | undefined {
  const view = viewOf(bytes, offset)
  const crc = crc32(bytes.subarray(offset, offset + CRC_AT))
  if (view.getUint32(CRC_AT, true) !== crc) return undefined
  return {
    payloadBytes: view.getUint32(0, true),
    kind: view.getUint16(4, true),
    isJson: view.getUint8(6) === FORM_JSON,
    sequence: getCount(view, 8),
    payloadCrc: view.getUint32(16, true),
  }
}
